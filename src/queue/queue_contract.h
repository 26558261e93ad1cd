#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <ostream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/async.h"
#include "queue/limits.h"
#include "queue/queue.h"

/// The promises of a queue as tests. A driver's test includes this file and says how to make one:
///
///   INSTANTIATE_TEST_SUITE_P(Sqlite, QueueContract, ::testing::Values(QueueCase{"sqlite", make_it}), case_name);
namespace docmill::queue {

/// An empty queue of the driver under test and the hands to turn its time.
class QueueUnderTest {
 public:
  virtual ~QueueUnderTest() = default;
  virtual Queue& queue() = 0;
  /// Moves the queue's clock on.
  virtual void advance(std::chrono::milliseconds length) = 0;
  /// Closes the queue and opens it again on the same storage.
  virtual void reopen() = 0;
  /// False where messages are spread over several queues, so that order holds only within each.
  virtual bool ordered() const { return true; }
};

struct QueueCase {
  std::string name;
  std::function<std::unique_ptr<QueueUnderTest>()> make;
};

inline void PrintTo(const QueueCase& the_case, std::ostream* out) {
  *out << the_case.name;
}

inline std::string case_name(const ::testing::TestParamInfo<QueueCase>& info) {
  return info.param.name;
}

class QueueContract : public ::testing::TestWithParam<QueueCase> {
 protected:
  using seconds = std::chrono::seconds;
  using Taken = std::optional<Lease>;

  QueueContract() : under_test_(GetParam().make()) {}

  Queue& queue() { return under_test_->queue(); }
  void advance(std::chrono::milliseconds length) { under_test_->advance(length); }
  void reopen() { under_test_->reopen(); }
  bool ordered() const { return under_test_->ordered(); }

  Result<void> try_put(std::string body, seconds delay = seconds{0}) { return run_to_end(queue().put(std::move(body), delay)); }
  void put(std::string body, seconds delay = seconds{0}) {
    const auto done = try_put(std::move(body), delay);
    ASSERT_TRUE(done) << done.error().describe();
  }
  Taken take_any(seconds visible_for = seconds{30}) {
    auto taken = run_to_end(queue().take(visible_for));
    EXPECT_TRUE(taken) << taken.error().describe();
    return taken ? *std::move(taken) : std::nullopt;
  }
  Lease take(seconds visible_for = seconds{30}) {
    auto taken = take_any(visible_for);
    EXPECT_TRUE(taken) << "nothing is visible";
    return taken.value_or(Lease{});
  }
  std::vector<std::string> take_all() {
    std::vector<std::string> bodies;
    while (auto taken = take_any(kLongestTime)) bodies.push_back(taken->body);
    return bodies;
  }
  Result<void> ack(const Lease& lease) { return run_to_end(queue().ack(lease)); }
  Result<Lease> extend(const Lease& lease, seconds by) { return run_to_end(queue().extend(lease, by)); }
  Result<void> release(const Lease& lease, seconds delay) { return run_to_end(queue().release(lease, delay)); }
  Result<void> bury(const Lease& lease, std::string reason) { return run_to_end(queue().bury(lease, std::move(reason))); }
  Result<void> requeue(std::string id) { return run_to_end(queue().requeue(std::move(id))); }
  DeadLetters dead_of_all(std::size_t limit) { return run_to_end(queue().dead_letters(limit)).value(); }
  std::vector<DeadLetter> dead(std::size_t limit = 100) { return dead_of_all(limit).shown; }
  QueueStats stats() { return run_to_end(queue().stats()).value(); }

  template <class T>
  static ErrorCode code_of(const Result<T>& result) {
    EXPECT_FALSE(result) << "it succeeded";
    return result ? ErrorCode::Internal : result.error().code();
  }

