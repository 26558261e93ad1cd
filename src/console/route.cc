#include "console/route.h"

namespace docmill::console {
namespace {

using Place = Route::Place;

constexpr std::string_view kReads = "GET, HEAD";
constexpr std::string_view kApi = "api";

struct Fixed {
  std::string_view path;
  Place place;
  std::string_view allow;
};

constexpr Fixed kFixed[] = {
    {"session", Place::Session, "GET, HEAD, POST, DELETE"},
    {"actions", Place::Actions, kReads},
    {"jobs", Place::Jobs, kReads},
    {"template-check", Place::TemplateCheck, "POST"},
    {"usage", Place::Usage, kReads},
    {"keys", Place::Keys, "GET, HEAD, POST"},
    {"system", Place::System, kReads},
    {"dead", Place::Dead, kReads},
};

/// Places with an id between what they begin and end with.
constexpr struct {
  std::string_view before;
  std::string_view after;
  Place place;
  std::string_view allow;
} kWithId[] = {
    {"jobs/", "", Place::Job, "GET, HEAD, DELETE"},
    {"jobs/", "/events", Place::JobStream, kReads},
    {"jobs/", "/retry", Place::Retry, "POST"},
    {"jobs/", "/preview", Place::Preview, "POST"},
    {"keys/", "", Place::Key, "DELETE"},
    {"dead/", "/requeue", Place::Requeue, "POST"},
};

Route api_route(std::string_view path) {
  for (const auto& row : kFixed) {
    if (path == row.path) return {.place = row.place, .rest = {}, .allow = row.allow};
  }
  for (const auto& row : kWithId) {
    if (!path.starts_with(row.before) || !path.ends_with(row.after)) continue;
    if (path.size() <= row.before.size() + row.after.size()) continue;
    const auto id = path.substr(row.before.size(), path.size() - row.before.size() - row.after.size());
    if (id.find('/') == std::string_view::npos) return {.place = row.place, .rest = id, .allow = row.allow};
  }
  return {};
}

}  // namespace

bool Route::takes(std::string_view method) const {
  for (auto left = allow; !left.empty();) {
    const auto end = left.find(", ");
    if (left.substr(0, end) == method) return true;
    left.remove_prefix(end == std::string_view::npos ? left.size() : end + 2);
  }
  return false;
}

std::optional<Route> find_route(std::string_view path) {
  if (path == "/console") return Route{.place = Place::Enter, .rest = {}, .allow = kReads};
  if (!path.starts_with("/console/")) return std::nullopt;
  path.remove_prefix(std::string_view("/console/").size());
  if (path == kApi) return Route{};
  if (path.starts_with("api/")) return api_route(path.substr(4));
  return Route{.place = Place::Pages, .rest = path, .allow = kReads};
}

}  // namespace docmill::console
