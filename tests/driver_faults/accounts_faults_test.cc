// The accounts while the line to their database is cut and held: nothing is charged twice and no hold is lost.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "accounts/postgres/postgres_accounts.h"
#include "driver_faults/faults.h"
#include "support/postgres_server.h"

namespace docmill::accounts {
namespace {

using namespace std::chrono_literals;
using model::HoldState;
using testing::Fault;
using testing::FaultProxy;
using testing::is_performed;
using testing::PostgresServer;

constexpr std::array kAll{Fault::DelayRequest, Fault::DelayAnswer, Fault::CutBefore, Fault::CutAfter};
constexpr std::uint64_t kSeed = 20'261'124;

class AccountsFaults : public ::testing::Test {
 protected:
  AccountsFaults() {
    testing::keep_short(plan());
    EXPECT_TRUE(open_postgres_accounts(place_.uri()));
    place_.run("GRANT ALL ON ALL TABLES IN SCHEMA public TO docmill");
    const auto uri = fmt::format("postgres://docmill:open-sesame@127.0.0.1:{}/{}?sslmode=disable", proxy_.port(), place_.name());
    auto opened = open_postgres_accounts(Secret(uri));
    EXPECT_TRUE(opened) << opened.error().describe();
    database_ = *std::move(opened);
    accounts_.emplace(*database_, clock_);
    EXPECT_TRUE(run_to_end(accounts_->put_plan({"test", 1'000})));
    EXPECT_TRUE(run_to_end(accounts_->ensure_tenant(acme_, "test")));
  }

  testing::FaultPlan& plan() { return proxy_.plan(); }
  Result<model::Hold> hold(std::string job, std::uint32_t documents = 2) {
    model::Hold request;
    request.job = JobId::trusted(std::move(job));
    request.tenant = acme_;
    request.documents = documents;
    request.made_at = clock_.now();
    return run_to_end(accounts_->hold(std::move(request)));
  }
  Result<model::Hold> capture(std::string job) { return run_to_end(accounts_->capture(JobId::trusted(std::move(job)))); }
  Result<model::Hold> release(std::string job) { return run_to_end(accounts_->release(JobId::trusted(std::move(job)))); }
  std::string ask(const std::string& sql) { return place_.ask(sql); }
  /// "charged held" of the month.
  std::string usage() { return ask("SELECT coalesce(sum(charged), 0) || ' ' || coalesce(sum(held), 0) FROM usage"); }

  static bool is_commit(const std::string&, const std::string& sent) { return sent.find(testing::kCommit) != std::string::npos; }
  static bool is_anything(const std::string&, const std::string&) { return true; }

  /// Calls while the next commit meets the fault, and once more as its caller would.
  template <class Made>
  auto told_twice(Fault fault, Made made) {
    plan().arm(fault, 1, is_commit);
    const auto met = plan().count(fault);
    const auto first = made();
    EXPECT_EQ(plan().count(fault), met + 1);
    EXPECT_EQ(first.has_value(), testing::only_delays(fault));
    if (!first) EXPECT_EQ(first.error().code(), ErrorCode::Unavailable) << first.error().describe();
    auto again = made();
    EXPECT_TRUE(again) << again.error().describe();
    return again;
  }
  /// Calls until the answer is not that the database cannot be reached.
  template <class Made>
  static auto until_told(Made made) {
    auto result = made();
    EXPECT_TRUE(testing::wait_until(
        [&] {
          if (result || result.error().code() != ErrorCode::Unavailable) return true;
          result = made();
          return false;
        },
        30s));
    return result;
  }

  const TenantId acme_ = TenantId::trusted("acme");
  ManualClock clock_;
  testing::PostgresDatabase place_;
  FaultProxy proxy_{PostgresServer::shared().port(), FaultProxy::Mode::Tcp};
  std::unique_ptr<postgres::Database> database_;
  std::optional<PostgresAccounts> accounts_;
};

TEST_F(AccountsFaults, ACallWhoseCommitMetAFaultIsRepeatedWithoutHarm) {
  int jobs = 0;
  for (const auto fault : kAll) {
    SCOPED_TRACE(testing::name_of(fault));
    const auto charged = fmt::format("job-{}", ++jobs);
    const auto given_back = fmt::format("job-{}", ++jobs);
    EXPECT_EQ(told_twice(fault, [&] { return hold(charged); }).value().state, HoldState::Open);
    EXPECT_EQ(told_twice(fault, [&] { return hold(given_back); }).value().state, HoldState::Open);
    EXPECT_EQ(usage(), fmt::format("{} 4", jobs - 2));
    EXPECT_EQ(told_twice(fault, [&] { return capture(charged); }).value().state, HoldState::Captured);
    EXPECT_EQ(told_twice(fault, [&] { return release(given_back); }).value().state, HoldState::Released);
    EXPECT_EQ(usage(), fmt::format("{} 0", jobs));
    // Whoever settles it otherwise, late, changes nothing.
    EXPECT_EQ(release(charged).value().state, HoldState::Captured);
    EXPECT_EQ(capture(given_back).value().state, HoldState::Released);
    EXPECT_EQ(usage(), fmt::format("{} 0", jobs));
  }
  EXPECT_EQ(ask("SELECT count(*) FROM ledger"), std::to_string(jobs * 2));
}

TEST_F(AccountsFaults, ACommitThatNeverCameChangesNothingAndOneThatDidIsThere) {
  for (const auto fault : {Fault::CutBefore, Fault::CutAfter}) {
    const auto job = "job-" + testing::name_of(fault).substr(4);
    plan().arm(fault, 1, is_commit);
    EXPECT_EQ(hold(job).error().code(), ErrorCode::Unavailable);
    EXPECT_EQ(ask("SELECT count(*) FROM holds WHERE job = '" + job + "'"), is_performed(fault) ? "1" : "0");
    ASSERT_TRUE(hold(job));
    plan().arm(fault, 1, is_commit);
    EXPECT_EQ(capture(job).error().code(), ErrorCode::Unavailable);
    EXPECT_EQ(ask("SELECT state FROM holds WHERE job = '" + job + "'"), is_performed(fault) ? "captured" : "open");
    EXPECT_EQ(run_to_end(accounts_->open_holds(clock_.now() + 1h, 10)).value().size(), is_performed(fault) ? 0U : 1U);
    EXPECT_TRUE(capture(job));
  }
  EXPECT_EQ(usage(), "4 0");
}

TEST_F(AccountsFaults, EveryStatementOfACallMayBeTheOneThatIsCut) {
  // BEGIN, statements to prepare and to run, COMMIT: the fault meets one after the other until the call meets none.
  int cut = 0;
  for (int skip = 0; cut == skip; ++skip) {
    const auto job = fmt::format("job-{}", skip);
    auto left = std::make_shared<std::atomic<int>>(skip);
    const auto before = plan().count(Fault::CutAfter);
    plan().arm(Fault::CutAfter, 1, [left](const std::string&, const std::string& sent) {
      return sent.find("statement_timeout") == std::string::npos && (*left)-- == 0;
    });
    const auto first = hold(job);
    plan().clear();
    const bool met = plan().count(Fault::CutAfter) != before;
    EXPECT_EQ(first.has_value(), !met) << "cut at request " << skip + 1;
    ASSERT_TRUE(hold(job));
    EXPECT_EQ(ask("SELECT count(*) FROM ledger WHERE job = '" + job + "'"), "1");
    EXPECT_TRUE(release(job));
    if (met) ++cut;
  }
  EXPECT_GE(cut, 5);
  EXPECT_EQ(usage(), "0 0");
}

TEST_F(AccountsFaults, WhatIsOnlyReadIsReadAgain) {
  ASSERT_TRUE(hold("job-1"));
  for (const auto fault : kAll) {
    plan().arm(fault, 1, is_commit);
    const auto used = run_to_end(accounts_->usage(acme_, month_of(clock_.now())));
    ASSERT_TRUE(used) << testing::name_of(fault) << ": " << used.error().describe();
    EXPECT_EQ(used->held, 2U);
    plan().arm(fault, 1, is_commit);
    EXPECT_EQ(run_to_end(accounts_->open_holds(clock_.now() + 1h, 10)).value().size(), 1U);
  }
}

TEST_F(AccountsFaults, ADatabaseThatIsAwayForAMomentIsUnavailableAndThenAllIsThere) {
  ASSERT_TRUE(hold("job-1"));
  proxy_.refuse(true);
  plan().arm(Fault::CutBefore, 1'000, is_anything);  // the connections that are open
  EXPECT_EQ(hold("job-2").error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(capture("job-1").error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(accounts_->probe()).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(accounts_->plans()).error().code(), ErrorCode::Unavailable);
  plan().clear();
  proxy_.refuse(false);
  EXPECT_TRUE(until_told([&] { return run_to_end(accounts_->probe()); }));
  EXPECT_EQ(capture("job-1").value().state, HoldState::Captured);
  EXPECT_EQ(capture("job-2").error().code(), ErrorCode::NotFound);
  EXPECT_EQ(usage(), "2 0");
}

TEST_F(AccountsFaults, ManyCallersWhoRepeatWhatFailedSettleEveryJobOnce) {
  constexpr int kJobs = 20;
  constexpr int kCallers = 3;
  constexpr double kChance = 0.02;  // of each fault, at each of the ten requests or so of a call
  testing::all_chances(plan(), kChance, kSeed);
  std::mutex mutex;
  std::map<std::string, HoldState> told;
  // All hold every job; some capture it, the others release it.
  const auto work = [&](int caller) {
    std::mt19937_64 random(kSeed + static_cast<std::uint64_t>(caller));
    for (int number = 0; number < kJobs; ++number) {
      const auto job = fmt::format("job-{}", number);
      const auto held = until_told([&] { return hold(job, 3); });
      ASSERT_TRUE(held) << held.error().describe();
      const bool captures = random() % 4 != 0;
      const auto settled = until_told([&] { return captures ? capture(job) : release(job); });
      ASSERT_TRUE(settled) << settled.error().describe();
      const std::lock_guard lock(mutex);
      const auto [known, first] = told.try_emplace(job, settled->state);
      EXPECT_EQ(known->second, settled->state) << job << " was settled in two ways";
      EXPECT_NE(settled->state, HoldState::Open);
    }
  };
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) callers.emplace_back(work, i);
  for (auto& caller : callers) caller.join();
  std::printf("accounts: %s\n", plan().summary().c_str());
  plan().clear();

  const auto charged = std::ranges::count_if(told, [](const auto& one) { return one.second == HoldState::Captured; });
  EXPECT_EQ(told.size(), std::size_t{kJobs});
  EXPECT_EQ(usage(), fmt::format("{} 0", charged * 3));
  EXPECT_EQ(ask("SELECT count(*) FROM ledger WHERE kind = 'hold'"), std::to_string(kJobs));
  EXPECT_EQ(ask("SELECT count(*) FROM ledger WHERE kind = 'capture'"), std::to_string(charged));
  EXPECT_EQ(ask("SELECT count(*) FROM ledger WHERE kind = 'release'"), std::to_string(kJobs - charged));
}

}  // namespace
}  // namespace docmill::accounts
