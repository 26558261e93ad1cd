#include "base/side_by_side.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace docmill {
namespace {

using namespace std::chrono_literals;

/// Notes what begins, and how much is under way.
struct Steps {
  std::vector<std::size_t> begun;
  std::size_t under_way = 0;
  std::size_t most = 0;

  Async<void> step(std::size_t number) {
    begun.push_back(number);
    most = std::max(most, ++under_way);
    co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
    --under_way;
  }
};

TEST(SideBySide, AllAreDoneInTheirOrderAndNoMoreAtATimeThanAllowed) {
  Steps steps;
  auto work = [&](std::size_t i) -> Async<Result<void>> {
    co_await steps.step(i);
    co_return Result<void>{};
  };
  EXPECT_TRUE(run_to_end(side_by_side(7, 3, work)));
  EXPECT_EQ(steps.begun, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(steps.most, 3u);
  EXPECT_EQ(steps.under_way, 0u);
}

TEST(SideBySide, NothingToDoIsDone) {
  auto never = [](std::size_t) -> Async<Result<void>> { co_return Failed(fail(ErrorCode::Internal, "Called.")); };
  EXPECT_TRUE(run_to_end(side_by_side(0, 4, never)));
}

TEST(SideBySide, AfterAnErrorNothingBeginsAndWhatHasBegunEnds) {
  Steps steps;
  auto work = [&](std::size_t i) -> Async<Result<void>> {
    co_await steps.step(i);
    if (i == 1 || i == 2) co_return Failed(fail(ErrorCode::StorageFull, i == 1 ? "one" : "two"));
    co_return Result<void>{};
  };
  const auto done = run_to_end(side_by_side(100, 3, work));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message(), "one");
  EXPECT_LE(steps.begun.size(), 5u);
  EXPECT_EQ(steps.under_way, 0u);
}

TEST(SideBySide, AnExceptionIsTheCallers) {
  auto work = [](std::size_t i) -> Async<Result<void>> {
    if (i == 1) throw std::runtime_error("thrown");
    co_return Result<void>{};
  };
  EXPECT_THROW(run_to_end(side_by_side(3, 2, work)), std::runtime_error);
}

}  // namespace
}  // namespace docmill
