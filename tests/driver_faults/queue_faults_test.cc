// One fault at a time, at every request of every call of a remote queue.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <tuple>

#include "driver_faults/faults.h"
#include "driver_faults/queue_place.h"
#include "support/service.h"

namespace docmill::queue {
namespace {

using namespace std::chrono_literals;
using test::Call;
using test::kLease;
using test::kLongerThanAnyLease;
using testing::Fault;
using testing::is_performed;
using testing::only_delays;

class QueueFaults : public ::testing::TestWithParam<test::QueueDriver> {
 protected:
  QueueFaults() { testing::keep_short(plan()); }

  Queue& queue() { return place_->queue(); }
  testing::FaultPlan& plan() { return place_->proxy().plan(); }
  void let_leases_end() { place_->advance(kLongerThanAnyLease); }

  /// Every request of the call meets every fault, one at a time: `then` makes the call.
  void at_every_request(Call call, const std::function<void(Fault)>& then) {
    const auto requests = place_->requests_of(call);
    for (std::size_t i = 0; i < requests.size(); ++i) {
      for (const auto fault : place_->faults()) {
        SCOPED_TRACE(testing::name_of(fault) + " at request " + std::to_string(i + 1));
        fault_ = fault;
        request_ = requests[i];
        then(fault);
        ASSERT_FALSE(HasFatalFailure());
        EXPECT_FALSE(take()) << "left over";
      }
    }
  }
  /// Runs `call` while its request meets the fault.
  template <class Made>
  auto troubled(Made call) {
    const auto before = plan().count(fault_);
    plan().arm(fault_, 1, request_);
    auto result = call();
    EXPECT_EQ(plan().count(fault_), before + 1) << "the call met no fault";
    return result;
  }
  /// Whether the driver gets over the fault by itself, as long as what it asks for may be asked for twice.
  bool is_survived(Fault fault) const { return only_delays(fault) || place_->tries_again(); }

  Result<void> put(const std::string& body) { return run_to_end(queue().put(body, 0s)); }
  std::optional<Lease> take() {
    auto taken = run_to_end(queue().take(kLease));
    EXPECT_TRUE(taken) << taken.error().describe();
    return taken.value_or(std::nullopt);
  }
  Lease put_and_take(const std::string& body) {
    EXPECT_TRUE(put(body));
    auto lease = take();
    EXPECT_TRUE(lease);
    return lease.value_or(Lease{});
  }
  Result<void> ack(const Lease& lease) { return run_to_end(queue().ack(lease)); }
  std::vector<DeadLetter> dead() { return run_to_end(queue().dead_letters(32)).value().shown; }

  /// Acks all that is visible. Every body is `body`.
  int ack_all(const std::string& body) {
    int count = 0;
    for (auto lease = take(); lease; lease = take(), ++count) {
      EXPECT_EQ(lease->body, body);
      EXPECT_TRUE(ack(*lease));
    }
    return count;
  }
  template <class T>
  static ErrorCode code_of(const Result<T>& result) {
    EXPECT_FALSE(result) << "it succeeded";
    return result ? ErrorCode::Internal : result.error().code();
  }

