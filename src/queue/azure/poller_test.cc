#include "queue/azure/poller.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <thread>
#include <vector>

#include "base/signal.h"

namespace docmill::queue {
namespace {

using namespace std::chrono_literals;
using namespace boost::asio::experimental::awaitable_operators;

/// A queue that is looked at: what the next look shows is set by the test.
class Looked {
 public:
  Poller::Look look() {
    return [this](std::size_t at_most) { return answer(at_most); };
  }
  void show(std::size_t visible) { visible_ = visible; }
  void fail_next() { failing_ = true; }
  int looks() const { return looks_; }
  int most_at_once() const { return most_; }
  std::size_t asked_for() const { return asked_for_; }

 private:
  Async<Result<std::size_t>> answer(std::size_t at_most) {
    ++looks_;
    most_ = std::max(most_.load(), ++under_way_);
    asked_for_ = at_most;
    co_await sleep_for(1ms);
    --under_way_;
    if (failing_.exchange(false)) co_return Failed(fail(ErrorCode::Unavailable, "on command"));
    co_return std::min(visible_.load(), at_most);
  }

  std::atomic<std::size_t> visible_ = 0;
  std::atomic<bool> failing_ = false;
  std::atomic<int> looks_ = 0;
  std::atomic<int> under_way_ = 0;
  std::atomic<int> most_ = 0;
  std::atomic<std::size_t> asked_for_ = 0;
};

class PollerTest : public ::testing::Test {
 protected:
  Looked looked_;
  Poller poller_{looked_.look(), {.busy_interval = 2ms, .idle_interval = 8ms}};
};

TEST_F(PollerTest, ManyWhoWaitShareOneLooker) {
  boost::asio::io_context loop;
  for (int i = 0; i < 10; ++i) spawn(loop.get_executor(), poller_.wait(Deadline::in(200ms)));
  loop.run();
  EXPECT_EQ(looked_.most_at_once(), 1);
  EXPECT_GE(looked_.looks(), 3);
  EXPECT_LE(looked_.looks(), 101);  // one looker; ten would have made several times that
}

TEST_F(PollerTest, AsManyWakeAsThereIsSomethingFor) {
  Poller slow(looked_.look(), {.busy_interval = 60'000ms, .idle_interval = 60'000ms});
  looked_.show(3);
  boost::asio::io_context loop;
  int woken = 0;
  const auto until = Deadline::in(200ms);
  const auto wait = [&]() -> Async<void> {
    co_await slow.wait(until);
    if (!until.passed()) ++woken;
  };
  for (int i = 0; i < 8; ++i) spawn(loop.get_executor(), wait());
  loop.run();
  // Eight waited when it looked, unless it looked before the last had begun.
  EXPECT_EQ(woken, static_cast<int>(std::min<std::size_t>(3, looked_.asked_for())));
}

TEST_F(PollerTest, AnArrivalWakesOneWhoWaits) {
  Poller slow(looked_.look(), {.busy_interval = 60'000ms, .idle_interval = 60'000ms});
  const auto until = Deadline::in(60s);
  std::thread other([&] { slow.arrived(); });
  run_to_end(slow.wait(until));
  other.join();
  EXPECT_FALSE(until.passed());
}

TEST_F(PollerTest, AnArrivalIsNotSleptOverByAWaitThatBeginsLater) {
  Poller slow(looked_.look(), {.busy_interval = 60'000ms, .idle_interval = 60'000ms});
  slow.arrived();
  const auto until = Deadline::in(60s);
  run_to_end(slow.wait(until));
  EXPECT_FALSE(until.passed());
}

TEST_F(PollerTest, ATakeThatFindsNothingSettlesWhatArrivedBeforeIt) {
  poller_.arrived();
  poller_.arrived();
  const auto mark = poller_.mark();
  poller_.arrived();
  poller_.found_nothing(mark);
  const auto first = Deadline::in(60s);
  run_to_end(poller_.wait(first));  // the one that came during the take
  EXPECT_FALSE(first.passed());
  const auto second = Deadline::in(20ms);
  run_to_end(poller_.wait(second));
  EXPECT_TRUE(second.passed());
}

TEST_F(PollerTest, WhenTheLookerIsCancelledAnotherLooks) {
  boost::asio::io_context loop;
  const auto until = Deadline::in(60s);
  Signal leave;
  bool woken = false;
  const auto first = [&]() -> Async<void> { co_await (poller_.wait(until) || leave.wait(0, until)); };
  const auto second = [&]() -> Async<void> {
    co_await poller_.wait(until);
    woken = true;
  };
  const auto drive = [&]() -> Async<void> {
    co_await sleep_for(10ms);
    leave.notify();
    co_await sleep_for(10ms);
    looked_.show(1);
  };
  spawn(loop.get_executor(), first());
  spawn(loop.get_executor(), second());
  spawn(loop.get_executor(), drive());
  loop.run();
  EXPECT_TRUE(woken);
  EXPECT_FALSE(until.passed());
}

TEST_F(PollerTest, ALookThatFailsIsMadeAgain) {
  looked_.fail_next();
  looked_.show(1);
  const auto until = Deadline::in(60s);
  run_to_end(poller_.wait(until));
  EXPECT_FALSE(until.passed());
  EXPECT_EQ(looked_.looks(), 2);
}

TEST_F(PollerTest, LooksGetRarerWhileNothingHappensAndFrequentAfterSomethingDid) {
  Poller long_pauses(looked_.look(), {.busy_interval = 1ms, .idle_interval = 60'000ms});
  run_to_end(long_pauses.wait(Deadline::in(300ms)));
  const int calm = looked_.looks();
  EXPECT_LE(calm, 16);  // 1 ms growing by half: 14 looks in 300 ms, a few more for the jitter
  EXPECT_GE(calm, 3);
  long_pauses.found_one();
  run_to_end(long_pauses.wait(Deadline::in(60ms)));
  EXPECT_GT(looked_.looks(), calm);
}

TEST_F(PollerTest, AFrameThatIsDestroyedAfterItsPollerDoesNoHarm) {
  boost::asio::io_context loop;
  {
    Poller poller(looked_.look(), {.busy_interval = 60'000ms, .idle_interval = 60'000ms});
    for (int i = 0; i < 3; ++i) spawn(loop.get_executor(), poller.wait(Deadline::in(60s)));
    loop.run_for(20ms);
  }
}

TEST_F(PollerTest, ThreadsThatPutAndWaitMissNothing) {
  constexpr int kRounds = 2'000;
  Poller slow(looked_.look(), {.busy_interval = 60'000ms, .idle_interval = 60'000ms});
  std::atomic<int> left = 0;
  const auto until = Deadline::in(60s);
  std::thread putter([&] {
    for (int i = 0; i < kRounds; ++i) {
      ++left;
      slow.arrived();
    }
  });
  std::atomic<int> taken = 0;
  const auto work = [&] {
    const auto body = [&]() -> Async<void> {
      while (taken < kRounds && !until.passed()) {
        const auto mark = slow.mark();
        if (taken == kRounds) co_return;  // after the mark, which may cover the wake-ups that tell of the end
        int seen = left;
        while (seen > 0 && !left.compare_exchange_weak(seen, seen - 1)) continue;
        if (seen > 0) {
          if (++taken == kRounds) slow.arrived(), slow.arrived(), slow.arrived();  // lets the others see the end
          continue;
        }
        slow.found_nothing(mark);
        co_await slow.wait(until);
      }
    };
    run_to_end(body());
  };
  std::vector<std::thread> takers;
  for (int i = 0; i < 3; ++i) takers.emplace_back(work);
  putter.join();
  for (auto& taker : takers) taker.join();
  EXPECT_EQ(taken, kRounds);
  EXPECT_FALSE(until.passed());
}

}  // namespace
}  // namespace docmill::queue
