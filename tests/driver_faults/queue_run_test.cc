// Many messages and several takers while every request may meet any fault.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "driver_faults/faults.h"
#include "driver_faults/queue_place.h"
#include "support/service.h"

namespace docmill::queue {
namespace {

using namespace std::chrono_literals;
using test::kLease;
using test::kLongerThanAnyLease;

constexpr int kMessages = 60;
constexpr int kTakers = 3;
constexpr int kMostRounds = 40;
constexpr std::uint64_t kSeed = 20'261'124;

/// How a message ends; its number decides, so that whoever has it next does the same again.
bool is_buried(int number) {
  return number % 8 == 3;
}

std::string body_of(int number) {
  return "{\"job\":\"" + std::to_string(number) + "\",\"name\":\"Übersicht " + std::string(static_cast<std::size_t>(number) * 7, 'x') +
         "\"}";
}

/// What the takers know together.
class Ledger {
 public:
  void taken(const Lease& lease) {
    const std::lock_guard lock(mutex_);
    auto& message = messages_[lease.message_id];
    // Numbers of deliveries never repeat: each is one taker's.
    EXPECT_TRUE(message.deliveries.insert(lease.delivery).second) << lease.message_id << " has been delivered twice at once";
    delivered_.insert(lease.body);
  }
  /// To be called before a lease is used to end a message.
  void ending(const Lease& lease) {
    const std::lock_guard lock(mutex_);
    messages_[lease.message_id].may_be_gone = true;
  }
  /// Somebody has a newer lease and nobody has tried to end the message: the lease is lost for certain.
  bool is_lost(const Lease& lease) const {
    const std::lock_guard lock(mutex_);
    const auto& message = messages_.at(lease.message_id);
    return *message.deliveries.rbegin() > lease.delivery && !message.may_be_gone;
  }
  bool was_delivered(const std::string& body) const {
    const std::lock_guard lock(mutex_);
    return delivered_.contains(body);
  }

 private:
  struct Message {
    std::set<std::uint32_t> deliveries{};
    bool may_be_gone = false;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Message> messages_;
  std::set<std::string> delivered_;
};

class QueueRun : public ::testing::TestWithParam<test::QueueDriver> {
 protected:
  Queue& queue() { return place_->queue(); }

  /// Puts every body; returns those whose put succeeded.
  std::set<int> put_all() {
    std::set<int> stored;
    for (int number = 0; number < kMessages; ++number) {
      const auto done = run_to_end(queue().put(body_of(number), 0s));
      if (done) stored.insert(number);
      if (done) continue;
      EXPECT_EQ(done.error().code(), ErrorCode::Unavailable) << done.error().describe();
      back_off();
    }
    return stored;
  }

  /// Works on what is visible until nothing is. Some takers fall asleep over their lease, and wake when it is over.
  void work(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    for (;;) {
      auto taken = run_to_end(queue().take(kLease));
      if (!taken) {
        expect_trouble(taken);
        back_off();
        continue;
      }
      if (!*taken) return;
      ledger_.taken(**taken);
      if (random() % 8 == 0) {
        const std::lock_guard lock(mutex_);
        asleep_.push_back(**std::move(taken));
      } else {
        handle(**std::move(taken), random());
      }
    }
  }

  void handle(Lease lease, std::uint64_t draw) {
    const auto number = number_of(lease.body);
    if (!number) return;
    if (draw % 3 == 0) {
      auto extended = run_to_end(queue().extend(lease, kLease));
      if (!extended) return expect_trouble(extended);  // a worker abandons its attempt
      EXPECT_EQ(extended->body, lease.body);
      lease = *std::move(extended);
    }
    if (draw % 5 == 0) return expect_trouble(run_to_end(queue().release(lease, 0s)));
    ledger_.ending(lease);
    expect_trouble(is_buried(*number) ? run_to_end(queue().bury(lease, "engine_crashed: It crashed.")) : run_to_end(queue().ack(lease)));
  }

