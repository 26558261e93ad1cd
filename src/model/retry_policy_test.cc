#include "model/retry_policy.h"

#include <gtest/gtest.h>

namespace docmill::model {
namespace {

using namespace std::chrono_literals;
using Kind = Verdict::Kind;

constexpr RetryLimits kLimits{.deliveries = 5, .first_delay = 2s, .longest_delay = 10s};

TEST(RetryPolicy, EveryCodeFollowsItsRowInTheErrorTable) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(ErrorCode::Internal); ++i) {
    const auto code = static_cast<ErrorCode>(i);
    const auto verdict = judge(fail(code, "x"), 1, kLimits);
    const bool again = info(code).retry != Retry::Never;
    EXPECT_EQ(verdict.kind == Kind::TryAgain, again) << info(code).name;
    EXPECT_EQ(verdict.delay, again ? 2s : 0s) << info(code).name;
    EXPECT_EQ(judge(fail(code, "x"), kLimits.deliveries, kLimits).kind, Kind::Fail) << info(code).name;
  }
}

TEST(RetryPolicy, TheDelayDoublesUpToTheLongestAndDeliveriesRunOut) {
  struct Row {
    std::uint32_t delivery;
    Kind kind;
    std::chrono::seconds delay;
  };
  for (const auto& row : {Row{1, Kind::TryAgain, 2s}, Row{2, Kind::TryAgain, 4s}, Row{3, Kind::TryAgain, 8s}, Row{4, Kind::TryAgain, 10s},
                          Row{5, Kind::Fail, 0s}, Row{4'000'000'000U, Kind::Fail, 0s}}) {
    const auto verdict = judge(fail(ErrorCode::EngineCrashed, "x"), row.delivery, kLimits);
    EXPECT_EQ(verdict.kind, row.kind) << row.delivery;
    EXPECT_EQ(verdict.delay, row.delay) << row.delivery;
  }
}

TEST(RetryPolicy, AServerMayAskForMorePatienceButOnlyUpToTheLongestDelay) {
  EXPECT_EQ(judge(fail(ErrorCode::FetchFailed, "x").retry_after(7s), 1, kLimits).delay, 7s);
  EXPECT_EQ(judge(fail(ErrorCode::FetchFailed, "x").retry_after(1s), 1, kLimits).delay, 2s);
  EXPECT_EQ(judge(fail(ErrorCode::FetchFailed, "x").retry_after(86'400s), 1, kLimits).delay, 10s);
}

TEST(RetryPolicy, OnlyErrorsThatBlameTheDocumentForTheEnginesDeathAreKillers) {
  EXPECT_TRUE(is_killer(ErrorCode::EngineCrashed));
  EXPECT_TRUE(is_killer(ErrorCode::JailViolation));
  EXPECT_FALSE(is_killer(ErrorCode::EngineFailed));
  EXPECT_FALSE(is_killer(ErrorCode::DeadlineExceeded));
  EXPECT_FALSE(is_killer(ErrorCode::Unavailable));
}

}  // namespace
}  // namespace docmill::model
