#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <random>

#include "sandbox/sanitizer.h"
#include "steward/test_steward.h"
#include "worker/test_crash.h"

// The promise of the house, tried at every single step: a process that dies, or one call that fails, anywhere between the
// door and the last sweep leaves every accepted job with exactly one final state, at most one charge, no charge for a
// failure, and in the end not one blob.
namespace docmill::steward {
namespace {

using namespace std::chrono_literals;
using model::HoldState;
using model::Outcome;
using test::StewardHouse;
using testing::IsEmpty;
using worker::test::converted;
using worker::test::CrashingAccounts;
using worker::test::CrashingQueue;
using worker::test::CrashingStore;
using worker::test::CrashPoint;
using worker::test::kDocument;

// Every step gets a house of its own, some hundreds in all; in memory a sync costs nothing.
const bool kInMemory = ::access("/dev/shm", W_OK) == 0 && ::setenv("TMPDIR", "/dev/shm", 1) == 0;

// Every call in a plain build; a sanitizer reads the same paths again, at several times the cost, and has enough with every third.
constexpr std::uint64_t kEvery = sandbox::kSanitized ? 3 : 1;

enum class Story { Succeeds, Damaged, CrashesTheEngine, IsCancelled, CallsBack };

std::string name_of(Story story) {
  static const std::array<std::string, 5> names{"Succeeds", "Damaged", "CrashesTheEngine", "IsCancelled", "CallsBack"};
  return names.at(static_cast<std::size_t>(story));
}

/// One process with all roles, whose calls to storage go through a crash point.
class Process {
 public:
  Process(StewardHouse& house, CrashPoint point) : house_(house), point_(std::move(point)) {}

  CrashPoint& point() { return point_; }

  /// What the door does, in its order: inputs, hold, record, message. True when the job was accepted.
  bool accept(const model::Job& job, bool cancel) {
    auto door = [&]() -> Async<bool> {
      if (!co_await store::put(store_, job.inputs[0].blob, kDocument)) co_return false;
      if (!co_await accounts_.hold(house_.hold_of(job))) co_return false;
      if (!co_await store::put(store_, model::job_record(job.tenant, job.id), model::to_json(job))) co_return false;
      if (!co_await jobs_.put(model::to_json(StewardHouse::message_of(job)), 0s)) co_return false;
      if (cancel) (void)co_await store::put(store_, model::result_record(job.tenant, job.id), model::to_json(house_.cancelled(job)));
      co_return true;
    };
    return run_to_end(door());
  }

  /// Works, settles and lets short delays pass until nothing is left to do.
  void work() {
    for (int round = 0; round < 12 && !point_.dead(); ++round) {
      worker::test::work_until_empty(house_, house_.parts_with(jobs_, completions_, store_));
      (void)run_to_end(steward().settle_all());
      if (idle()) return;
      house_.clock.advance(61s);
    }
  }
  void sweep() { (void)run_to_end(steward().sweep(false)); }

  /// Everything a sweep may have to wait for on a job's way to its end, then the sweeps and what they brought back.
  void recover() {
    for (const auto wait : {11min, 16min}) {
      house_.clock.advance(wait);
      sweep();
      work();
    }
  }
  /// All lifetimes pass.
  void age() {
    for (const std::chrono::seconds wait : {std::chrono::seconds(7h), std::chrono::seconds(8 * 24h)}) {
      house_.clock.advance(wait);
      sweep();
    }
  }

 private:
  Steward& steward() {
    if (!steward_) steward_ = std::make_unique<Steward>(house_.steward_parts_with(jobs_, completions_, store_, accounts_), house_.options);
    return *steward_;
  }
  bool idle() { return house_.left(house_.jobs) == 0 && house_.left(house_.completions) == 0; }

