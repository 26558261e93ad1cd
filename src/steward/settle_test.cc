#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/faulty.h"
#include "steward/test_steward.h"
#include "store/faulty.h"

namespace docmill::steward {
namespace {

using namespace std::chrono_literals;
using model::HoldState;
using test::needed;
using test::StewardHouse;
using worker::test::work_until_empty;

TEST(Settle, ASucceededJobIsChargedOnce) {
  StewardHouse house;
  const auto job = house.accept();
  EXPECT_EQ(house.usage().held, 1u);
  work_until_empty(house);
  EXPECT_EQ(house.settle(), 1u);
  EXPECT_EQ(house.state_of(job), HoldState::Captured);
  EXPECT_EQ(house.usage().charged, 1u);
  EXPECT_EQ(house.usage().held, 0u);
  EXPECT_EQ(house.left(house.completions), 0u);
}

TEST(Settle, FiveCompletionsOfOneJobMakeOneCharge) {
  StewardHouse house;
  const auto job = house.accept();
  for (int i = 0; i < 4; ++i) house.put_message(job);
  work_until_empty(house);
  EXPECT_EQ(house.left(house.completions), 5u);
  EXPECT_EQ(house.settle(), 5u);
  EXPECT_EQ(house.usage().charged, 1u);
  EXPECT_EQ(house.left(house.completions), 0u);
}

TEST(Settle, AFailedJobIsNotCharged) {
  StewardHouse house;
  house.engine.then_fail(ErrorCode::InputDamaged);
  const auto job = house.accept();
  work_until_empty(house);
  house.settle();
  EXPECT_EQ(house.state_of(job), HoldState::Released);
  EXPECT_EQ(house.usage().charged, 0u);
  EXPECT_EQ(house.usage().held, 0u);
}

TEST(Settle, ACancelledJobIsNotCharged) {
  StewardHouse house;
  const auto job = house.accept();
  house.put_blob(model::result_record(job.tenant, job.id), model::to_json(house.cancelled(job)));
  work_until_empty(house);
  house.settle();
  EXPECT_EQ(house.state_of(job), HoldState::Released);
  EXPECT_EQ(house.usage().charged, 0u);
}

TEST(Settle, AccountsThatAreAwayOnlyDelayIt) {
  StewardHouse house;
  accounts::FaultyAccounts faulty(house.accounts);
  faulty.faults().arm(accounts::FaultyAccounts::Call::Capture, {.times = 7});
  const auto job = house.accept();
  work_until_empty(house);
  Steward steward(house.steward_parts_with(house.jobs, house.completions, house.store, faulty), house.options);
  for (int i = 0; i < 7; ++i) {
    needed(run_to_end(steward.settle_all()));
    EXPECT_EQ(house.state_of(job), HoldState::Open);
    house.clock.advance(61s);
  }
  needed(run_to_end(steward.settle_all()));
  EXPECT_EQ(house.state_of(job), HoldState::Captured);
  EXPECT_EQ(house.left(house.completions), 0u);
  EXPECT_EQ(house.stats(house.completions).dead, 0u);
}

TEST(Settle, ACompletionWithoutAResultComesAFewTimesAndIsForgotten) {
  StewardHouse house;
  const auto job = house.new_job();
  house.hold(job);
  EXPECT_TRUE(run_to_end(house.completions.put(model::to_json(house.message_of(job)), 0s)));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(house.left(house.completions), 1u);
    house.settle();
    house.clock.advance(61s);
  }
  EXPECT_EQ(house.left(house.completions), 0u);
  EXPECT_EQ(house.stats(house.completions).dead, 0u);
  EXPECT_EQ(house.state_of(job), HoldState::Open) << "only a result or the absence of a job decides about a hold";
}

TEST(Settle, WhatCannotBeReadIsKeptForAPerson) {
  StewardHouse house;
  const auto job = house.new_job();
  house.put_blob(model::result_record(job.tenant, job.id), "not json");
  EXPECT_TRUE(run_to_end(house.completions.put(model::to_json(house.message_of(job)), 0s)));
  EXPECT_TRUE(run_to_end(house.completions.put("not json either", 0s)));
  for (int i = 0; i < 6; ++i) {
    house.settle();
    house.clock.advance(61s);
  }
  EXPECT_EQ(house.left(house.completions), 0u);
  EXPECT_EQ(house.stats(house.completions).dead, 2u);
}

TEST(Settle, AJobWithoutAHoldIsNoTrouble) {
  StewardHouse house;
  house.submit();
  work_until_empty(house);
  EXPECT_EQ(house.settle(), 1u);
  EXPECT_EQ(house.left(house.completions), 0u);
  EXPECT_EQ(house.usage().charged, 0u);
}

TEST(Steward, SettlesAsCompletionsComeAndSweepsBesideThat) {
  StewardHouse house;
  const auto first = house.accept();
  work_until_empty(house);
  const auto stray_upload = house.new_job();
  house.put_blob(stray_upload.inputs[0].blob, "half an upload");
  house.clock.advance(2h);
  worker::test::WatchedQueue watched(house.completions);
  Steward steward(house.steward_parts_with(house.jobs, watched, house.store, house.accounts), house.options);
  bool ended = false;
  auto run = [&]() -> Async<void> {
    co_await steward.run();
    ended = true;
  };
  auto scenario = [&]() -> Async<void> {
    spawn(co_await boost::asio::this_coro::executor, run());
    const auto idle = watched.found_nothing().count();
    co_await watched.found_nothing().wait(idle, Deadline::in(60s));
    // The upload is removed by the sweep that run() begins with; nothing tells, so this looks.
    for (int i = 0; i < 1000; ++i) {
      auto found = co_await house.store.find(stray_upload.inputs[0].blob);
      if (found && !*found) break;
      co_await sleep_for(10ms);
    }
    steward.drain();
  };
  run_to_end(scenario());
  EXPECT_TRUE(ended);
  EXPECT_EQ(house.state_of(first), HoldState::Captured);
  EXPECT_FALSE(house.blob(stray_upload.inputs[0].blob));
}

}  // namespace
}  // namespace docmill::steward