  std::unique_ptr<test::QueuePlace> place_ = GetParam().make();
  Fault fault_{};
  test::QueuePlace::Match request_;
};

INSTANTIATE_TEST_SUITE_P(Drivers, QueueFaults, ::testing::ValuesIn(test::remote_queues()),
                         [](const auto& info) { return info.param.name; });

TEST_P(QueueFaults, APutThatSucceedsIsStoredAndOneThatFailsSaysWhy) {
  const std::string body = "{\"job\":\"ä\"}" + std::string(20'000, 'x');
  at_every_request(Call::Put, [&](Fault fault) {
    const auto done = troubled([&] { return put(body); });
    EXPECT_EQ(done.has_value(), is_survived(fault));
    if (!done) EXPECT_EQ(code_of(done), ErrorCode::Unavailable);
    const auto copies = ack_all(body);
    if (done) EXPECT_GE(copies, 1);
    EXPECT_LE(copies, 2) << "once for each time it was sent";
    if (!place_->tries_again()) EXPECT_EQ(copies, is_performed(fault) ? 1 : 0);
  });
}

TEST_P(QueueFaults, AMessageWhoseTakeWentWrongComesBackWithItsDeliveryCounted) {
  at_every_request(Call::Take, [&](Fault fault) {
    ASSERT_TRUE(put("job"));
    const auto taken = troubled([&] { return run_to_end(queue().take(kLease)); });
    EXPECT_EQ(taken.has_value(), is_survived(fault));
    if (!taken) EXPECT_EQ(code_of(taken), ErrorCode::Unavailable);
    if (taken && *taken) {
      EXPECT_EQ((*taken)->body, "job");
      EXPECT_TRUE(ack(**taken));
      return;
    }
    let_leases_end();
    const auto lease = take();
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->body, "job");
    EXPECT_EQ(lease->delivery, is_performed(fault) ? 2U : 1U);
    EXPECT_TRUE(ack(*lease));
  });
}

TEST_P(QueueFaults, AnExtendThatFailsLeavesNobodyWithALeaseThatIsDead) {
  at_every_request(Call::Extend, [&](Fault fault) {
    const auto old = put_and_take("job");
    const auto fresh = troubled([&] { return run_to_end(queue().extend(old, kLease)); });
    if (only_delays(fault)) EXPECT_TRUE(fresh);
    if (fresh) {
      EXPECT_EQ(code_of(ack(old)), ErrorCode::LeaseLost);
      EXPECT_TRUE(ack(*fresh));
      return;
    }
    EXPECT_EQ(code_of(fresh), place_->tries_again() ? ErrorCode::LeaseLost : ErrorCode::Unavailable);
    EXPECT_EQ(ack(old).has_value(), !is_performed(fault)) << "the old token died when the lease was extended, heard of or not";
    let_leases_end();
    const auto next = take();
    EXPECT_EQ(next.has_value(), is_performed(fault));
    if (!next) return;
    EXPECT_EQ(next->delivery, 2U);
    EXPECT_TRUE(ack(*next));
  });
}

TEST_P(QueueFaults, AnAckWhoseAnswerIsLostHasRemovedTheMessage) {
  at_every_request(Call::Ack, [&](Fault fault) {
    const auto lease = put_and_take("job");
    const auto done = troubled([&] { return ack(lease); });
    // Nothing tells the second of two requests that another has come first.
    if (fault == Fault::Duplicate) {
      EXPECT_EQ(code_of(done), ErrorCode::LeaseLost);
    } else {
      EXPECT_EQ(done.has_value(), is_survived(fault)) << (done ? "" : done.error().describe());
      if (!done) EXPECT_EQ(code_of(done), ErrorCode::Unavailable);
    }
    const auto again = ack(lease);
    EXPECT_EQ(again.has_value(), !done && !is_performed(fault));
    if (!again) EXPECT_EQ(code_of(again), ErrorCode::LeaseLost);
    let_leases_end();
  });
}

TEST_P(QueueFaults, AReleaseWhoseAnswerIsLostHasGivenTheMessageBackOnce) {
  at_every_request(Call::Release, [&](Fault fault) {
    const auto lease = put_and_take("job");
    const auto done = troubled([&] { return run_to_end(queue().release(lease, 0s)); });
    if (fault == Fault::Duplicate) {
      EXPECT_EQ(code_of(done), ErrorCode::LeaseLost);
    } else {
      EXPECT_EQ(done.has_value(), is_survived(fault)) << (done ? "" : done.error().describe());
      if (!done) EXPECT_EQ(code_of(done), ErrorCode::Unavailable);
    }
    if (!done && !is_performed(fault)) let_leases_end();
    const auto next = take();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->delivery, 2U);
    EXPECT_EQ(code_of(ack(lease)), ErrorCode::LeaseLost);
    EXPECT_TRUE(ack(*next));
  });
}

TEST_P(QueueFaults, ABuryThatGoesWrongKeepsTheMessageAsALetterOrInTheQueue) {
  const std::string reason = "engine_crashed: It crashed.";
  at_every_request(Call::Bury, [&](Fault fault) {
    const auto lease = put_and_take("job");
    const auto done = troubled([&] { return run_to_end(queue().bury(lease, reason)); });
    if (only_delays(fault)) EXPECT_TRUE(done);
    if (!done) EXPECT_EQ(code_of(done), place_->tries_again() ? ErrorCode::LeaseLost : ErrorCode::Unavailable);
    let_leases_end();
    const auto left = take();
    auto letters = dead();
    EXPECT_EQ(letters.size(), done || !left ? 1U : letters.size());
    EXPECT_LE(letters.size(), 1U);
    if (done) EXPECT_FALSE(left);
    if (left) {
      EXPECT_EQ(left->body, "job");
      EXPECT_TRUE(run_to_end(queue().bury(*left, reason)));
      letters = dead();
    }
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters[0].body, "job");
    EXPECT_EQ(letters[0].reason, reason);
    EXPECT_EQ(letters[0].message_id, lease.message_id);
    EXPECT_TRUE(run_to_end(queue().requeue(lease.message_id)));
    EXPECT_TRUE(dead().empty()) << "doubles of a letter go with it";
    EXPECT_EQ(ack_all("job"), 1);
  });
}

