#include "worker/progress_teller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/job_progress.h"
#include "worker/test_house.h"

namespace docmill::worker {
namespace {

using namespace std::chrono_literals;
using test::House;
using test::needed;
using test::work_until_empty;
using testing::IsEmpty;

/// What is told of a job so far, the last of it.
Async<std::optional<model::JobProgress>> told_of(store::BlobStore& store, TenantId tenant, JobId job) {
  const auto records = co_await store.list(model::progress_prefix(tenant, job), "", 100);
  if (!records || records->empty()) co_return std::nullopt;
  const auto text = co_await store::get(store, records->back().name, 10'000);
  co_return text ? std::optional(needed(model::progress_from_json(*text))) : std::nullopt;
}

/// Goes on until something was told, and then ends like `end`.
test::ScriptedEngine::Run until_told(House& house, const model::Job& job, std::optional<model::JobProgress>& told,
                                     test::ScriptedEngine::Run end) {
  return [&house, job, &told, end](engines::StepRequest request, engines::Stop& stop) -> Async<Result<engines::StepResult>> {
    const auto until = Deadline::in(20s);
    while (!told && !until.passed()) {
      co_await sleep_for(1ms);
      told = co_await told_of(house.store, job.tenant, job.id);
    }
    co_return co_await end(std::move(request), stop);
  };
}

struct Telling : testing::Test {
  House house;
  std::optional<model::JobProgress> told;
  WorkerOptions options;

  Telling() { options.tell_after = 1ms; }
};

TEST_F(Telling, AnAttemptThatLastsTellsTheStoreHowFarItIsAndLeavesNothingOfThat) {
  const auto job = house.submit();
  house.engine.then(until_told(house, job, told, [](auto request, auto&) { return test::ScriptedEngine::converting(std::move(request)); }));
  work_until_empty(house, options);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->attempt, 1u);
  EXPECT_EQ(told->leased_at, house.clock.now());
  EXPECT_FALSE(told->waiting);
  ASSERT_FALSE(told->parts.empty());
  EXPECT_EQ(told->parts.front().name, "fetch");
  EXPECT_TRUE(house.result_of(job));
  EXPECT_THAT(house.blobs(model::progress_prefix(job.tenant, job.id)), IsEmpty());
}

TEST_F(Telling, BetweenTwoAttemptsAJobIsToldToWait) {
  const auto job = house.submit();
  house.engine.then(until_told(house, job, told, [&](auto, auto&) {
    house.clock.advance(1ms);  // records are in the order of their time
    return test::ScriptedEngine::failing(ErrorCode::EngineCrashed);
  }));
  work_until_empty(house, options);
  const auto between = run_to_end(told_of(house.store, job.tenant, job.id));
  ASSERT_TRUE(between);
  EXPECT_TRUE(between->waiting);
  house.clock.advance(61s);
  work_until_empty(house, options);
  EXPECT_TRUE(house.result_of(job));
  EXPECT_THAT(house.blobs(model::progress_prefix(job.tenant, job.id)), IsEmpty());
}

TEST_F(Telling, NothingIsToldWhereNobodyElsewhereWouldAsk) {
  const auto job = house.submit();
  std::optional<model::JobProgress> seen;
  house.engine.then([&](auto request, auto&) -> Async<Result<engines::StepResult>> {
    co_await sleep_for(5ms);
    seen = co_await told_of(house.store, job.tenant, job.id);
    co_return co_await test::ScriptedEngine::converting(std::move(request));
  });
  work_until_empty(house);
  EXPECT_FALSE(seen);
}

}  // namespace
}  // namespace docmill::worker