 private:
  std::unique_ptr<QueueUnderTest> under_test_;
};

using namespace std::chrono_literals;  // NOLINT: this header is a test

TEST_P(QueueContract, AnEmptyQueueGivesNothingAndNoError) {
  EXPECT_FALSE(take_any());
}

TEST_P(QueueContract, MessagesComeInTheOrderTheyWerePut) {
  if (!ordered()) GTEST_SKIP() << "order is promised within one queue only";
  put("a");
  put("b");
  advance(10ms);
  put("c");
  EXPECT_EQ(take_all(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_P(QueueContract, ALeaseTellsWhatItHolds) {
  put("job-1");
  advance(5s);
  const Lease lease = take(30s);
  EXPECT_EQ(lease.body, "job-1");
  EXPECT_EQ(lease.delivery, 1U);
  EXPECT_EQ(lease.ends_at - lease.put_at, 35s);
  EXPECT_FALSE(lease.message_id.empty());
  EXPECT_FALSE(lease.token.empty());
}

TEST_P(QueueContract, AnyUtf8TextComesBackByteForByte) {
  const std::string body = std::string("{\"a\":\"\\u0000 \xF0\x9F\x98\x80 文\"}\n") + "'; DROP TABLE messages; --";
  put(body);
  EXPECT_EQ(take().body, body);
}

TEST_P(QueueContract, ALeasedMessageIsHiddenFromOthers) {
  put("job-1");
  take(30s);
  advance(29s);
  EXPECT_FALSE(take_any());
}

TEST_P(QueueContract, AnAckedMessageNeverComesBack) {
  put("job-1");
  const Lease lease = take(1s);
  EXPECT_TRUE(ack(lease));
  advance(24h);
  EXPECT_FALSE(take_any());
  EXPECT_EQ(code_of(ack(lease)), ErrorCode::LeaseLost);
}

TEST_P(QueueContract, AnExpiredLeaseIsOfferedAgainAndTheOldAckIsRefused) {
  put("job-1");
  const Lease first = take(30s);
  advance(31s);
  const Lease second = take(30s);
  EXPECT_EQ(second.message_id, first.message_id);
  EXPECT_EQ(second.delivery, 2U);
  EXPECT_EQ(code_of(ack(first)), ErrorCode::LeaseLost);
  EXPECT_EQ(code_of(extend(first, 30s)), ErrorCode::LeaseLost);
  EXPECT_EQ(code_of(release(first, 0s)), ErrorCode::LeaseLost);
  EXPECT_EQ(code_of(bury(first, "x")), ErrorCode::LeaseLost);
  EXPECT_TRUE(ack(second));
}

TEST_P(QueueContract, AnExpiredLeaseThatNobodyTookOverCanStillBeAcked) {
  put("job-1");
  const Lease lease = take(1s);
  advance(10s);
  EXPECT_TRUE(ack(lease));
  EXPECT_FALSE(take_any());
}

TEST_P(QueueContract, ExtendingKeepsTheMessageHiddenAndRenewsTheToken) {
  put("job-1");
  const Lease first = take(30s);
  advance(20s);
  const auto second = extend(first, 30s);
  ASSERT_TRUE(second) << second.error().describe();
  EXPECT_EQ(second->delivery, 1U);
  EXPECT_EQ(second->body, "job-1");
  EXPECT_NE(second->token, first.token);
  advance(29s);
  EXPECT_FALSE(take_any());
  EXPECT_EQ(code_of(ack(first)), ErrorCode::LeaseLost);
  EXPECT_TRUE(ack(*second));
}

TEST_P(QueueContract, AReleasedMessageComesBackAfterItsDelayAndCountsOn) {
  put("job-1");
  const Lease first = take(30s);
  EXPECT_TRUE(release(first, 10s));
  EXPECT_FALSE(take_any());
  EXPECT_EQ(code_of(ack(first)), ErrorCode::LeaseLost);
  advance(10s);
  EXPECT_EQ(take(30s).delivery, 2U);
}

TEST_P(QueueContract, AReleaseWithoutDelayIsVisibleAtOnce) {
  put("job-1");
  EXPECT_TRUE(release(take(30s), 0s));
  EXPECT_EQ(take(30s).delivery, 2U);
}

TEST_P(QueueContract, ADelayedMessageIsVisibleWhenItsDelayIsOver) {
  put("later", 60s);
  put("now");
  EXPECT_EQ(take_all(), std::vector<std::string>{"now"});
  advance(60s);
  const Lease lease = take();
  EXPECT_EQ(lease.body, "later");
  EXPECT_EQ(lease.delivery, 1U);
}

TEST_P(QueueContract, ABuriedMessageIsKeptForAPersonAndCanBeRequeued) {
  put("bad");
  EXPECT_TRUE(release(take(), 0s));
  const Lease lease = take();
  EXPECT_TRUE(bury(lease, "engine_crashed: The engine crashed on the document."));
  EXPECT_EQ(code_of(ack(lease)), ErrorCode::LeaseLost);
  advance(24h);
  EXPECT_FALSE(take_any());

  const auto letters = dead();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].body, "bad");
  EXPECT_EQ(letters[0].delivery, 2U);
  EXPECT_EQ(letters[0].reason, "engine_crashed: The engine crashed on the document.");

  EXPECT_TRUE(requeue(letters[0].message_id));
  EXPECT_TRUE(dead().empty());
  const Lease again = take();
  EXPECT_EQ(again.body, "bad");
  EXPECT_EQ(again.delivery, 1U);
  EXPECT_TRUE(ack(again));
}

TEST_P(QueueContract, DeadLettersComeOldestFirstUpToTheLimit) {
  for (const auto* body : {"a", "b", "c"}) {
    put(body);
    EXPECT_TRUE(bury(take(), "x"));
    advance(1s);
  }
  const auto letters = dead(2);
  ASSERT_EQ(letters.size(), 2U);
  EXPECT_EQ(letters[0].body, "a");
  EXPECT_EQ(letters[1].body, "b");
  EXPECT_TRUE(dead(0).empty());
}

TEST_P(QueueContract, DeadLettersThatAreNotShownAreCounted) {
  EXPECT_EQ(dead_of_all(2).total, 0U);
  for (const auto* body : {"a", "b", "c"}) {
    put(body);
    EXPECT_TRUE(bury(take(), "x"));
  }
  put("alive");
  EXPECT_EQ(dead_of_all(2).shown.size(), 2U);
  for (const auto limit : {0U, 2U, 100U}) EXPECT_EQ(dead_of_all(limit).total, 3U) << limit;
  EXPECT_TRUE(requeue(dead(1).front().message_id));
  EXPECT_EQ(dead_of_all(100).total, 2U);
}

TEST_P(QueueContract, OfManyDeadLettersTheOldestAreShownAndAllAreCounted) {
  constexpr std::size_t kLetters = 40;  // more than Azure shows at once
  for (std::size_t i = 0; i < kLetters; ++i) {
    put(std::to_string(i));
    EXPECT_TRUE(bury(take(), "x"));
    advance(1s);
  }
  const auto letters = dead_of_all(100);
  EXPECT_EQ(letters.total, kLetters);
  ASSERT_GE(letters.shown.size(), 32U);
  for (std::size_t i = 0; i < 32; ++i) EXPECT_EQ(letters.shown[i].body, std::to_string(i));
}

TEST_P(QueueContract, OnlyADeadLetterCanBeRequeued) {
  put("alive");
  const Lease lease = take();
  EXPECT_EQ(code_of(requeue(lease.message_id)), ErrorCode::NotFound);
  EXPECT_EQ(code_of(requeue("987654321")), ErrorCode::NotFound);
  EXPECT_EQ(code_of(requeue("no such thing")), ErrorCode::NotFound);
  EXPECT_TRUE(bury(lease, "x"));
  EXPECT_TRUE(requeue(lease.message_id));
  EXPECT_EQ(code_of(requeue(lease.message_id)), ErrorCode::NotFound);
}

TEST_P(QueueContract, StatsCountWhatWaitsAndTellTheAgeOfTheOldest) {
  QueueStats empty = stats();
  EXPECT_EQ(empty.waiting + empty.delayed + empty.dead, 0U);
  EXPECT_EQ(empty.oldest_age, 0ms);
  put("buried");
  EXPECT_TRUE(bury(take(), "x"));
  put("leased");
  take(600s);
  put("delayed", 600s);
  advance(1s);
  EXPECT_EQ(stats().oldest_age, 0ms);  // nothing is visible
  put("old");
  advance(5s);
  put("young");
  advance(2s);
  const QueueStats now = stats();
  EXPECT_EQ(now.waiting, 2U);
  EXPECT_EQ(now.delayed, 2U);
  EXPECT_EQ(now.dead, 1U);
  EXPECT_EQ(now.oldest_age, 7s);
}

TEST_P(QueueContract, ABodyOf48KiBFitsAndOneByteMoreIsRefused) {
  EXPECT_EQ(code_of(try_put(std::string(kLongestBody + 1, 'x'))), ErrorCode::PayloadTooLarge);
  EXPECT_FALSE(take_any());
  const std::string largest(kLongestBody, 'x');
  put(largest);
  EXPECT_EQ(take().body, largest);
}

TEST_P(QueueContract, TimesOutOfRangeAreRefused) {
  EXPECT_EQ(code_of(try_put("x", -1s)), ErrorCode::BadRequest);
  EXPECT_EQ(code_of(run_to_end(queue().take(0s))), ErrorCode::BadRequest);
  EXPECT_EQ(code_of(run_to_end(queue().take(24h * 7 + 1s))), ErrorCode::BadRequest);
}

TEST_P(QueueContract, MessagesLeasesAndDeadLettersSurviveReopening) {
  put("buried");
  EXPECT_TRUE(bury(take(), "x"));
  put("leased");
  const Lease lease = take(30s);
  put("waiting");
  reopen();
  EXPECT_EQ(take_all(), std::vector<std::string>{"waiting"});
  EXPECT_EQ(dead().size(), 1U);
  EXPECT_TRUE(ack(lease));
}

TEST_P(QueueContract, ManyTakersNeverShareALease) {
  constexpr int kMessages = 300;
  constexpr int kTakers = 6;
  for (int i = 0; i < kMessages; ++i) put(std::to_string(i));
  std::mutex mutex;
  std::multiset<std::string> seen;
  const auto work = [&] {
    while (auto taken = take_any(600s)) {
      EXPECT_TRUE(ack(*taken));
      const std::lock_guard lock(mutex);
      seen.insert(taken->body);
    }
  };
  std::vector<std::thread> takers;
  for (int i = 0; i < kTakers; ++i) takers.emplace_back(work);
  for (auto& taker : takers) taker.join();
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(kMessages));
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size());
}