  StewardHouse& house_;
  CrashPoint point_;
  CrashingQueue jobs_{house_.jobs, point_};
  CrashingQueue completions_{house_.completions, point_};
  CrashingStore store_{house_.store, point_};
  CrashingAccounts accounts_{house_.accounts, point_};
  std::unique_ptr<Steward> steward_;
};

/// One job's life in a house, told with a crash somewhere.
class Tale {
 public:
  explicit Tale(Story story) : story_(story) {
    if (story == Story::Damaged) house_.engine.always_fail(ErrorCode::InputDamaged);
    if (story == Story::CrashesTheEngine) house_.engine.always_fail(ErrorCode::EngineCrashed);
    job_ = house_.new_job();
    if (story == Story::CallsBack) job_.callback_url = "http://10.0.0.1/refused";
    month_ = month_of(house_.clock.now());
  }

  /// The whole life in one process. Returns how many calls it made.
  std::uint64_t undisturbed() {
    const auto calls = live(CrashPoint{});
    check_end();
    return calls;
  }

  void with(CrashPoint point) {
    live(std::move(point));
    check_end();
  }

  /// Dies again and again, then runs to its end.
  void with_deaths(const std::vector<std::uint64_t>& at) {
    for (std::size_t life = 0; life < at.size(); ++life) {
      Process process(house_, CrashPoint(at[life], CrashPoint::Kind::Killed, CrashPoint::When::After));
      if (life == 0) {
        accepted_ = process.accept(job_, story_ == Story::IsCancelled);
      } else {
        house_.clock.advance(61s);
      }
      process.work();
      remember_result();
    }
    Process last(house_, CrashPoint{});
    last.work();
    last.recover();
    check_job(false);
    last.age();
    check_end();
  }

 private:
  std::uint64_t live(CrashPoint point) {
    Process process(house_, std::move(point));
    accepted_ = process.accept(job_, story_ == Story::IsCancelled);
    process.work();
    if (!process.point().dead()) process.recover();
    remember_result();
    const bool died_working = process.point().dead();
    if (died_working) {
      Process next(house_, CrashPoint{});
      next.work();
      next.recover();
    }
    check_job(true);
    if (!died_working) process.age();
    Process last(house_, CrashPoint{});
    last.age();
    EXPECT_EQ(house_.left(house_.jobs), 0u) << "a finished job was put into the queue again";
    last.recover();
    return process.point().calls();
  }

  void remember_result() {
    const auto now = house_.blob(model::result_record(job_.tenant, job_.id));
    if (first_result_) {
      EXPECT_EQ(now, first_result_) << "a final state changed";
    }
    if (!first_result_) first_result_ = now;
  }

  /// What must hold once everybody has had time to do his part, long before anything expires.
  void check_job(bool one_crash) {
    remember_result();
    const auto result = house_.result_of(job_);
    const bool recorded = house_.blob(model::job_record(job_.tenant, job_.id)).has_value();
    EXPECT_TRUE(recorded || !accepted_) << "an accepted job was lost";
    EXPECT_EQ(result.has_value(), recorded) << "a job has a record exactly when it has a result";
    if (result) check_outcome(*result, one_crash);
    check_money(result && result->outcome == Outcome::Succeeded);
    EXPECT_EQ(house_.left(house_.jobs), 0u);
    EXPECT_EQ(house_.left(house_.completions), 0u);
    EXPECT_EQ(house_.stats(house_.completions).dead, 0u);
    if (result) {
      EXPECT_FALSE(house_.has_inputs(job_));
    }
    succeeded_ = result && result->outcome == Outcome::Succeeded;
  }

