#include "queue/sharded/sharded_queue.h"

#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "queue/faulty.h"
#include "queue/queue_contract.h"
#include "queue/sqlite/sqlite_queue.h"
#include "sqlite/test_directory.h"

namespace docmill::queue {
namespace {

/// Two queues behind one: bodies that begin with "a" live in one of them, others in the other.
class TwoShards final : public QueueUnderTest {
 public:
  TwoShards() { reopen(); }
  Queue& queue() override { return *queue_; }
  void advance(std::chrono::milliseconds length) override { clock_.advance(length); }
  bool ordered() const override { return false; }
  void reopen() override {
    queue_.reset();
    std::vector<std::unique_ptr<Queue>> shards;
    for (std::size_t i = 0; i < 2; ++i) {
      databases_.at(i).reset();
      databases_.at(i) = open_queue_database(directory_.file("queue-" + std::to_string(i) + ".db")).value();
      inner_.at(i) = std::make_unique<SqliteQueue>(*databases_.at(i), "jobs", clock_);
      auto faulty = std::make_unique<FaultyQueue>(*inner_.at(i));
      faulty_.at(i) = faulty.get();
      shards.push_back(std::move(faulty));
    }
    queue_ = std::make_unique<ShardedQueue>(std::move(shards), [](std::string_view body) { return std::string(body); });
  }

  Queue& shard(std::size_t i) { return *inner_.at(i); }
  FaultyQueue& faulty(std::size_t i) { return *faulty_.at(i); }

 private:
  sqlite::TestDirectory directory_;
  ManualClock clock_;
  std::array<std::unique_ptr<sqlite::Database>, 2> databases_;
  std::array<std::unique_ptr<SqliteQueue>, 2> inner_;
  std::array<FaultyQueue*, 2> faulty_{};
  std::unique_ptr<ShardedQueue> queue_;
};

INSTANTIATE_TEST_SUITE_P(Drivers, QueueContract, ::testing::Values(QueueCase{"two_shards", [] { return std::make_unique<TwoShards>(); }}),
                         case_name);

class ShardedQueueTest : public ::testing::Test {
 protected:
  Queue& queue() { return house_.queue(); }
  void put(std::string body) { ASSERT_TRUE(run_to_end(queue().put(std::move(body), 0s))); }
  std::uint64_t waiting(std::size_t shard) { return run_to_end(house_.shard(shard).stats()).value().waiting; }
  void break_shard(std::size_t shard) {
    for (const auto call : {FaultyQueue::Call::Put, FaultyQueue::Call::Take}) house_.faulty(shard).faults().arm(call, {.times = 1'000'000});
  }
  std::size_t take_all() {
    std::size_t taken = 0;
    for (int looks = 0; looks < 20; ++looks) {
      const auto lease = run_to_end(queue().take(600s));
      if (lease && *lease) ++taken;
    }
    return taken;
  }

  TwoShards house_;
};

TEST_F(ShardedQueueTest, MessagesAreSpreadByTheirKeyAndTakersFindAllOfThem) {
  for (int i = 0; i < 20; ++i) put("job-" + std::to_string(i));
  EXPECT_GT(waiting(0), 4U);
  EXPECT_GT(waiting(1), 4U);
  EXPECT_EQ(run_to_end(queue().stats()).value().waiting, 20U);
  EXPECT_EQ(take_all(), 20U);
}

TEST_F(ShardedQueueTest, WhileOneQueueIsAwayTheOtherTakesItsMessagesAndGoesOn) {
  break_shard(0);
  for (int i = 0; i < 10; ++i) put("job-" + std::to_string(i));
  EXPECT_EQ(waiting(0), 0U);
  EXPECT_EQ(waiting(1), 10U);
  EXPECT_EQ(take_all(), 10U);
  break_shard(1);
  EXPECT_EQ(run_to_end(queue().put("x", 0s)).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(queue().take(1s)).error().code(), ErrorCode::Unavailable);
}

TEST_F(ShardedQueueTest, ALeaseOfAQueueThatIsNoMoreIsLost) {
  Lease lease;
  for (const std::string id : {"2:1", "7", "x:1", "", "0:", ":1", "18446744073709551616:1"}) {
    lease.message_id = id;
    EXPECT_EQ(run_to_end(queue().ack(lease)).error().code(), ErrorCode::LeaseLost) << id;
    EXPECT_EQ(run_to_end(queue().extend(lease, 1s)).error().code(), ErrorCode::LeaseLost) << id;
    EXPECT_EQ(run_to_end(queue().requeue(id)).error().code(), ErrorCode::NotFound) << id;
  }
}

TEST_F(ShardedQueueTest, WaitingCanBeBrokenOff) {
  using namespace boost::asio::experimental::awaitable_operators;
  const auto until = Deadline::in(60s);
  const auto race = [&]() -> Async<void> { co_await (queue().wait(until) || sleep_for(5ms)); };
  run_to_end(race());
  EXPECT_FALSE(until.passed());
}

}  // namespace
}  // namespace docmill::queue