TEST_P(QueueContract, WaitWakesOnAPutFromAnotherThread) {
  // A lost wake-up would sit out the deadline. The rounds let put and wait meet in every order.
  constexpr int kRounds = 100;
  const auto until = Deadline::in(120s);
  std::atomic<int> taken_so_far = 0;
  std::thread putter([&] {
    for (int i = 0; i < kRounds; ++i) {
      put(std::to_string(i));
      while (taken_so_far <= i && !until.passed()) taken_so_far.wait(i);
    }
  });
  const auto taker = [&]() -> Async<int> {
    int taken = 0;
    while (taken < kRounds && !until.passed()) {
      co_await queue().wait(until);
      const auto lease = co_await queue().take(600s);
      if (!lease || !*lease) continue;
      taken_so_far = ++taken;
      taken_so_far.notify_all();
    }
    co_return taken;
  };
  EXPECT_EQ(run_to_end(taker()), kRounds);
  EXPECT_FALSE(until.passed());
  taken_so_far = kRounds;
  taken_so_far.notify_all();
  putter.join();
}

TEST_P(QueueContract, WaitReturnsAtOnceWhenAMessageIsVisible) {
  put("job-1");
  const auto until = Deadline::in(60s);
  run_to_end(queue().wait(until));
  EXPECT_FALSE(until.passed());
}

TEST_P(QueueContract, WaitGivesUpAtItsDeadline) {
  const auto until = Deadline::in(20ms);
  // A wait may wake without cause (a driver that has just connected rings once), but it must not spin.
  int waits = 0;
  for (; !until.passed(); ++waits) run_to_end(queue().wait(until));
  EXPECT_LE(waits, 3);
}

}  // namespace docmill::queue
