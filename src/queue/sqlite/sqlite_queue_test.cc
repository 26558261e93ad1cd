#include "queue/sqlite/sqlite_queue.h"

#include <gtest/gtest.h>

#include <future>

#include "queue/faulty.h"
#include "queue/queue_contract.h"
#include "sqlite/test_directory.h"

namespace docmill::queue {
namespace {

constexpr SqliteQueueOptions kAlone{.look_every = 0ms};

std::unique_ptr<sqlite::Database> open_in(const sqlite::TestDirectory& directory) {
  auto database = open_queue_database(directory.file("queue.db"));
  EXPECT_TRUE(database) << database.error().describe();
  return *std::move(database);
}

class SqliteUnderTest : public QueueUnderTest {
 public:
  SqliteUnderTest() { open(); }
  Queue& queue() override { return *queue_; }
  void advance(std::chrono::milliseconds length) override { clock_.advance(length); }
  void reopen() override {
    queue_.reset();
    database_.reset();
    open();
  }

 private:
  void open() {
    database_ = open_in(directory_);
    queue_ = std::make_unique<SqliteQueue>(*database_, "jobs", clock_, kAlone);
  }

  sqlite::TestDirectory directory_;
  ManualClock clock_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<SqliteQueue> queue_;
};

class FaultyUnderTest final : public SqliteUnderTest {
 public:
  Queue& queue() override { return *faulty_; }
  void reopen() override {
    SqliteUnderTest::reopen();
    faulty_ = std::make_unique<FaultyQueue>(SqliteUnderTest::queue());
  }

