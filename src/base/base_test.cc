#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "base/clock.h"
#include "base/fd.h"
#include "base/ids.h"
#include "base/metrics.h"
#include "base/pool.h"
#include "base/secret.h"
#include "base/signal.h"
#include "base/units.h"

namespace docmill {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Error, CodesKeepTheirNamesBothWays) {
  for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
    const auto code = static_cast<ErrorCode>(i);
    EXPECT_EQ(error_code_named(info(code).name), code);
    EXPECT_GE(info(code).http_status, 400);
  }
  EXPECT_FALSE(error_code_named("no_such_code"));
}

TEST(Error, TheCustomerFaceHoldsNothingOfTheCause) {
  const auto error = system_error(ENOSPC, "write /secret/path").at("store.commit").at("job.run");
  EXPECT_EQ(error.code(), ErrorCode::StorageFull);
  EXPECT_THAT(error.message(), testing::Not(HasSubstr("secret")));
  EXPECT_THAT(error.describe(), HasSubstr("write /secret/path"));
  EXPECT_THAT(error.describe(), HasSubstr("store.commit < job.run"));
}

TEST(Units, SizesAndLengthsAreReadWithTheirSuffixOrRefused) {
  EXPECT_EQ(parse_size("64MiB"), 64 * kMiB);
  EXPECT_EQ(parse_size("100MB"), 100'000'000u);
  EXPECT_EQ(parse_duration("6h"), 6h);
  EXPECT_EQ(show(1500ms), "1500ms");
  EXPECT_EQ(show(6h), "6h");
  for (const auto* bad : {"", "-1", "1.5GB", "99999999999999999999", "9999999999999GiB", "12 MB", "MB"})
    EXPECT_FALSE(parse_size(bad)) << bad;
  for (const auto* bad : {"", "10", "h", "1y", "-5s"}) EXPECT_FALSE(parse_duration(bad)) << bad;
}

TEST(Clock, TimesAreReadBackAsTheyWereWritten) {
  const Timestamp moment(1'795'454'298'042ms);
  EXPECT_EQ(from_iso(to_iso(moment)), moment);
  EXPECT_EQ(month_of(moment), to_iso(moment).substr(0, 7));
  for (const auto* bad : {"", "yesterday", "2026-13-01T00:00:00.000Z", "2026-02-30T00:00:00.000Z"}) EXPECT_FALSE(from_iso(bad)) << bad;
}

TEST(Ids, JobIdsAreUniqueAndSortByTime) {
  const Timestamp early(1'000ms);
  const Timestamp late(2'000ms);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(new_job_id(early).text()).second);
  EXPECT_LT(*seen.rbegin(), new_job_id(late).text());
}

TEST(Ids, TextThatCouldLeaveAPathIsNoId) {
  for (const auto* bad : {"", "..", "a/b", "A", "-x", "a b", "a\n", "ä"}) EXPECT_FALSE(JobId::parse(bad)) << bad;
  EXPECT_FALSE(JobId::parse(std::string(65, 'a')));
  EXPECT_TRUE(JobId::parse("job_1-x"));
}

TEST(Ids, Base32FollowsRfc4648) {
  EXPECT_EQ(base32(""), "");
  EXPECT_EQ(base32("f"), "my");
  EXPECT_EQ(base32("foobar"), "mzxw6ytboi");
}

TEST(Secrets, ComparisonTellsEqualFromDifferent) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
}

TEST(Secrets, AMovedFromSecretIsEmpty) {
  Secret first("hidden");
  const Secret second = std::move(first);
  EXPECT_EQ(second.reveal(), "hidden");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
}

Async<std::thread::id> where_resumed(Pool& pool, std::thread::id& worked_on) {
  auto work = [&worked_on] {
    worked_on = std::this_thread::get_id();
    return 1;
  };
  co_await on_pool(pool, work);
  co_return std::this_thread::get_id();
}

TEST(Pools, WorkRunsOnThePoolAndTheCallerResumesAtHome) {
  Pool pool("test", 1);
  std::thread::id worked_on;
  EXPECT_EQ(run_to_end(where_resumed(pool, worked_on)), std::this_thread::get_id());
  EXPECT_NE(worked_on, std::this_thread::get_id());
}

Async<int> throwing(Pool& pool) {
  auto work = []() -> int { throw std::runtime_error("from the pool"); };
  co_return co_await on_pool(pool, work);
}

TEST(Pools, AnExceptionReachesTheCaller) {
  Pool pool("test", 1);
  EXPECT_THROW(run_to_end(throwing(pool)), std::runtime_error);
}

Async<bool> wait_for(Signal& signal, std::uint64_t seen, Deadline until) {
  co_return co_await signal.wait(seen, until);
}

TEST(Signals, AWaiterIsWokenFromAnotherThread) {
  Signal signal;
  std::thread other([&] { signal.notify(); });
  EXPECT_TRUE(run_to_end(wait_for(signal, 0, Deadline::never())));
  other.join();
}

TEST(Signals, AnEarlierNotifyIsNotMissedAndADeadlineEndsTheWait) {
  Signal signal;
  const auto seen = signal.count();
  signal.notify();
  EXPECT_TRUE(run_to_end(wait_for(signal, seen, Deadline::never())));
  EXPECT_FALSE(run_to_end(wait_for(signal, signal.count(), Deadline::in(1ms))));
}

TEST(Signals, ManyNotifiersAndWaitersNeverLoseAWakeUp) {
  Signal signal;
  std::atomic<bool> done{false};
  std::thread other([&] {
    while (!done) signal.notify();
  });
  for (int i = 0; i < 500; ++i) EXPECT_TRUE(run_to_end(wait_for(signal, signal.count(), Deadline::in(30s))));
  done = true;
  other.join();
}

TEST(Files, AMemoryFileReadsBackByRange) {
  auto file = memory_file("test");
  ASSERT_TRUE(file);
  ASSERT_TRUE(write_all(file->get(), "0123456789"));
  EXPECT_EQ(read_at(file->get(), 3, 4), "3456");
  EXPECT_EQ(read_at(file->get(), 8, 10), "89");
  EXPECT_EQ(read_at(file->get(), 20, 10), "");
}

TEST(Files, ASealedMemoryFileStaysAsItIs) {
  auto file = memory_file("test");
  ASSERT_TRUE(file);
  ASSERT_TRUE(write_all(file->get(), "as it was"));
  ASSERT_TRUE(seal_memory_file(file->get()));
  EXPECT_FALSE(write_all(file->get(), "tampered"));
  EXPECT_EQ(read_at(file->get(), 0, 100), "as it was");
}

TEST(MetricsPage, ShowsWhatWasCounted) {
  Metrics metrics;
  metrics.count("docmill_jobs_total", "Jobs.", {{"action", "convert"}});
  metrics.count("docmill_jobs_total", "Jobs.", {{"action", "convert"}});
  metrics.gauge("docmill_slots_busy", "Slots.", 2);
  metrics.observe_seconds("docmill_phase_seconds", "Phases.", 0.2);
  EXPECT_THAT(metrics.exposition(), HasSubstr("docmill_jobs_total{action=\"convert\"} 2"));
  EXPECT_THAT(metrics.exposition(), HasSubstr("docmill_slots_busy 2"));
  EXPECT_THAT(metrics.exposition(), HasSubstr("docmill_phase_seconds_bucket{le=\"0.25\"} 1"));
}

}  // namespace
}  // namespace docmill