  /// Those who slept over their lease must not end what somebody else works on now.
  void wake_sleepers() {
    for (const auto& lease : std::exchange(asleep_, {})) {
      const bool lost = ledger_.is_lost(lease);
      const auto extended = run_to_end(queue().extend(lease, kLease));
      if (lost) EXPECT_FALSE(extended) << "delivery " << lease.delivery << " is over";
      expect_trouble(extended);
      if (!lost) continue;
      sleepers_lost_ += 1;
      const auto acked = run_to_end(queue().ack(lease));
      EXPECT_FALSE(acked) << "delivery " << lease.delivery << " is over";
      expect_trouble(acked);
    }
  }

  /// Until the server can be reached again.
  void back_off() {
    EXPECT_TRUE(testing::wait_until([&] { return run_to_end(queue().stats()).has_value(); }, 20s));
  }

  template <class T>
  static void expect_trouble(const Result<T>& result) {
    if (result) return;
    const auto code = result.error().code();
    EXPECT_TRUE(code == ErrorCode::Unavailable || code == ErrorCode::LeaseLost) << result.error().describe();
  }

  static std::optional<int> number_of(const std::string& body) {
    for (int number = 0; number < kMessages; ++number) {
      if (body == body_of(number)) return number;
    }
    ADD_FAILURE() << "nobody has put this: " << body;
    return std::nullopt;
  }

  bool is_empty() {
    const auto stats = run_to_end(queue().stats());
    return stats && stats->waiting + stats->delayed == 0;
  }

  std::unique_ptr<test::QueuePlace> place_ = GetParam().make();
  Ledger ledger_;
  std::mutex mutex_;
  std::vector<Lease> asleep_;
  int sleepers_lost_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Drivers, QueueRun, ::testing::ValuesIn(test::remote_queues()), [](const auto& info) { return info.param.name; });

TEST_P(QueueRun, EveryMessageThatWasStoredIsDeliveredAndEndsAsItShould) {
  auto& plan = place_->proxy().plan();
  testing::keep_short(plan);
  testing::all_chances(plan, place_->chance(), kSeed);
  const auto stored = put_all();
  EXPECT_GE(stored.size(), kMessages * 3U / 4);

  int rounds = 0;
  for (; rounds < kMostRounds && !is_empty(); ++rounds) {
    std::vector<std::thread> takers;
    for (std::uint64_t i = 0; i < kTakers; ++i)
      takers.emplace_back([&, i] { work(kSeed + static_cast<std::uint64_t>(rounds) * kTakers + i); });
    for (auto& taker : takers) taker.join();
    place_->advance(kLongerThanAnyLease);
    // What the sleepers had is taken by others, who hold it while the sleepers wake.
    std::vector<Lease> held;
    for (std::size_t i = 0; i < asleep_.size() + 1; ++i) {
      auto taken = run_to_end(queue().take(kLease));
      if (!taken || !*taken) continue;
      ledger_.taken(**taken);
      held.push_back(**std::move(taken));
    }
    wake_sleepers();
    for (auto& lease : held) handle(std::move(lease), 1);
  }
  std::printf("%s: %s; %d rounds, %d leases slept over\n", GetParam().name.c_str(), plan.summary().c_str(), rounds, sleepers_lost_);
  plan.clear();

  EXPECT_LT(rounds, kMostRounds) << "messages are left";
  EXPECT_GT(sleepers_lost_, 0);
  place_->advance(kLongerThanAnyLease);
  EXPECT_FALSE(run_to_end(queue().take(kLease)).value()) << "something is left";
  for (const auto number : stored) EXPECT_TRUE(ledger_.was_delivered(body_of(number))) << number << " was lost";
  const auto letters = run_to_end(queue().dead_letters(32)).value().shown;
  std::set<std::string> ids;
  std::set<int> buried;
  for (const auto& letter : letters) {
    EXPECT_TRUE(ids.insert(letter.message_id).second) << "a letter is shown twice";
    EXPECT_EQ(letter.reason, "engine_crashed: It crashed.");
    const auto number = number_of(letter.body);
    if (number) EXPECT_TRUE(is_buried(*number)) << *number << " was acked";
    buried.insert(number.value_or(-1));
  }
  for (const auto number : stored) {
    if (is_buried(number)) EXPECT_TRUE(buried.contains(number)) << number << " was lost on its way to the dead letters";
  }
}

}  // namespace
}  // namespace docmill::queue
