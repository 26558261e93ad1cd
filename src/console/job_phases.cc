#include "console/job_phases.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>

namespace docmill::console {
namespace {

namespace json = boost::json;

class Phases {
 public:
  void add(std::string_view name, Timestamp at, std::optional<Timestamp> until = {}, std::string detail = {}) {
    json::object row{{"name", name}, {"at", to_iso(at)}};
    if (until) row["endedAt"] = to_iso(*until);
    if (!detail.empty()) row["detail"] = std::move(detail);
    rows_.push_back(std::move(row));
  }
  json::array take() { return std::move(rows_); }

 private:
  json::array rows_;
};

void add_progress(Phases& phases, const model::JobProgress& progress, Timestamp accepted) {
  phases.add("queued", accepted, progress.leased_at);
  const auto first = progress.parts.empty() ? std::nullopt : std::optional(progress.parts.front().since);
  phases.add("leased", progress.leased_at, first, fmt::format("attempt {}", progress.attempt));
  for (std::size_t i = 0; i < progress.parts.size(); ++i) {
    const bool last = i + 1 == progress.parts.size();
    phases.add(progress.parts[i].name, progress.parts[i].since, last ? std::nullopt : std::optional(progress.parts[i + 1].since));
  }
  if (progress.waiting) phases.add("waiting", progress.parts.empty() ? progress.leased_at : progress.parts.back().since);
}

void add_lengths(Phases& phases, const model::JobResult& result, Timestamp accepted) {
  const auto queued = result.phase_ms.find("queue");
  if (queued == result.phase_ms.end()) return;
  auto at = accepted + std::chrono::milliseconds(queued->second);
  phases.add("queued", accepted, at);
  phases.add("leased", at, at, fmt::format("attempt {}", result.attempt));
  for (const auto* name : {"fetch", "load", "layout", "export", "store"}) {
    const auto found = result.phase_ms.find(name);
    if (found == result.phase_ms.end()) continue;
    const auto until = at + std::chrono::milliseconds(found->second);
    phases.add(name, at, until);
    at = until;
  }
}

std::string_view end_of(model::Outcome outcome) {
  if (outcome == model::Outcome::Succeeded) return "stored";
  return outcome == model::Outcome::Failed ? "failed" : "cancelled";
}

}  // namespace

json::array phases_of(const JobFacts& facts) {
  Phases phases;
  if (!facts.job && !facts.hold) return {};
  const auto accepted = facts.job ? facts.job->accepted_at : facts.hold->made_at;
  phases.add("accepted", accepted, accepted);
  if (facts.result) {
    add_lengths(phases, *facts.result, accepted);
    phases.add(end_of(facts.result->outcome), facts.result->finished_at);
  } else if (facts.progress) {
    add_progress(phases, *facts.progress, accepted);
  } else if (!is_final(facts.state())) {
    phases.add("queued", accepted);
  }
  return phases.take();
}

}  // namespace docmill::console
