#include "model/job_state.h"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace docmill::model {
namespace {

using Next = std::optional<JobState>;  // nullopt: cannot happen there

constexpr std::array<std::string_view, 6> kStates{"accepted", "running", "waiting", "succeeded", "failed", "cancelled"};
constexpr std::array<std::string_view, 6> kEvents{"leased", "finished", "attempt_failed", "lease_expired", "gave_up", "cancel_requested"};

// Columns in the order of JobEvent. Nobody is told the moment a lease expires, so a Running job may be leased again, and the
// attempt that lost its lease may still finish or fail while the job is Waiting: its result counts if it is the first.
constexpr auto kMoves = [] {
  using enum JobState;
  return std::array<std::array<Next, 6>, 3>{{
      // Leased   Finished      AttemptFailed LeaseExpired  GaveUp  CancelRequested
      {Running, std::nullopt, std::nullopt, std::nullopt, Failed, Cancelled},  // Accepted
      {Running, Succeeded, Waiting, Waiting, Failed, Cancelled},               // Running
      {Running, Succeeded, Waiting, Waiting, Failed, Cancelled},               // Waiting
  }};
}();

}  // namespace

std::string_view name(JobState state) {
  return kStates.at(static_cast<std::size_t>(state));
}

bool is_final(JobState state) {
  return state == JobState::Succeeded || state == JobState::Failed || state == JobState::Cancelled;
}

Result<JobState> next(JobState state, JobEvent event) {
  if (is_final(state)) return state;
  const auto& move = kMoves.at(static_cast<std::size_t>(state)).at(static_cast<std::size_t>(event));
  if (move) return *move;
  auto cause = fmt::format("event {} cannot happen to a job that is {}", kEvents.at(static_cast<std::size_t>(event)), name(state));
  return Failed(fail(ErrorCode::Conflict, "The job is not in a state that allows this.").cause(std::move(cause)));
}

}  // namespace docmill::model
