#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "accounts/accounts.h"
#include "base/async.h"
#include "base/clock.h"

/// The promises of the accounts as tests. A driver's test includes this file and says how to make them, as with QueueContract.
namespace docmill::accounts {

/// New accounts of the driver under test.
class AccountsUnderTest {
 public:
  virtual ~AccountsUnderTest() = default;
  virtual Accounts& accounts() = 0;
  virtual ManualClock& clock() = 0;
  /// Closes the accounts and opens them again on the same storage.
  virtual void reopen() = 0;
};

struct AccountsCase {
  std::string name;
  std::function<std::unique_ptr<AccountsUnderTest>()> make;
};

inline void PrintTo(const AccountsCase& the_case, std::ostream* out) {
  *out << the_case.name;
}

inline std::string case_name(const ::testing::TestParamInfo<AccountsCase>& info) {
  return info.param.name;
}

class AccountsContract : public ::testing::TestWithParam<AccountsCase> {
 protected:
  using State = model::HoldState;

  AccountsContract() : under_test_(GetParam().make()) {}

  Accounts& accounts() { return under_test_->accounts(); }
  ManualClock& clock() { return under_test_->clock(); }
  void reopen() { under_test_->reopen(); }

  const TenantId acme_ = TenantId::trusted("acme");

  void tenant_with(std::uint64_t documents) {
    ASSERT_TRUE(run_to_end(accounts().put_plan({"test", documents})));
    const auto made = run_to_end(accounts().ensure_tenant(acme_, "test"));
    ASSERT_TRUE(made) << made.error().describe();
  }
  model::Hold request(std::string_view job, std::uint32_t documents = 1) {
    model::Hold hold;
    hold.job = JobId::trusted(std::string(job));
    hold.tenant = acme_;
    hold.action = "convert/docx-to-pdf";
    hold.documents = documents;
    hold.made_at = clock().now();
    return hold;
  }
  Result<model::Hold> hold(std::string_view job, std::uint32_t documents = 1) {
    return run_to_end(accounts().hold(request(job, documents)));
  }
  Result<model::Hold> capture(std::string_view job) { return run_to_end(accounts().capture(JobId::trusted(std::string(job)))); }
  Result<model::Hold> release(std::string_view job) { return run_to_end(accounts().release(JobId::trusted(std::string(job)))); }
  model::Usage usage() { return run_to_end(accounts().usage(acme_, month_of(clock().now()))).value(); }
  model::ApiKey key(std::string_view id, TenantId tenant) {
    model::ApiKey key;
    key.id = KeyId::trusted(std::string(id));
    key.tenant = std::move(tenant);
    key.label = "CI of the \"website\"";
    key.secret_hash = "sha256:00ff";
    key.scopes = {model::Scope::Convert, model::Scope::Admin};
    key.created_at = clock().now();
    return key;
  }

  template <class T>
  static ErrorCode code_of(const Result<T>& result) {
    EXPECT_FALSE(result) << "it succeeded";
    return result ? ErrorCode::Internal : result.error().code();
  }
  void expect_usage(std::uint64_t charged, std::uint64_t held, std::uint64_t left) {
    const auto now = usage();
    EXPECT_EQ(now.charged, charged);
    EXPECT_EQ(now.held, held);
    EXPECT_EQ(now.left, left);
  }