 private:
  std::unique_ptr<FaultyQueue> faulty_ = std::make_unique<FaultyQueue>(SqliteUnderTest::queue());
};

INSTANTIATE_TEST_SUITE_P(Drivers, QueueContract,
                         ::testing::Values(QueueCase{"sqlite", [] { return std::make_unique<SqliteUnderTest>(); }},
                                           QueueCase{"faulty", [] { return std::make_unique<FaultyUnderTest>(); }}),
                         case_name);

class SqliteQueueTest : public ::testing::Test {
 protected:
  sqlite::TestDirectory directory_;
  ManualClock clock_;
  std::unique_ptr<sqlite::Database> database_ = open_in(directory_);
  SqliteQueue jobs_{*database_, "jobs", clock_, kAlone};
};

TEST_F(SqliteQueueTest, QueuesOfOneFileDoNotSeeEachOthersMessages) {
  SqliteQueue done(*database_, "completions", clock_, kAlone);
  ASSERT_TRUE(run_to_end(jobs_.put("job-1", 0s)));
  EXPECT_FALSE(run_to_end(done.take(30s)).value());
  const Lease lease = run_to_end(jobs_.take(30s)).value().value();
  EXPECT_EQ(run_to_end(done.ack(lease)).error().code(), ErrorCode::LeaseLost);
  EXPECT_TRUE(run_to_end(jobs_.bury(lease, "x")));
  EXPECT_EQ(run_to_end(done.stats()).value().dead, 0U);
  EXPECT_EQ(run_to_end(done.requeue(lease.message_id)).error().code(), ErrorCode::NotFound);
}

TEST_F(SqliteQueueTest, AMessagePutByAnotherProcessIsFoundByAWaitingTaker) {
  // A second database object on the same file stands for the other process: it shares nothing with the first but the file.
  auto elsewhere = open_in(directory_);
  SqliteQueue theirs(*elsewhere, "jobs", clock_, kAlone);
  SqliteQueue ours(*database_, "jobs", clock_, {.look_every = 5ms});
  const auto until = Deadline::in(60s);
  auto waiting = std::async(std::launch::async, [&] { run_to_end(ours.wait(until)); });
  ASSERT_TRUE(run_to_end(theirs.put("job-1", 0s)));
  waiting.get();
  EXPECT_FALSE(until.passed());
  EXPECT_EQ(run_to_end(ours.take(30s)).value().value().body, "job-1");
}

TEST_F(SqliteQueueTest, WaitWakesWhenTheNextHiddenMessageBecomesVisible) {
  const SystemClock clock;
  SqliteQueue timed(*database_, "timed", clock, kAlone);
  ASSERT_TRUE(run_to_end(timed.put("job-1", 1s)));
  const auto until = Deadline::in(60s);
  run_to_end(timed.wait(until));
  EXPECT_FALSE(until.passed());
  EXPECT_TRUE(run_to_end(timed.take(30s)).value());
}

TEST_F(SqliteQueueTest, TwoProcessesTakeEveryMessageOnce) {
  constexpr int kMessages = 200;
  for (int i = 0; i < kMessages; ++i) ASSERT_TRUE(run_to_end(jobs_.put(std::to_string(i), 0s)));
  auto elsewhere = open_in(directory_);
  SqliteQueue theirs(*elsewhere, "jobs", clock_, kAlone);
  const auto drain = [](SqliteQueue& queue) {
    int taken = 0;
    while (auto lease = run_to_end(queue.take(600s)).value()) {
      EXPECT_TRUE(run_to_end(queue.ack(*lease)));
      ++taken;
    }
    return taken;
  };
  auto other = std::async(std::launch::async, [&] { return drain(theirs); });
  const int mine = drain(jobs_);
  EXPECT_EQ(mine + other.get(), kMessages);
}

TEST_F(SqliteQueueTest, AFullDiskIsStorageFullAndTheQueueGoesOnWhenThereIsRoom) {
  const auto limit_pages = [&](std::string count) {
    auto work = [&](sqlite::Connection& connection) { return connection.execute("PRAGMA max_page_count=" + count); };
    ASSERT_TRUE(run_to_end(database_->read(work)));
  };
  ASSERT_TRUE(run_to_end(jobs_.put("kept", 0s)));
  limit_pages("1");  // SQLite raises it to the present size
  Result<void> done;
  for (int i = 0; i < 100 && done; ++i) done = run_to_end(jobs_.put(std::string(10'000, 'x'), 0s));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), ErrorCode::StorageFull);
  limit_pages("100000");
  EXPECT_TRUE(run_to_end(jobs_.put("again", 0s)));
  EXPECT_EQ(run_to_end(jobs_.take(30s)).value().value().body, "kept");
}

TEST_F(SqliteQueueTest, AKilledProcessLeavesEveryMessageWhosePutReturned) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";  // the child is a new process, not a fork with our threads
  const char* given = std::getenv("DOCMILL_KILLED_QUEUE");
  const std::string path = given != nullptr ? given : directory_.file("killed.db");
  setenv("DOCMILL_KILLED_QUEUE", path.c_str(), 1);
  const auto put_and_die = [&] {
    auto database = open_queue_database(path);
    SqliteQueue queue(**database, "jobs", clock_, kAlone);
    for (int i = 0; i < 25; ++i) (void)run_to_end(queue.put(std::to_string(i), 0s));
    kill(getpid(), SIGKILL);
  };
  EXPECT_EXIT(put_and_die(), ::testing::KilledBySignal(SIGKILL), "");
  unsetenv("DOCMILL_KILLED_QUEUE");
  auto database = open_queue_database(path);
  ASSERT_TRUE(database) << database.error().describe();
  SqliteQueue queue(**database, "jobs", clock_, kAlone);
  EXPECT_EQ(run_to_end(queue.stats()).value().waiting, 25U);
}

class FaultyQueueTest : public SqliteQueueTest {
 protected:
  using Call = FaultyQueue::Call;
  using When = FaultyQueue::When;
  FaultyQueue faulty_{jobs_};
};

TEST_F(FaultyQueueTest, AFaultBeforeTheCallLeavesTheQueueUntouched) {
  faulty_.faults().arm(Call::Put, {.when = When::Before, .code = ErrorCode::StorageFull});
  EXPECT_EQ(run_to_end(faulty_.put("job-1", 0s)).error().code(), ErrorCode::StorageFull);
  EXPECT_FALSE(run_to_end(faulty_.take(30s)).value());
  EXPECT_TRUE(run_to_end(faulty_.put("job-1", 0s)));  // used up after one
  EXPECT_EQ(faulty_.faults().calls(Call::Put), 2U);
}

TEST_F(FaultyQueueTest, AFaultAfterTheCallPerformsItAndReportsFailure) {
  ASSERT_TRUE(run_to_end(faulty_.put("job-1", 0s)));
  const Lease lease = run_to_end(faulty_.take(30s)).value().value();
  faulty_.faults().arm(Call::Ack, {.when = When::After});
  EXPECT_EQ(run_to_end(faulty_.ack(lease)).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(faulty_.ack(lease)).error().code(), ErrorCode::LeaseLost);
  clock_.advance(60s);
  EXPECT_FALSE(run_to_end(faulty_.take(30s)).value());
}

TEST_F(FaultyQueueTest, ATakeWhoseAnswerIsLostComesBackWhenItsLeaseEnds) {
  ASSERT_TRUE(run_to_end(faulty_.put("job-1", 0s)));
  faulty_.faults().arm(Call::Take, {.when = When::After});
  EXPECT_FALSE(run_to_end(faulty_.take(30s)));
  EXPECT_FALSE(run_to_end(faulty_.take(30s)).value());
  clock_.advance(31s);
  EXPECT_EQ(run_to_end(faulty_.take(30s)).value().value().delivery, 2U);
}

}  // namespace
}  // namespace docmill::queue