  void check_outcome(const model::JobResult& result, bool one_crash) {
    if (result.outcome == Outcome::Succeeded) {
      ASSERT_EQ(result.outputs.size(), 1u);
      EXPECT_EQ(house_.blob(result.outputs[0].blob), converted(kDocument));
    }
    if (result.has_callback) {
      EXPECT_TRUE(house_.blob(model::callback_record(job_.tenant, job_.id))) << "nobody dealt with the callback";
    }
    const auto code = result.error ? result.error->code : ErrorCode::Internal;
    switch (story_) {
      case Story::Succeeds:
      case Story::CallsBack:
        // Enough deaths use the attempts up.
        EXPECT_TRUE(result.outcome == Outcome::Succeeded || (!one_crash && code == ErrorCode::Internal));
        break;
      case Story::Damaged:
        EXPECT_EQ(result.outcome, Outcome::Failed);
        EXPECT_TRUE(code == ErrorCode::InputDamaged || !one_crash);
        break;
      case Story::CrashesTheEngine:
        EXPECT_EQ(result.outcome, Outcome::Failed);
        // Killed between remembering the digest and writing the result, the next attempt meets its own memory; the last attempt
        // may have met the failing call instead of the crash; and a death counts as an attempt.
        EXPECT_TRUE(code == ErrorCode::EngineCrashed || code == ErrorCode::KnownKiller || code == ErrorCode::Unavailable ||
                    code == ErrorCode::Internal);
        break;
      case Story::IsCancelled:
        // Dying on the way to the cancellation leaves a job that nobody cancelled.
        EXPECT_NE(result.outcome, Outcome::Failed);
        break;
    }
  }

  void check_money(bool succeeded) {
    const auto usage = test::needed(run_to_end(house_.accounts.usage(job_.tenant, month_)));
    EXPECT_EQ(usage.charged, succeeded ? 1u : 0u);
    EXPECT_EQ(usage.held, 0u) << "a hold stayed open";
  }

  void check_end() {
    EXPECT_THAT(house_.blobs(), IsEmpty());
    check_money(succeeded_);
    EXPECT_EQ(house_.left(house_.jobs), 0u);
    EXPECT_EQ(house_.left(house_.completions), 0u);
  }

  Story story_;
  StewardHouse house_;
  model::Job job_;
  std::string month_;
  bool accepted_ = false;
  bool succeeded_ = false;
  std::optional<std::string> first_result_;
};

using Disturbance = std::tuple<Story, CrashPoint::Kind, CrashPoint::When>;

class CrashPoints : public testing::TestWithParam<Disturbance> {};

TEST_P(CrashPoints, LeaveOneFinalStateAtMostOneChargeAndNothingBehind) {
  const auto [story, kind, when] = GetParam();
  const auto calls = Tale(story).undisturbed();
  ASSERT_GT(calls, 20u);
  for (std::uint64_t at = 1; at <= calls; at += kEvery) {
    SCOPED_TRACE("at call " + std::to_string(at) + " of " + std::to_string(calls));
    Tale(story).with(CrashPoint(at, kind, when));
    if (HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Everywhere, CrashPoints,
                         testing::Combine(testing::Values(Story::Succeeds, Story::Damaged, Story::CrashesTheEngine, Story::IsCancelled,
                                                          Story::CallsBack),
                                          testing::Values(CrashPoint::Kind::Killed, CrashPoint::Kind::Failed),
                                          testing::Values(CrashPoint::When::Before, CrashPoint::When::After)),
                         [](const auto& tested) {
                           const bool killed = std::get<1>(tested.param) == CrashPoint::Kind::Killed;
                           const bool before = std::get<2>(tested.param) == CrashPoint::When::Before;
                           return name_of(std::get<0>(tested.param)) + (killed ? "Killed" : "CallFailed") + (before ? "Before" : "After");
                         });

class RepeatedDeaths : public testing::TestWithParam<Story> {};

TEST_P(RepeatedDeaths, LeaveTheSame) {
  std::minstd_rand chance(20'260);
  for (int i = 0; i < 25; ++i) {
    std::vector<std::uint64_t> at;
    for (int life = 0; life < 4; ++life) at.push_back(std::uniform_int_distribution<std::uint64_t>(5, 40)(chance));
    SCOPED_TRACE(testing::PrintToString(at));
    Tale(GetParam()).with_deaths(at);
    if (HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Stories, RepeatedDeaths,
                         testing::Values(Story::Succeeds, Story::Damaged, Story::CrashesTheEngine, Story::IsCancelled, Story::CallsBack),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace docmill::steward
