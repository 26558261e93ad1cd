#include "queue/postgres/postgres_queue.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <cstdlib>
#include <future>
#include <thread>

#include "queue/queue_contract.h"
#include "queue/sqlite/sqlite_queue.h"
#include "sqlite/test_directory.h"
#include "support/postgres_server.h"

namespace docmill::queue {
namespace {

using testing::CuttingProxy;
using testing::PostgresDatabase;
using testing::PostgresServer;

PostgresQueues open_queues(const Secret& uri) {
  auto opened = open_postgres_queues(uri);
  EXPECT_TRUE(opened) << opened.error().describe();
  return opened ? *std::move(opened) : PostgresQueues{};
}

// The real server and statements, on a clock that stands still until it is turned: docmill_now() of this one database.
class PostgresUnderTest final : public QueueUnderTest {
 public:
  PostgresUnderTest() {
    open();
    place_.run(
        "CREATE TABLE clock (ms bigint); INSERT INTO clock VALUES (docmill_now());"
        "CREATE OR REPLACE FUNCTION docmill_now() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT ms FROM clock'");
  }
  Queue& queue() override { return *queue_; }
  void advance(std::chrono::milliseconds length) override { place_.run(fmt::format("UPDATE clock SET ms = ms + {}", length.count())); }
  void reopen() override {
    queue_.reset();
    queues_ = {};
    open();
  }

 private:
  void open() {
    queues_ = open_queues(place_.uri());
    queue_ = std::make_unique<PostgresQueue>(queues_, "jobs");
  }

  PostgresDatabase place_;
  PostgresQueues queues_;
  std::unique_ptr<PostgresQueue> queue_;
};

INSTANTIATE_TEST_SUITE_P(Drivers, QueueContract,
                         ::testing::Values(QueueCase{"postgres", [] { return std::make_unique<PostgresUnderTest>(); }}), case_name);

/// The next message, as a taker gets it: waking without cause is no fault.
Lease await(Queue& queue) {
  for (const auto until = Deadline::in(60s); !until.passed();) {
    run_to_end(queue.wait(until));
    auto taken = run_to_end(queue.take(30s));
    if (taken && *taken) return **std::move(taken);
  }
  ADD_FAILURE() << "no message came";
  return {};
}

class PostgresQueueTest : public ::testing::Test {
 protected:
  Lease take(Queue& queue) {
    const auto taken = run_to_end(queue.take(30s));
    EXPECT_TRUE(taken && *taken);
    return taken && *taken ? **taken : Lease{};
  }

