#include "model/job_events.h"

#include <gtest/gtest.h>

namespace docmill::model {
namespace {

using namespace std::chrono_literals;

const JobId kWatchedJob = JobId::trusted("job-1");
constexpr Timestamp kBeginning{1'750'000'000'000ms};

TEST(JobEvents, ProgressIsKeptFromTheLeaseToTheEnd) {
  JobEvents events;
  EXPECT_FALSE(events.progress(kWatchedJob));
  events.entered(kWatchedJob, "load", kBeginning);
  EXPECT_FALSE(events.progress(kWatchedJob)) << "nobody began it here";
  events.began(kWatchedJob, 2, kBeginning);
  events.entered(kWatchedJob, "load", kBeginning + 1s);
  events.entered(kWatchedJob, "export", kBeginning + 2s);
  const auto progress = events.progress(kWatchedJob);
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress->attempt, 2U);
  EXPECT_EQ(progress->leased_at, kBeginning);
  ASSERT_EQ(progress->parts.size(), 2U);
  EXPECT_EQ(progress->parts[1].name, "export");
  EXPECT_EQ(progress->parts[1].since, kBeginning + 2s);
  events.paused(kWatchedJob);
  EXPECT_TRUE(events.progress(kWatchedJob)->waiting);
  events.began(kWatchedJob, 3, kBeginning + 5s);
  EXPECT_FALSE(events.progress(kWatchedJob)->waiting);
  EXPECT_TRUE(events.progress(kWatchedJob)->parts.empty());
  events.finished(kWatchedJob);
  EXPECT_FALSE(events.progress(kWatchedJob));
}

TEST(JobEvents, WhoeverWatchesProgressHearsOfItAndOfTheEnd) {
  JobEvents events;
  const auto progress = events.watch_progress(kWatchedJob);
  const auto end = events.watch(kWatchedJob);
  events.began(kWatchedJob, 1, kBeginning);
  events.entered(kWatchedJob, "load", kBeginning);
  EXPECT_EQ(progress->count(), 2U);
  EXPECT_EQ(end->count(), 0U) << "whoever waits for a result is not woken for less";
  events.finished(kWatchedJob);
  EXPECT_EQ(progress->count(), 3U);
  EXPECT_EQ(end->count(), 1U);
}

TEST(JobEvents, JobsThatWaitForeverAreForgottenBeforeTheyFillTheMemory) {
  JobEvents events;
  for (int i = 0; i < 5000; ++i) {
    const auto job = JobId::trusted("waits-" + std::to_string(i));
    events.began(job, 1, kBeginning);
    events.paused(job);
  }
  EXPECT_FALSE(events.progress(JobId::trusted("waits-0")));
  EXPECT_TRUE(events.progress(JobId::trusted("waits-4999")));
  events.began(kWatchedJob, 1, kBeginning);
  for (int i = 0; i < 5000; ++i) events.entered(kWatchedJob, "load", kBeginning);
  EXPECT_LE(events.progress(kWatchedJob)->parts.size(), 200U);
}

}  // namespace
}  // namespace docmill::model