 private:
  std::unique_ptr<AccountsUnderTest> under_test_;
};

TEST_P(AccountsContract, NewAccountsKnowTheirThreePlans) {
  std::map<std::string, std::uint64_t> plans;
  const auto listed = run_to_end(accounts().plans()).value();
  for (const auto& plan : listed) plans[plan.name] = plan.documents;
  EXPECT_EQ(plans.size(), 3U);
  EXPECT_EQ(plans["free"], 100U);
  EXPECT_EQ(plans["team"], 3000U);
  EXPECT_GE(plans["unlimited"], 1'000'000'000'000U);
}

TEST_P(AccountsContract, ATenantStartsUnlimitedAndKeepsItsPlanUntilItIsChanged) {
  const auto made = run_to_end(accounts().ensure_tenant(acme_, std::nullopt)).value();
  EXPECT_EQ(made.id, acme_);
  EXPECT_EQ(made.plan, "unlimited");
  EXPECT_EQ(made.created_at, clock().now());
  clock().advance(std::chrono::hours(1));
  EXPECT_EQ(run_to_end(accounts().ensure_tenant(acme_, "free")).value().plan, "free");
  const auto same = run_to_end(accounts().ensure_tenant(acme_, std::nullopt)).value();
  EXPECT_EQ(same.plan, "free");
  EXPECT_EQ(same.created_at, made.created_at);
}

TEST_P(AccountsContract, ATenantCannotHaveAPlanThatIsNotThere) {
  EXPECT_EQ(code_of(run_to_end(accounts().ensure_tenant(acme_, "gold"))), ErrorCode::NotFound);
  EXPECT_EQ(code_of(run_to_end(accounts().usage(acme_, "2026-11"))), ErrorCode::NotFound);
}

TEST_P(AccountsContract, APlanCanBeChangedAndABrokenOneIsRefused) {
  tenant_with(5);
  EXPECT_TRUE(run_to_end(accounts().put_plan({"test", 7})));
  EXPECT_EQ(usage().left, 7U);
  EXPECT_EQ(code_of(run_to_end(accounts().put_plan({"Test!", 7}))), ErrorCode::BadRequest);
  EXPECT_EQ(code_of(run_to_end(accounts().put_plan({"test", ~0ULL}))), ErrorCode::BadRequest);
}

TEST_P(AccountsContract, AKeyReadsBackAsItWasAdded) {
  ASSERT_TRUE(run_to_end(accounts().ensure_tenant(acme_, std::nullopt)));
  auto added = key("k1", acme_);
  added.expires_at = clock().now() + std::chrono::hours(1);
  ASSERT_TRUE(run_to_end(accounts().add_key(added)));
  const auto found = run_to_end(accounts().find_key(added.id)).value();
  EXPECT_EQ(found.id, added.id);
  EXPECT_EQ(found.tenant, acme_);
  EXPECT_EQ(found.label, added.label);
  EXPECT_EQ(found.secret_hash, added.secret_hash);
  EXPECT_EQ(found.scopes, added.scopes);
  EXPECT_EQ(found.created_at, added.created_at);
  EXPECT_EQ(found.expires_at, added.expires_at);
  EXPECT_FALSE(found.revoked_at);
}

TEST_P(AccountsContract, AKeyNeedsItsTenantAndAnIdOfItsOwn) {
  EXPECT_EQ(code_of(run_to_end(accounts().add_key(key("k1", acme_)))), ErrorCode::NotFound);
  EXPECT_EQ(code_of(run_to_end(accounts().find_key(KeyId::trusted("k1")))), ErrorCode::NotFound);
  ASSERT_TRUE(run_to_end(accounts().ensure_tenant(acme_, std::nullopt)));
  EXPECT_TRUE(run_to_end(accounts().add_key(key("k1", acme_))));
  EXPECT_EQ(code_of(run_to_end(accounts().add_key(key("k1", acme_)))), ErrorCode::AlreadyExists);
}

TEST_P(AccountsContract, KeysAreListedOldestFirstForOneTenantOrAll) {
  const auto other = TenantId::trusted("other");
  for (const auto& tenant : {acme_, other}) ASSERT_TRUE(run_to_end(accounts().ensure_tenant(tenant, std::nullopt)));
  for (const auto& [id, tenant] : {std::pair("z", acme_), std::pair("m", other), std::pair("a", acme_)}) {
    ASSERT_TRUE(run_to_end(accounts().add_key(key(id, tenant))));
    clock().advance(std::chrono::seconds(1));
  }
  const auto ids = [&](std::optional<TenantId> tenant) {
    std::string all;
    const auto listed = run_to_end(accounts().keys(std::move(tenant))).value();
    for (const auto& one : listed) all += one.id.text();
    return all;
  };
  EXPECT_EQ(ids(std::nullopt), "zma");
  EXPECT_EQ(ids(acme_), "za");
  EXPECT_EQ(ids(TenantId::trusted("nobody")), "");
}

TEST_P(AccountsContract, RevokingTwiceKeepsTheFirstMoment) {
  ASSERT_TRUE(run_to_end(accounts().ensure_tenant(acme_, std::nullopt)));
  const auto id = KeyId::trusted("k1");
  EXPECT_EQ(code_of(run_to_end(accounts().revoke_key(id))), ErrorCode::NotFound);
  ASSERT_TRUE(run_to_end(accounts().add_key(key("k1", acme_))));
  const auto when = clock().now();
  EXPECT_TRUE(run_to_end(accounts().revoke_key(id)));
  clock().advance(std::chrono::hours(1));
  EXPECT_TRUE(run_to_end(accounts().revoke_key(id)));
  EXPECT_EQ(run_to_end(accounts().find_key(id)).value().revoked_at, when);
}

TEST_P(AccountsContract, AHoldIsSetAsideAndItsCaptureChargesIt) {
  tenant_with(10);
  const auto made = hold("job-1", 3);
  ASSERT_TRUE(made) << made.error().describe();
  EXPECT_EQ(made->state, State::Open);
  EXPECT_EQ(made->month, month_of(clock().now()));
  expect_usage(0, 3, 7);
  EXPECT_EQ(capture("job-1").value().state, State::Captured);
  expect_usage(3, 0, 7);
}

TEST_P(AccountsContract, AReleasedHoldIsGivenBack) {
  tenant_with(10);
  ASSERT_TRUE(hold("job-1", 3));
  EXPECT_EQ(release("job-1").value().state, State::Released);
  expect_usage(0, 0, 10);
}

TEST_P(AccountsContract, HoldingAgainForTheSameJobReturnsTheFirstHoldWhateverItsState) {
  tenant_with(10);
  ASSERT_TRUE(hold("job-1", 3));
  EXPECT_EQ(hold("job-1", 9).value().documents, 3U);
  expect_usage(0, 3, 7);
  ASSERT_TRUE(capture("job-1"));
  EXPECT_EQ(hold("job-1", 3).value().state, State::Captured);
  ASSERT_TRUE(hold("job-2"));
  ASSERT_TRUE(release("job-2"));
  EXPECT_EQ(hold("job-2").value().state, State::Released);
  expect_usage(3, 0, 7);
}

TEST_P(AccountsContract, CapturingTwiceChargesOnceAndASettledHoldStaysSettled) {
  tenant_with(10);
  ASSERT_TRUE(hold("job-1", 2));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(capture("job-1").value().state, State::Captured);
  EXPECT_EQ(release("job-1").value().state, State::Captured);
  ASSERT_TRUE(hold("job-2"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(release("job-2").value().state, State::Released);
  EXPECT_EQ(capture("job-2").value().state, State::Released);
  expect_usage(2, 0, 8);
}

TEST_P(AccountsContract, SettlingAJobWithoutAHoldIsNotFound) {
  EXPECT_EQ(code_of(capture("job-1")), ErrorCode::NotFound);
  EXPECT_EQ(code_of(release("job-1")), ErrorCode::NotFound);
}

TEST_P(AccountsContract, AHoldBeyondTheQuotaIsRefusedAndChangesNothing) {
  tenant_with(3);
  ASSERT_TRUE(hold("job-1", 2));
  EXPECT_EQ(code_of(hold("job-2", 2)), ErrorCode::QuotaExceeded);
  expect_usage(0, 2, 1);
  EXPECT_TRUE(hold("job-2", 1));
  EXPECT_EQ(code_of(hold("job-3")), ErrorCode::QuotaExceeded);
  ASSERT_TRUE(release("job-1"));
  EXPECT_TRUE(hold("job-3", 2));
}

TEST_P(AccountsContract, AHoldForATenantThatIsNotThereIsNotFound) {
  EXPECT_EQ(code_of(hold("job-1")), ErrorCode::NotFound);
}

TEST_P(AccountsContract, ADowngradeLeavesNothingButNeverLessThanNothing) {
  tenant_with(10);
  ASSERT_TRUE(hold("job-1", 8));
  ASSERT_TRUE(run_to_end(accounts().put_plan({"test", 5})));
  expect_usage(0, 8, 0);
  EXPECT_EQ(code_of(hold("job-2")), ErrorCode::QuotaExceeded);
}

TEST_P(AccountsContract, ANewMonthStartsFreshAndAnOldHoldCountsInItsOwnMonth) {
  tenant_with(2);
  const auto old_month = month_of(clock().now());
  ASSERT_TRUE(hold("job-1"));
  ASSERT_TRUE(hold("job-2"));
  EXPECT_EQ(code_of(hold("job-3")), ErrorCode::QuotaExceeded);
  clock().advance(std::chrono::hours(24 * 31));
  expect_usage(0, 0, 2);
  ASSERT_TRUE(hold("job-3"));
  ASSERT_TRUE(capture("job-1"));
  expect_usage(0, 1, 1);
  const auto old = run_to_end(accounts().usage(acme_, old_month)).value();
  EXPECT_EQ(old.charged, 1U);
  EXPECT_EQ(old.held, 1U);
}

TEST_P(AccountsContract, OpenHoldsAreListedOldestFirstUpToTheLimit) {
  tenant_with(100);
  for (const auto* job : {"job-1", "job-2", "job-3", "job-4"}) {
    ASSERT_TRUE(hold(job));
    clock().advance(std::chrono::minutes(1));
  }
  ASSERT_TRUE(capture("job-1"));
  const auto now = clock().now();
  const auto open = run_to_end(accounts().open_holds(now - std::chrono::minutes(1), 10)).value();
  ASSERT_EQ(open.size(), 2U);  // job-4 was made exactly then
  EXPECT_EQ(open[0].job.text(), "job-2");
  EXPECT_EQ(open[1].job.text(), "job-3");
  EXPECT_EQ(open[0].tenant, acme_);
  EXPECT_EQ(run_to_end(accounts().open_holds(now, 1)).value().size(), 1U);
}

TEST_P(AccountsContract, HoldsAreListedNewestFirstPageByPage) {
  tenant_with(100);
  for (const auto* job : {"c", "a", "b"}) ASSERT_TRUE(hold(job));  // made in the same millisecond: the job decides
  clock().advance(std::chrono::minutes(1));
  for (const auto* job : {"e", "d"}) ASSERT_TRUE(hold(job));
  std::string all;
  HoldQuery query{.tenant = acme_, .limit = 2};
  for (int pages = 1;; ++pages) {
    const auto page = run_to_end(accounts().holds(query)).value();
    for (const auto& one : page.holds) all += one.job.text();
    if (!page.next) break;
    ASSERT_LE(pages, 3) << "it goes round";
    query.before = page.next;
    all += "|";
  }
  EXPECT_EQ(all, "ed|cb|a");
  query = {.tenant = acme_};
  EXPECT_EQ(run_to_end(accounts().holds(query)).value().holds.size(), 5U);
  EXPECT_FALSE(run_to_end(accounts().holds(query)).value().next);
  query.tenant = TenantId::trusted("other");
  EXPECT_TRUE(run_to_end(accounts().holds(query)).value().holds.empty());
}

TEST_P(AccountsContract, HoldsAreFoundByActionStateAndJobAndOnlyByTheirTenant) {
  tenant_with(100);
  for (int i = 0; i < 6; ++i) {
    auto one = request("job-" + std::to_string(i), 2);
    if (i % 2 == 1) one.action = "pdf/merge";
    ASSERT_TRUE(run_to_end(accounts().hold(one)));
    clock().advance(std::chrono::seconds(1));
  }
  ASSERT_TRUE(capture("job-1"));
  ASSERT_TRUE(release("job-4"));
  const auto jobs = [&](const HoldQuery& query) {
    std::string found;
    const auto page = run_to_end(accounts().holds(query)).value();
    for (const auto& one : page.holds) found += one.job.text().substr(4);
    return found;
  };
  EXPECT_EQ(jobs({.tenant = acme_, .action = "pdf/merge"}), "531");
  EXPECT_EQ(jobs({.tenant = acme_, .action = "pdf/merge", .limit = 2}), "53");
  EXPECT_EQ(jobs({.tenant = acme_, .action = "pdf/merge", .state = State::Captured}), "1");
  EXPECT_EQ(jobs({.tenant = acme_, .state = State::Released}), "4");
  EXPECT_EQ(jobs({.tenant = acme_, .job = JobId::trusted("job-3")}), "3");
  EXPECT_EQ(jobs({.tenant = TenantId::trusted("other"), .job = JobId::trusted("job-3")}), "");
  const auto first = run_to_end(accounts().holds({.tenant = acme_, .action = "pdf/merge", .limit = 2})).value();
  ASSERT_TRUE(first.next);
  EXPECT_EQ(jobs({.tenant = acme_, .before = first.next, .action = "pdf/merge", .limit = 2}), "1");
  EXPECT_EQ(run_to_end(accounts().holds({.tenant = acme_, .job = JobId::trusted("job-1")})).value().holds.at(0).state, State::Captured);
}

TEST_P(AccountsContract, UsageByDayCountsWhatWasChargedOnTheDayItsJobWasAccepted) {
  tenant_with(1000);
  clock().advance(std::chrono::hours(24) - clock().now().time_since_epoch() % std::chrono::hours(24) - std::chrono::milliseconds(1));
  ASSERT_TRUE(hold("a", 3));  // in the last millisecond of a day
  clock().advance(std::chrono::milliseconds(1));
  ASSERT_TRUE(hold("b", 4));  // and in the first of the next
  auto merge = request("c", 5);
  merge.action = "pdf/merge";
  ASSERT_TRUE(run_to_end(accounts().hold(merge)));
  ASSERT_TRUE(hold("open"));
  ASSERT_TRUE(hold("released"));
  for (const auto* job : {"a", "b", "c"}) ASSERT_TRUE(capture(job));
  ASSERT_TRUE(release("released"));
  std::string told;
  const auto days = run_to_end(accounts().usage_by_day(acme_, month_of(clock().now()))).value();
  for (const auto& one : days) told += one.day.substr(8) + " " + one.action + " " + std::to_string(one.documents) + "; ";
  EXPECT_EQ(told, "15 convert/docx-to-pdf 3; 16 convert/docx-to-pdf 4; 16 pdf/merge 5; ");
  EXPECT_TRUE(run_to_end(accounts().usage_by_day(TenantId::trusted("other"), month_of(clock().now()))).value().empty());
  for (const auto* month : {"", "2026", "2026-13", "2026-00", "26-11", "2026-1 ", "2026-11-01", "-001-01"}) {
    EXPECT_EQ(code_of(run_to_end(accounts().usage_by_day(acme_, month))), ErrorCode::BadRequest) << month;
  }
}

TEST_P(AccountsContract, EverythingSurvivesReopening) {
  tenant_with(10);
  ASSERT_TRUE(run_to_end(accounts().add_key(key("k1", acme_))));
  ASSERT_TRUE(hold("job-1", 2));
  ASSERT_TRUE(hold("job-2", 3));
  ASSERT_TRUE(capture("job-1"));
  reopen();
  expect_usage(2, 3, 5);
  EXPECT_TRUE(run_to_end(accounts().find_key(KeyId::trusted("k1"))));
  EXPECT_EQ(capture("job-2").value().state, State::Captured);
  EXPECT_EQ(run_to_end(accounts().plans()).value().size(), 4U);
}

TEST_P(AccountsContract, ManyCallersHoldingAgainstAQuotaGetExactlyTheQuota) {
  constexpr int kThreads = 8;
  constexpr int kEach = 25;
  constexpr int kQuota = 70;
  tenant_with(kQuota);
  std::atomic<int> granted = 0;
  const auto work = [&](int thread) {
    for (int i = 0; i < kEach; ++i) {
      const auto made = hold("job-" + std::to_string(thread) + "-" + std::to_string(i));
      if (made) ++granted;
      if (!made) EXPECT_EQ(made.error().code(), ErrorCode::QuotaExceeded) << made.error().describe();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(granted, kQuota);
  expect_usage(0, kQuota, 0);
}

TEST_P(AccountsContract, CapturingFromManyCallersChargesOnce) {
  tenant_with(1000);
  constexpr int kJobs = 30;
  for (int i = 0; i < kJobs; ++i) ASSERT_TRUE(hold("job-" + std::to_string(i), 2));
  const auto work = [&](bool captures) {
    for (int i = 0; i < kJobs; ++i) {
      const auto job = "job-" + std::to_string(i);
      EXPECT_TRUE(captures ? capture(job) : release(job));
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) threads.emplace_back(work, i != 5);
  for (auto& thread : threads) thread.join();
  std::uint64_t captured = 0;
  for (int i = 0; i < kJobs; ++i) captured += capture("job-" + std::to_string(i)).value().state == State::Captured ? 1 : 0;
  expect_usage(captured * 2, 0, 1000 - captured * 2);
}

TEST_P(AccountsContract, UsageAddsUpAfterAnyOrderOfCalls) {
  constexpr std::uint64_t kQuota = 40;
  tenant_with(kQuota);
  std::mt19937 random(7);
  std::map<std::string, std::pair<State, std::uint32_t>> expected;
  for (int i = 0; i < 300; ++i) {
    const auto job = "job-" + std::to_string(random() % 60);
    const auto documents = static_cast<std::uint32_t>(random() % 4);
    const auto found = expected.find(job);
    std::uint64_t used = 0;
    for (const auto& [id, one] : expected) used += one.first == State::Released ? 0 : one.second;
    switch (random() % 3) {
      case 0:
        if (found == expected.end() && used + documents > kQuota) {
          EXPECT_EQ(code_of(hold(job, documents)), ErrorCode::QuotaExceeded);
        } else {
          ASSERT_TRUE(hold(job, documents));
          expected.try_emplace(job, State::Open, documents);
        }
        break;
      default:
        const auto target = random() % 2 == 0 ? State::Captured : State::Released;
        const auto settled = target == State::Captured ? capture(job) : release(job);
        EXPECT_EQ(settled.has_value(), found != expected.end());
        if (found != expected.end() && found->second.first == State::Open) found->second.first = target;
    }
  }
  std::uint64_t charged = 0;
  std::uint64_t held = 0;
  for (const auto& [id, one] : expected) {
    if (one.first == State::Captured) charged += one.second;
    if (one.first == State::Open) held += one.second;
  }
  expect_usage(charged, held, kQuota - charged - held);
}

TEST_P(AccountsContract, AProbeOfSoundAccountsSucceedsAgainAndAgain) {
  EXPECT_TRUE(run_to_end(accounts().probe()));
  EXPECT_TRUE(run_to_end(accounts().probe()));
}

}  // namespace docmill::accounts