  PostgresDatabase place_;
  PostgresQueues queues_ = open_queues(place_.uri());
  PostgresQueue jobs_{queues_, "jobs"};
};

TEST_F(PostgresQueueTest, QueuesOfOneDatabaseDoNotSeeEachOthersMessages) {
  PostgresQueue done(queues_, "completions");
  ASSERT_TRUE(run_to_end(jobs_.put("job-1", 0s)));
  EXPECT_FALSE(run_to_end(done.take(30s)).value());
  const Lease lease = take(jobs_);
  EXPECT_EQ(run_to_end(done.ack(lease)).error().code(), ErrorCode::LeaseLost);
  EXPECT_TRUE(run_to_end(jobs_.bury(lease, "x")));
  EXPECT_EQ(run_to_end(done.stats()).value().dead, 0U);
  EXPECT_EQ(run_to_end(done.requeue(lease.message_id)).error().code(), ErrorCode::NotFound);
}

TEST_F(PostgresQueueTest, ABodyWithAZeroByteIsRefusedAndNotCutShort) {
  EXPECT_EQ(run_to_end(jobs_.put(std::string("a\0b", 3), 0s)).error().code(), ErrorCode::BadRequest);
  EXPECT_EQ(run_to_end(jobs_.put("\xFF", 0s)).error().code(), ErrorCode::BadRequest);
  EXPECT_EQ(run_to_end(jobs_.stats()).value().waiting, 0U);
}

TEST_F(PostgresQueueTest, TheServersClockCountsTheLease) {
  ASSERT_TRUE(run_to_end(jobs_.put("job-1", 0s)));
  const auto lease = run_to_end(jobs_.take(1s)).value().value();
  EXPECT_NEAR(static_cast<double>((lease.ends_at - SystemClock().now()).count()), 1000, 900);
  EXPECT_EQ(await(jobs_).delivery, 2U);  // woken when the lease has ended
}

TEST_F(PostgresQueueTest, TwoProcessesWakeEachOther) {
  // Nobody looks by itself within the test: only the bell can wake them. A second set of connections stands for the other process.
  constexpr PostgresQueueOptions kNeverLook{.look_every = 600s};
  const auto elsewhere = open_queues(place_.uri());
  PostgresQueue there(elsewhere, "there", kNeverLook);
  PostgresQueue back(elsewhere, "back", kNeverLook);
  PostgresQueue here(queues_, "back", kNeverLook);
  PostgresQueue out(queues_, "there", kNeverLook);
  ASSERT_TRUE(testing::wait_until([&] { return queues_.listener->listening() && elsewhere.listener->listening(); }, 20s));
  constexpr int kRounds = 20;
  const auto until = Deadline::in(60s);
  const auto answer = [&](PostgresQueue& from, PostgresQueue* to) {
    for (int round = 0; round < kRounds && !until.passed();) {
      run_to_end(from.wait(until));
      const auto lease = run_to_end(from.take(30s));
      if (!lease || !*lease) continue;
      ++round;
      EXPECT_TRUE(run_to_end(from.ack(**lease)));
      EXPECT_TRUE(run_to_end(to->put((*lease)->body, 0s)));
    }
  };
  std::thread other([&] { answer(there, &back); });
  ASSERT_TRUE(run_to_end(out.put("ball", 0s)));
  answer(here, &out);
  other.join();
  EXPECT_FALSE(until.passed());
}

TEST_F(PostgresQueueTest, AWaitLooksByItselfWhenNobodyRings) {
  PostgresQueue ours(queues_, "jobs", {.look_every = 20ms});
  const auto until = Deadline::in(60s);
  auto waiting = std::async(std::launch::async, [&] { run_to_end(ours.wait(until)); });
  place_.run("INSERT INTO messages (queue, body, put_at, visible_at) VALUES ('jobs', 'by hand', docmill_now(), docmill_now())");
  waiting.get();
  EXPECT_FALSE(until.passed());
}

TEST_F(PostgresQueueTest, AWaitThatIsCancelledEnds) {
  boost::asio::io_context loop;
  boost::asio::cancellation_signal cancel;
  bool ended = false;
  const auto waiting = [&]() -> Async<void> { co_await jobs_.wait(Deadline::in(600s)); };
  boost::asio::co_spawn(loop, waiting(), boost::asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr) { ended = true; }));
  const auto cancelling = [&]() -> Async<void> {
    while (!ended) {
      co_await sleep_for(20ms);
      cancel.emit(boost::asio::cancellation_type::terminal);
    }
  };
  boost::asio::co_spawn(loop, cancelling(), boost::asio::detached);
  loop.run_for(30s);
  EXPECT_TRUE(ended);
}

