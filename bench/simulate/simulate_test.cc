#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulate/print_report.h"
#include "simulate/sim_queue.h"
#include "simulate/simulation.h"

namespace docmill::simulate {
namespace {

using namespace std::chrono_literals;

Options small_day() {
  Options options;
  options.traffic.jobs = 20'000;
  options.traffic.burst_jobs = 1'000;
  options.trouble.lost_messages = 0.001;
  return options;
}

Options troubled_day() {
  auto options = small_day();
  options.work.heavy_share = 0.1;
  options.trouble.deaths = 20;
  options.trouble.pauses = 20;
  return options;
}

Options fixed_fleet(std::uint32_t workers) {
  auto options = small_day();
  options.traffic.jobs = 60'000;
  options.scaling.least = options.scaling.most = workers;
  options.trouble = {.deaths = 0, .pauses = 0, .lost_messages = 0};
  return options;
}

double median_wait(const Options& options) {
  return quantile(waits_in_seconds(simulate(options)), 0.5);
}

TEST(Simulation, EveryJobEndsExactlyOnceWhateverHappensToTheWorkers) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    auto options = troubled_day();
    options.seed = seed;
    const auto report = simulate(options);
    EXPECT_GT(report.died_with, 0U);
    EXPECT_GT(report.leases_lost, 0U);
    EXPECT_GT(report.strays, 0U);
    EXPECT_EQ(lost(report), 0U);
    EXPECT_EQ(report.succeeded + report.failed, options.traffic.jobs);
  }
}

TEST(Simulation, DeathsRaiseTheAttempts) {
  auto options = small_day();
  options.work.heavy_share = 0.1;
  options.trouble.deaths = 0;
  const auto calm = simulate(options);
  options.trouble.deaths = 20;
  const auto deadly = simulate(options);
  EXPECT_EQ(calm.died_with, 0U);
  EXPECT_GT(deadly.attempts, calm.attempts);
}

TEST(Simulation, NoAttemptBeyondTheAllowedOnesIsMade) {
  auto options = troubled_day();
  options.work.transient = 0.5;
  const auto report = simulate(options);
  EXPECT_GT(report.failed, 0U);
  EXPECT_EQ(lost(report), 0U);
  for (const auto& job : report.jobs) {
    // A message the steward puts again counts from one.
    if (job.ended - job.accepted < options.steward.stray_after) EXPECT_LE(job.attempts, options.worker.retries.deliveries);
  }
}

TEST(Simulation, ACalmDayNeedsOneAttemptForEachJob) {
  auto options = fixed_fleet(8);
  options.work.transient = 0;
  const auto report = simulate(options);
  EXPECT_EQ(report.attempts, options.traffic.jobs);
  EXPECT_EQ(report.done_twice, 0U);
  EXPECT_EQ(report.thrown_away, Time{0});
}

TEST(Simulation, ALongAttemptKeepsItsLeaseByHeartbeats) {
  auto options = fixed_fleet(60);
  options.traffic.jobs = 200;
  options.traffic.bursts = 0;
  options.work = {.small_p50 = 150'000ms, .small_sigma = 0.01, .crowded = 1, .heavy_share = 0, .longest = 300'000ms, .transient = 0};
  const auto report = simulate(options);
  EXPECT_EQ(report.attempts, options.traffic.jobs);
  EXPECT_EQ(report.leases_lost, 0U);
}

TEST(Simulation, TheSameSeedGivesTheSameDayAndAnotherSeedAnother) {
  auto options = troubled_day();
  const auto first = print_report(simulate(options));
  EXPECT_EQ(print_report(simulate(options)), first);
  options.seed = 2;
  EXPECT_NE(print_report(simulate(options)), first);
}

TEST(Simulation, MoreWorkersNeverMakeTheMedianWaitWorse) {
  double before = median_wait(fixed_fleet(1));
  for (const std::uint32_t workers : {2U, 4U, 8U, 16U}) {
    const auto wait = median_wait(fixed_fleet(workers));
    EXPECT_LE(wait, before * 1.02) << workers;  // days differ by their chance
    before = wait;
  }
}

TEST(Simulation, AQueueThatIsTooSlowMakesJobsWaitAndMoreQueuesCureIt) {
  auto options = fixed_fleet(8);
  options.queue.requests_a_second = 1.5;
  const auto slow = median_wait(options);
  options.queue.queues = 100;
  EXPECT_GT(slow, 100 * median_wait(options));
}

TEST(SimulatedQueue, OnlyTheNewestLeaseOfAMessageCounts) {
  SimQueue queue;
  const auto message = queue.put(7, 0s);
  EXPECT_FALSE(queue.take());
  ASSERT_TRUE(queue.show(message, 0));
  const auto first = queue.take().value();
  ASSERT_TRUE(queue.show(message, first.token));  // its lease ended
  const auto second = queue.take().value();
  EXPECT_EQ(second.delivery, 2U);
  EXPECT_FALSE(queue.ack(first));
  EXPECT_FALSE(queue.show(message, first.token));
  EXPECT_TRUE(queue.ack(second));
  EXPECT_FALSE(queue.show(message, second.token));
}

TEST(SimulatedScaler, GrowsByAgeShrinksByIdlenessAndKeepsTheCooldown) {
  Scaler scaler({.least = 2, .most = 10, .target = 5s, .cooldown = 120s, .grow = 0.5, .shrink = 0.1, .idle_below = 0.6});
  EXPECT_EQ(scaler.look(0s, 4s, 4, 1.0), 4U);
  EXPECT_EQ(scaler.look(10s, 6s, 4, 1.0), 6U);
  EXPECT_EQ(scaler.look(20s, 60s, 6, 1.0), 6U);
  EXPECT_EQ(scaler.look(130s, 60s, 6, 1.0), 9U);
  EXPECT_EQ(scaler.look(250s, 60s, 9, 1.0), 10U);
  EXPECT_EQ(scaler.look(370s, 0s, 10, 0.2), 9U);
  EXPECT_EQ(scaler.look(490s, 0s, 2, 0.0), 2U);
  EXPECT_EQ(scaler.look(500s, 0s, 1, 1.0), 2U);  // one died
}

}  // namespace
}  // namespace docmill::simulate
