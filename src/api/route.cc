#include "api/route.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "actions/catalogue.h"
#include "actions/fields.h"
#include "net/http.h"

namespace docmill::api {
namespace {

using Kind = Route::Kind;

constexpr std::string_view kSubmits = "POST, OPTIONS";
constexpr std::string_view kJob = "GET, HEAD, DELETE, OPTIONS";
constexpr std::string_view kReads = "GET, HEAD, OPTIONS";

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  for (path.remove_prefix(1);;) {
    const auto slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

std::optional<Route> action_route(Kind kind, std::string_view group, std::string_view operation, std::string_view allow) {
  Route route{.kind = kind, .allow = allow};
  route.action = actions::find_offered(fmt::format("{}/{}", group, operation));
  if (route.action == nullptr) return std::nullopt;
  return route;
}

/// parts: "api", "v2", group, …
std::optional<Route> api_route(const std::vector<std::string_view>& parts) {
  const bool jobs = parts.size() > 4 && parts[3] == "jobs";
  if (parts.size() == 4) return action_route(Kind::Convert, parts[2], parts[3], kSubmits);
  if (parts.size() == 5 && jobs) return action_route(Kind::Start, parts[2], parts[4], kSubmits);
  if (parts.size() != 6 || !jobs) return std::nullopt;
  auto route = action_route(Kind::Poll, parts[2], parts[4], kJob);
  const auto job = JobId::parse(parts[5]);
  if (!route || !job) return std::nullopt;
  route->job = *job;
  return route;
}

/// parts: "api" or "flow", "v1", "Documents", …; the connectors have jobs only.
std::optional<Route> wire_route(const std::vector<std::string_view>& parts, std::string_view query) {
  const bool jobs = parts.size() > 4 && parts[3] == "jobs";
  const bool waits = parts.size() == 4 && parts[0] == "api";
  if (!jobs && !waits) return std::nullopt;
  const auto* operation = actions::find_connector_operation(parts[jobs ? 4 : 3], net::query_value(query, "type").value_or(""));
  if (operation == nullptr) return std::nullopt;
  Route route{.kind = waits ? Kind::WireCall : Kind::WireStart,
              .action = actions::find_action(operation->action),
              .wire = operation,
              .allow = kSubmits};
  if (parts.size() <= 5) return route;
  const auto job = JobId::parse(parts[5]);
  if (parts.size() > 6 || !job) return std::nullopt;
  route.kind = Kind::WirePoll;
  route.job = *job;
  route.allow = kJob;
  return route;
}

/// parts: "flow", "v1", "DocumentsFlow", "Schema", operation
std::optional<Route> design_route(const std::vector<std::string_view>& parts) {
  if (parts.size() != 5 || !actions::same_ignoring_case(parts[3], "Schema")) return std::nullopt;
  const auto* question = actions::find_design_question(parts[4]);
  if (question == nullptr) return std::nullopt;
  return Route{.kind = Kind::Design, .design = question, .allow = kSubmits};
}

bool is_profile(std::string_view path) {
  return actions::same_ignoring_case(path, "/profiles/me") || actions::same_ignoring_case(path, "/api/v2/user/Profiles/me");
}

std::optional<Route> service_route(const std::vector<std::string_view>& parts, std::string_view path) {
  Route route{.kind = Kind::Home, .allow = kReads};
  if (parts.size() == 2 && parts[0] == "d" && !parts[1].empty()) {
    route.kind = Kind::Download;
    route.token = parts[1];
  } else if (is_profile(path)) {
    route.kind = Kind::Profile;
  } else if (path == "/openapi.json") {
    route.kind = Kind::OpenApi;
  } else if (path == "/health/live" || path == "/health/ready" || path == "/health/load" || path == "/metrics") {
    route.kind = Kind::Operations;
  } else if (path != "/") {
    return std::nullopt;
  }
  return route;
}

std::optional<Route> by_path(std::string_view path, std::string_view query) {
  if (!path.starts_with('/')) return std::nullopt;
  const auto parts = split(path);
  if (auto process = find_process_route(parts, query)) {
    const auto allow = process->allow;
    return Route{.kind = Kind::Process, .process = std::move(process), .allow = allow};
  }
  const bool wire = parts.size() >= 4 && parts[1] == "v1" && (parts[0] == "api" || parts[0] == "flow");
  if (wire && actions::same_ignoring_case(parts[2], "Documents")) return wire_route(parts, query);
  if (wire && parts[0] == "flow" && actions::same_ignoring_case(parts[2], "DocumentsFlow")) return design_route(parts);
  if (parts.size() >= 4 && parts[0] == "api" && parts[1] == "v2" && parts[2] != "process" && !is_profile(path)) return api_route(parts);
  return service_route(parts, path);
}

/// Whether "GET, HEAD, OPTIONS" has the method.
bool takes(std::string_view allow, std::string_view method) {
  const auto at = allow.find(method);
  const auto end = at + method.size();
  if (method.empty() || at == std::string_view::npos) return false;
  return (at == 0 || allow[at - 1] == ' ') && (end == allow.size() || allow[end] == ',');
}

}  // namespace

Result<Route> find_route(std::string_view method, std::string_view path, std::string_view query) {
  auto route = by_path(path, query);
  if (!route) return Failed(fail(ErrorCode::NotFound, "There is no such address. /openapi.json lists them all.").in(Phase::Door));
  if (method == "OPTIONS") {
    route->kind = Kind::Preflight;
    return *std::move(route);
  }
  if (route->kind == Kind::Process && takes(route->allow, method)) return *std::move(route);
  const bool submits = route->allow == kSubmits;
  const bool reads = method == "GET" || method == "HEAD";
  if ((route->kind == Kind::Poll || route->kind == Kind::WirePoll) && method == "DELETE") {
    route->kind = Kind::Cancel;
    return *std::move(route);
  }
  if (route->kind != Kind::Process && (submits ? method == "POST" : reads)) return *std::move(route);
  return Failed(fail(ErrorCode::MethodNotAllowed, fmt::format("This address takes {}.", route->allow)).in(Phase::Door));
}

std::string_view allowed_methods(std::string_view path, std::string_view query) {
  const auto route = by_path(path, query);
  return route ? route->allow : std::string_view{};
}

}  // namespace docmill::api
