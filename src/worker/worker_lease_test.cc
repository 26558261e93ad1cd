#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "queue/faulty.h"
#include "worker/test_house.h"

// What stops an attempt: its lease, the caller, another worker, the end of this one.
namespace docmill::worker {
namespace {

using namespace std::chrono_literals;
using model::Outcome;
using test::House;
using test::kDocument;
using test::needed;
using test::WatchedQueue;
using test::work_until_empty;
using testing::IsEmpty;

/// A worker on a loop of its own test, which the test drives from a coroutine.
struct Running {
  Running(WorkerParts parts, WorkerOptions options) : worker(std::move(parts), options) {}

  Async<void> begin() { spawn(co_await boost::asio::this_coro::executor, run()); }
  Async<void> run() {
    co_await worker.run();
    ended = true;
    changed.notify();
  }
  Async<void> end() {
    while (!ended) {
      const auto seen = changed.count();
      if (!ended) co_await changed.wait(seen, Deadline::in(60s));
    }
  }

  Worker worker;
  bool ended = false;
  Signal changed;
};

WorkerOptions options_with(std::chrono::seconds lease, std::size_t slots = 1) {
  WorkerOptions options;
  options.lease = lease;
  options.slots = slots;
  return options;
}

TEST(WorkerLease, ACancelledJobStopsAtOnce) {
  House house;
  house.engine.then_hang();
  const auto job = house.submit();
  WatchedQueue watched(house.jobs);
  Running running(house.parts_with(watched, house.completions, house.store), options_with(60s));
  auto scenario = [&]() -> Async<void> {
    const auto seen = house.engine.began().count();
    const auto idle = watched.found_nothing().count();
    co_await running.begin();
    co_await house.engine.began().wait(seen, Deadline::in(60s));
    EXPECT_TRUE(co_await store::put(house.store, model::result_record(job.tenant, job.id), model::to_json(house.cancelled(job))));
    house.events.finished(job.id);
    co_await watched.found_nothing().wait(idle, Deadline::in(60s));
    running.worker.drain(Deadline::in(0s));
    co_await running.end();
  };
  run_to_end(scenario());
  EXPECT_EQ(house.result_of(job)->outcome, Outcome::Cancelled);
  EXPECT_EQ(house.left(house.jobs), 0u);
  EXPECT_EQ(house.left(house.completions), 1u);
  EXPECT_THAT(house.outputs_of(job), IsEmpty());
}

TEST(WorkerLease, ACancellationByAnotherProcessIsSeenAtAHeartbeat) {
  House house;
  house.engine.then_hang();
  const auto job = house.submit();
  WatchedQueue watched(house.jobs);
  Running running(house.parts_with(watched, house.completions, house.store), options_with(1s));
  auto scenario = [&]() -> Async<void> {
    const auto seen = house.engine.began().count();
    const auto idle = watched.found_nothing().count();
    co_await running.begin();
    co_await house.engine.began().wait(seen, Deadline::in(60s));
    EXPECT_TRUE(co_await store::put(house.store, model::result_record(job.tenant, job.id), model::to_json(house.cancelled(job))));
    co_await watched.found_nothing().wait(idle, Deadline::in(60s));
    running.worker.drain(Deadline::in(0s));
    co_await running.end();
  };
  run_to_end(scenario());
  EXPECT_EQ(house.left(house.jobs), 0u);
}

TEST(WorkerLease, ALongJobKeepsItsLease) {
  House house;
  house.engine.then_hang();
  const auto job = house.submit();
  queue::FaultyQueue counted(house.jobs);
  WatchedQueue watched(counted);
  Running running(house.parts_with(watched, house.completions, house.store), options_with(1s));
  auto scenario = [&]() -> Async<void> {
    const auto seen = house.engine.began().count();
    const auto idle = watched.found_nothing().count();
    co_await running.begin();
    co_await house.engine.began().wait(seen, Deadline::in(60s));
    house.clock.advance(900ms);
    const auto before = counted.faults().calls(queue::FaultyQueue::Call::Extend);
    // Nothing tells that an extend was made, so this looks again and again.
    while (counted.faults().calls(queue::FaultyQueue::Call::Extend) < before + 2) co_await sleep_for(10ms);
    house.clock.advance(900ms);
    auto other = co_await house.jobs.take(1s);
    EXPECT_TRUE(other && !*other) << "the lease was not extended";
    EXPECT_TRUE(co_await store::put(house.store, model::result_record(job.tenant, job.id), model::to_json(house.cancelled(job))));
    house.events.finished(job.id);
    co_await watched.found_nothing().wait(idle, Deadline::in(60s));
    running.worker.drain(Deadline::in(0s));
    co_await running.end();
  };
  run_to_end(scenario());
  EXPECT_EQ(house.left(house.jobs), 0u);
}

TEST(WorkerLease, AnAttemptThatLostItsLeaseWritesNothing) {
  House house;
  house.engine.then_hang();
  const auto job = house.submit();
  WatchedQueue watched(house.jobs);
  Running running(house.parts_with(watched, house.completions, house.store), options_with(1s));
  auto scenario = [&]() -> Async<void> {
    const auto seen = house.engine.began().count();
    const auto idle = watched.found_nothing().count();
    co_await running.begin();
    co_await house.engine.began().wait(seen, Deadline::in(60s));
    // A heartbeat may slip in between the lease's end and the take, so the end comes until the take does.
    for (auto other = needed(co_await house.jobs.take(60s)); !other; other = needed(co_await house.jobs.take(60s))) house.clock.advance(2s);
    co_await watched.found_nothing().wait(idle, Deadline::in(60s));
    running.worker.drain(Deadline::in(0s));
    co_await running.end();
  };
  run_to_end(scenario());
  EXPECT_FALSE(house.result_of(job));
  EXPECT_TRUE(house.has_inputs(job));
  EXPECT_EQ(house.left(house.completions), 0u);
  EXPECT_EQ(house.left(house.jobs), 1u);
}

TEST(WorkerLease, AQueueThatDoesNotAnswerEndsTheAttemptBeforeTheLeaseDoes) {
  House house;
  house.engine.then_hang();
  const auto job = house.submit();
  queue::FaultyQueue faulty(house.jobs);
  faulty.faults().arm(queue::FaultyQueue::Call::Extend, {.when = queue::FaultyQueue::When::Before, .times = 1000});
  WatchedQueue watched(faulty);
  // On the clock of the queue the lease never ends here: only the worker's own trust in it does.
  work_until_empty(house, house.parts_with(watched, house.completions, house.store), options_with(1s));
  EXPECT_FALSE(house.result_of(job));
  EXPECT_EQ(house.left(house.jobs), 1u);
  house.clock.advance(2s);
  work_until_empty(house);
  EXPECT_EQ(house.result_of(job)->attempt, 2u);
}

TEST(WorkerLease, DuplicateMessagesWorkedAtOnceMakeOneResult) {
  House house;
  const auto job = house.submit();
  house.put_message(job);
  WatchedQueue watched(house.jobs);
  // Both are in their engines before either goes on.
  Signal both;
  for (int i = 0; i < 2; ++i) {
    house.engine.then([&](engines::StepRequest request, engines::Stop&) -> Async<Result<engines::StepResult>> {
      both.notify();
      while (both.count() < 2) co_await both.wait(1, Deadline::in(60s));
      co_return co_await test::ScriptedEngine::converting(std::move(request));
    });
  }
  Running first(house.parts(), options_with(60s));
  Running second(house.parts_with(watched, house.completions, house.store), options_with(60s));
  auto scenario = [&]() -> Async<void> {
    const auto idle = watched.found_nothing().count();
    co_await first.begin();
    co_await second.begin();
    co_await watched.found_nothing().wait(idle, Deadline::in(60s));
    first.worker.drain(Deadline::in(60s));
    second.worker.drain(Deadline::in(60s));
    co_await first.end();
    co_await second.end();
  };
  run_to_end(scenario());
  const auto result = house.result_of(job);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::Succeeded);
  EXPECT_EQ(house.engine.runs(), 2u);
  EXPECT_EQ(house.outputs_of(job), std::vector<std::string>{result->outputs.at(0).blob});
  EXPECT_EQ(house.left(house.jobs), 0u);
}

TEST(WorkerDrain, RunningJobsMayFinish) {
  House house;
  Signal go;
  house.engine.then([&](engines::StepRequest request, engines::Stop&) -> Async<Result<engines::StepResult>> {
    co_await go.wait(0, Deadline::in(60s));
    co_return co_await test::ScriptedEngine::converting(std::move(request));
  });
  const auto job = house.submit();
  const auto waiting = house.submit();
  Running running(house.parts(), options_with(60s));
  auto scenario = [&]() -> Async<void> {
    const auto seen = house.engine.began().count();
    co_await running.begin();
    co_await house.engine.began().wait(seen, Deadline::in(60s));
    running.worker.drain(Deadline::in(60s));
    EXPECT_EQ(running.worker.busy(), 1u);
    go.notify();
    co_await running.end();
  };
  run_to_end(scenario());
  EXPECT_TRUE(house.result_of(job));
  EXPECT_FALSE(house.result_of(waiting));
  EXPECT_EQ(house.stats(house.jobs).waiting, 1u);
}

TEST(WorkerDrain, AtTheDeadlineMessagesAreReleasedAtOnce) {
  House house;
  house.engine.then_hang();
  const auto job = house.submit();
  Running running(house.parts(), options_with(60s, 2));
  auto scenario = [&]() -> Async<void> {
    const auto seen = house.engine.began().count();
    co_await running.begin();
    co_await house.engine.began().wait(seen, Deadline::in(60s));
    running.worker.drain(Deadline::in(0s));
    co_await running.end();
  };
  run_to_end(scenario());
  EXPECT_FALSE(house.result_of(job));
  EXPECT_EQ(house.stats(house.jobs).waiting, 1u);
  work_until_empty(house);
  EXPECT_EQ(house.result_of(job)->attempt, 2u);
}

TEST(WorkerDrain, UpgradesAloneNeverFailAJob) {
  House house;
  const auto job = house.submit();
  for (int i = 0; i < 5; ++i) {
    house.engine.then_hang();
    Running running(house.parts(), options_with(60s));
    auto scenario = [&]() -> Async<void> {
      const auto seen = house.engine.began().count();
      co_await running.begin();
      co_await house.engine.began().wait(seen, Deadline::in(60s));
      running.worker.drain(Deadline::in(0s));
      co_await running.end();
    };
    run_to_end(scenario());
  }
  work_until_empty(house);
  EXPECT_EQ(house.result_of(job)->outcome, Outcome::Succeeded);
  EXPECT_EQ(house.left(house.jobs), 0u);
}

TEST(WorkerDrain, AnIdleWorkerLeavesAtOnce) {
  House house;
  Running running(house.parts(), options_with(60s, 3));
  auto scenario = [&]() -> Async<void> {
    co_await running.begin();
    running.worker.drain(Deadline::in(60s));
    co_await running.end();
  };
  run_to_end(scenario());
  EXPECT_EQ(running.worker.busy(), 0u);
}

}  // namespace
}  // namespace docmill::worker
