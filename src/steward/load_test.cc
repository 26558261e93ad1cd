#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "steward/test_steward.h"

namespace docmill::steward {
namespace {

using namespace std::chrono_literals;
using model::HoldState;
using model::Outcome;
using test::StewardHouse;
using testing::SizeIs;

/// A role on the test's loop, with its end to wait for.
template <class Role>
struct Running {
  explicit Running(Role& role) : role_(role) {}
  Async<void> run() {
    co_await role_.run();
    ended_ = true;
    changed_.notify();
  }
  Async<void> end() {
    while (!ended_) {
      const auto seen = changed_.count();
      if (!ended_) co_await changed_.wait(seen, Deadline::in(60s));
    }
  }

 private:
  Role& role_;
  bool ended_ = false;
  Signal changed_;
};

// Two workers and two stewards share one house; every third message is there twice.
TEST(UnderLoad, EveryJobEndsOnceAndIsChargedAtMostOnce) {
  constexpr int kJobs = 120;
  StewardHouse house;
  house.engine.then_fail(ErrorCode::InputDamaged, 30);
  std::vector<model::Job> jobs;
  std::vector<std::shared_ptr<Signal>> watches;
  for (int i = 0; i < kJobs; ++i) {
    jobs.push_back(house.accept());
    watches.push_back(house.events.watch(jobs.back().id));
    if (i % 3 == 0) house.put_message(jobs.back());
  }
  worker::WorkerOptions options;
  options.slots = 3;
  worker::Worker first(house.parts(), options);
  worker::Worker second(house.parts(), options);
  Steward one(house.steward_parts(), house.options);
  Steward two(house.steward_parts(), house.options);
  Running first_run(first);
  Running second_run(second);
  Running one_run(one);
  Running two_run(two);
  auto scenario = [&]() -> Async<void> {
    const auto executor = co_await boost::asio::this_coro::executor;
    spawn(executor, first_run.run());
    spawn(executor, second_run.run());
    spawn(executor, one_run.run());
    spawn(executor, two_run.run());
    for (auto& watch : watches) EXPECT_TRUE(co_await watch->wait(0, Deadline::in(60s)));
    first.drain(Deadline::in(60s));
    second.drain(Deadline::in(60s));
    co_await first_run.end();
    co_await second_run.end();
    one.drain();
    two.drain();
    co_await one_run.end();
    co_await two_run.end();
  };
  run_to_end(scenario());
  // Duplicates that nobody had reached, or whose inputs went away under them and who look again later.
  for (int i = 0; i < 10 && house.left(house.jobs) > 0; ++i) {
    house.clock.advance(5s);
    worker::test::work_until_empty(house);
  }
  house.settle();

  std::uint64_t succeeded = 0;
  for (const auto& job : jobs) {
    const auto result = house.result_of(job);
    ASSERT_TRUE(result);
    const bool good = result->outcome == Outcome::Succeeded;
    succeeded += good ? 1 : 0;
    EXPECT_EQ(house.state_of(job), good ? HoldState::Captured : HoldState::Released);
    EXPECT_THAT(house.outputs_of(job), SizeIs(good ? 1 : 0));
    EXPECT_FALSE(house.has_inputs(job));
  }
  EXPECT_EQ(house.usage().charged, succeeded);
  EXPECT_EQ(house.usage().held, 0u);
  EXPECT_GE(succeeded, 90u);
  EXPECT_EQ(house.left(house.jobs), 0u);
  EXPECT_EQ(house.left(house.completions), 0u);
}

}  // namespace
}  // namespace docmill::steward