TEST_P(QueueFaults, ARequeueThatGoesWrongKeepsTheLetterOrTheMessage) {
  at_every_request(Call::Requeue, [&](Fault fault) {
    const auto lease = put_and_take("job");
    ASSERT_TRUE(run_to_end(queue().bury(lease, "x")));
    const auto done = troubled([&] { return run_to_end(queue().requeue(lease.message_id)); });
    if (only_delays(fault)) EXPECT_TRUE(done);
    // A request that somebody else doubled has hidden the letters from the one whose answer we see.
    if (!done) EXPECT_EQ(code_of(done), fault == Fault::Duplicate ? ErrorCode::NotFound : ErrorCode::Unavailable);
    let_leases_end();
    auto copies = ack_all("job");
    if (done) EXPECT_GE(copies, 1);
    if (!dead().empty()) {
      EXPECT_TRUE(run_to_end(queue().requeue(lease.message_id)));
      copies += ack_all("job");
    }
    EXPECT_GE(copies, 1);
    EXPECT_TRUE(dead().empty());
  });
}

TEST_P(QueueFaults, WhatIsOnlyLookedAtIsToldRightOrAskedForAgain) {
  ASSERT_TRUE(run_to_end(queue().bury(put_and_take("bad"), "x")));
  put_and_take("leased");
  ASSERT_TRUE(put("waiting"));
  for (const auto call : {Call::Stats, Call::DeadLetters}) {
    for (const auto& request : place_->requests_of(call)) {
      for (const auto fault : place_->faults()) {
        plan().arm(fault, 1, request);
        if (call == Call::Stats) {
          const auto stats = run_to_end(queue().stats());
          ASSERT_TRUE(stats) << testing::name_of(fault) << ": " << stats.error().describe();
          EXPECT_EQ(std::tuple(stats->waiting, stats->delayed, stats->dead), std::tuple(1U, 1U, 1U)) << testing::name_of(fault);
        } else {
          const auto letters = run_to_end(queue().dead_letters(10));
          ASSERT_TRUE(letters) << testing::name_of(fault) << ": " << letters.error().describe();
          ASSERT_EQ(letters->shown.size(), 1U);
          EXPECT_EQ(letters->shown.front().body, "bad");
          EXPECT_EQ(letters->total, 1U);
        }
      }
    }
  }
}

TEST_P(QueueFaults, AServerThatIsAwayForAMomentIsUnavailableAndThenAllIsThere) {
  const auto leased = put_and_take("held");
  ASSERT_TRUE(put("kept"));
  auto& proxy = place_->proxy();
  proxy.refuse(true);
  plan().arm(Fault::CutBefore, 1'000);  // the connections that are open
  EXPECT_EQ(code_of(put("refused")), ErrorCode::Unavailable);
  EXPECT_EQ(code_of(run_to_end(queue().take(kLease))), ErrorCode::Unavailable);
  EXPECT_EQ(code_of(run_to_end(queue().extend(leased, kLease))), ErrorCode::Unavailable);
  EXPECT_EQ(code_of(ack(leased)), ErrorCode::Unavailable);
  EXPECT_EQ(code_of(run_to_end(queue().stats())), ErrorCode::Unavailable);
  plan().clear();
  proxy.refuse(false);
  ASSERT_TRUE(testing::wait_until([&] { return run_to_end(queue().stats()).has_value(); }, 20s));
  EXPECT_TRUE(ack(leased)) << "the lease is as good as before";
  EXPECT_EQ(ack_all("kept"), 1);
}

}  // namespace
}  // namespace docmill::queue
