#include "model/job_state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>

namespace docmill::model {
namespace {

using JobState::Accepted, JobState::Cancelled, JobState::Running, JobState::Succeeded, JobState::Waiting;
using enum JobEvent;

constexpr std::array kAllStates{Accepted, Running, Waiting, Succeeded, JobState::Failed, Cancelled};
constexpr std::array kAllEvents{Leased, Finished, AttemptFailed, LeaseExpired, GaveUp, CancelRequested};
constexpr std::optional<JobState> kConflict = std::nullopt;

struct Row {
  JobState from;
  JobEvent event;
  std::optional<JobState> to;
};

// Every pair of the states that are not final; the final ones are covered by their own test.
constexpr std::array kTable{
    Row{Accepted, Leased, Running},         Row{Accepted, Finished, kConflict},      Row{Accepted, AttemptFailed, kConflict},
    Row{Accepted, LeaseExpired, kConflict}, Row{Accepted, GaveUp, JobState::Failed}, Row{Accepted, CancelRequested, Cancelled},
    Row{Running, Leased, Running},          Row{Running, Finished, Succeeded},       Row{Running, AttemptFailed, Waiting},
    Row{Running, LeaseExpired, Waiting},    Row{Running, GaveUp, JobState::Failed},  Row{Running, CancelRequested, Cancelled},
    Row{Waiting, Leased, Running},          Row{Waiting, Finished, Succeeded},       Row{Waiting, AttemptFailed, Waiting},
    Row{Waiting, LeaseExpired, Waiting},    Row{Waiting, GaveUp, JobState::Failed},  Row{Waiting, CancelRequested, Cancelled},
};
static_assert(kTable.size() == 3 * kAllEvents.size());

TEST(JobStateMachine, EveryEventLeadsWhereTheTableSays) {
  for (const auto& row : kTable) {
    const auto got = next(row.from, row.event);
    if (row.to) {
      ASSERT_TRUE(got) << name(row.from) << " " << static_cast<int>(row.event);
      EXPECT_EQ(*got, *row.to) << name(row.from) << " " << static_cast<int>(row.event);
    } else {
      ASSERT_FALSE(got) << name(row.from) << " " << static_cast<int>(row.event);
      EXPECT_EQ(got.error().code(), ErrorCode::Conflict);
    }
  }
}

TEST(JobStateMachine, AFinalStateAbsorbsEveryEvent) {
  for (const auto state : kAllStates) {
    if (!is_final(state)) continue;
    for (const auto event : kAllEvents) EXPECT_EQ(next(state, event).value(), state);
  }
}

TEST(JobStateMachine, ExactlyThreeStatesAreFinalAndEveryNameDiffers) {
  std::vector<std::string_view> names;
  int finals = 0;
  for (const auto state : kAllStates) {
    finals += is_final(state) ? 1 : 0;
    names.push_back(name(state));
  }
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::unique(names).size(), 0U);
  EXPECT_EQ(finals, 3);
}

}  // namespace
}  // namespace docmill::model