TEST_F(PostgresQueueTest, TwoProcessesTakeEveryMessageOnce) {
  constexpr int kMessages = 200;
  for (int i = 0; i < kMessages; ++i) ASSERT_TRUE(run_to_end(jobs_.put(std::to_string(i), 0s)));
  const auto elsewhere = open_queues(place_.uri());
  PostgresQueue theirs(elsewhere, "jobs");
  const auto drain = [](PostgresQueue& queue) {
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

TEST(PostgresQueueDeathTest, TheMessageOfATakerThatIsKilledComesBack) {
  // The taker is a new process, not a fork with our threads; it runs this function again and finds the database named.
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  const char* given = std::getenv("DOCMILL_KILLED_TAKER");
  std::optional<PostgresDatabase> place;
  if (given == nullptr) {
    place.emplace();
    setenv("DOCMILL_KILLED_TAKER", std::string(place->uri().reveal()).c_str(), 1);
  }
  const Secret uri(std::getenv("DOCMILL_KILLED_TAKER"));
  const auto take_and_die = [&] {
    const auto queues = open_queues(uri);
    PostgresQueue queue(queues, "jobs");
    EXPECT_TRUE(run_to_end(queue.put("job-1", 0s)));
    if (run_to_end(queue.take(2s)).value().has_value()) kill(getpid(), SIGKILL);
  };
  EXPECT_EXIT(take_and_die(), ::testing::KilledBySignal(SIGKILL), "");
  unsetenv("DOCMILL_KILLED_TAKER");
  const auto queues = open_queues(uri);
  PostgresQueue queue(queues, "jobs");
  EXPECT_EQ(await(queue).delivery, 2U);
}

TEST_F(PostgresQueueTest, ARestartedServerKeepsTheMessagesAndTheBellRingsAgain) {
  ASSERT_TRUE(run_to_end(jobs_.put("kept", 0s)));
  PostgresServer::shared().crash();
  EXPECT_EQ(run_to_end(jobs_.put("lost", 0s)).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(jobs_.take(30s)).error().code(), ErrorCode::Unavailable);
  run_to_end(jobs_.wait(Deadline::in(50ms)));  // ends, whatever the server does
  PostgresServer::shared().start();
  EXPECT_TRUE(testing::wait_until([&] { return run_to_end(jobs_.stats()).has_value(); }, 10s));
  EXPECT_EQ(take(jobs_).body, "kept");
  EXPECT_TRUE(testing::wait_until([&] { return queues_.listener->listening(); }, 20s));
}

TEST_F(PostgresQueueTest, APutWhoseAnswerIsLostIsStored) {
  place_.run("GRANT ALL ON ALL TABLES IN SCHEMA public TO docmill");
  CuttingProxy proxy;
  const auto queues =
      open_queues(Secret(fmt::format("postgres://docmill:open-sesame@127.0.0.1:{}/{}?sslmode=disable", proxy.port(), place_.name())));
  PostgresQueue remote(queues, "jobs");
  proxy.cut_after("job-1");
  EXPECT_EQ(run_to_end(remote.put("job-1", 0s)).error().code(), ErrorCode::Unavailable);
  EXPECT_TRUE(proxy.has_cut());
  EXPECT_EQ(run_to_end(remote.stats()).value().waiting, 1U);
}

TEST_F(PostgresQueueTest, ARoleWithTheDocumentedRightsCanDoEverything) {
  place_.run(
      "GRANT USAGE ON SCHEMA public TO docmill; GRANT SELECT ON docmill_migrations TO docmill;"
      "GRANT SELECT, INSERT, UPDATE, DELETE ON messages, dead_letters TO docmill");
  const auto queues = open_queues(place_.uri("docmill"));
  PostgresQueue runtime(queues, "jobs");
  ASSERT_TRUE(run_to_end(runtime.put("job-1", 0s)));
  const auto extended = run_to_end(runtime.extend(take(runtime), 30s));
  ASSERT_TRUE(extended);
  EXPECT_TRUE(run_to_end(runtime.release(*extended, 0s)));
  const Lease lease = take(runtime);
  EXPECT_TRUE(run_to_end(runtime.bury(lease, "x")));
  EXPECT_TRUE(run_to_end(runtime.requeue(lease.message_id)));
  EXPECT_TRUE(run_to_end(runtime.ack(take(runtime))));
}

TEST_F(PostgresQueueTest, TakeFindsItsMessageByTheIndexHoweverManyAreHidden) {
  place_.run(
      "INSERT INTO messages (queue, body, put_at, visible_at) SELECT 'jobs', 'x', docmill_now(), docmill_now() + 600000 "
      "FROM generate_series(1, 20000); ANALYZE messages");
  ASSERT_TRUE(run_to_end(jobs_.put("visible", 0s)));
  const auto before = std::stol(place_.ask("SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'messages'"));
  EXPECT_EQ(take(jobs_).body, "visible");
  EXPECT_FALSE(run_to_end(jobs_.take(30s)).value());
  queues_ = {};  // its server processes report what they read when they end
  EXPECT_TRUE(testing::wait_until(
      [&] { return place_.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") == "1"; }, 10s));
  EXPECT_EQ(std::stol(place_.ask("SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'messages'")), before);
}

// Messages a second through put, take and ack with four threads, each with its own loop.
double rate(Queue& queue, int messages) {
  const auto begin = std::chrono::steady_clock::now();
  const auto work = [&](int count) -> Async<void> {
    for (int i = 0; i < count; ++i) {
      const auto put = co_await queue.put("{\"job\":\"01hzy3v8t6k2n4q5\",\"tenant\":\"acme\"}", 0s);
      EXPECT_TRUE(put);
      const auto lease = co_await queue.take(30s);
      if (!lease || !*lease) continue;
      const auto acked = co_await queue.ack(**lease);
      EXPECT_TRUE(acked);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { run_to_end(work(messages / 4)); });
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return messages / took.count();
}

TEST_F(PostgresQueueTest, ManyMessagesLeaveASmallTable) {
  // DOCMILL_QUEUE_MESSAGES=20000 makes it a run long enough for figures.
  const char* given = std::getenv("DOCMILL_QUEUE_MESSAGES");
  const int messages = given != nullptr ? std::atoi(given) : 2000;
  const double ours = rate(jobs_, messages);
  const auto size = std::stol(place_.ask("SELECT pg_total_relation_size('messages')"));
  const auto dead = place_.ask("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'messages'");
  EXPECT_LT(size, 8 << 20);
  sqlite::TestDirectory directory;
  const auto file = open_queue_database(directory.file("queue.db")).value();
  const SystemClock clock;
  SqliteQueue embedded(*file, "jobs", clock);
  const double theirs = rate(embedded, messages);
  fmt::print("{} messages: postgres {:.0f}/s, sqlite {:.0f}/s; table and index {} KiB, {} dead rows\n", messages, ours, theirs, size / 1024,
             dead);
}

}  // namespace
}  // namespace docmill::queue
