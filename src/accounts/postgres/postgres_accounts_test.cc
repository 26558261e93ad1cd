#include "accounts/postgres/postgres_accounts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "accounts/accounts_contract.h"
#include "accounts/faulty.h"
#include "support/postgres_server.h"

namespace docmill::accounts {
namespace {

using namespace std::chrono_literals;
using testing::CuttingProxy;
using testing::kCommit;
using testing::PostgresDatabase;
using testing::PostgresServer;

class PostgresUnderTest final : public AccountsUnderTest {
 public:
  PostgresUnderTest() { open(); }
  Accounts& accounts() override { return *accounts_; }
  ManualClock& clock() override { return clock_; }
  void reopen() override {
    accounts_.reset();
    database_.reset();
    open();
  }
  const PostgresDatabase& place() const { return place_; }
  postgres::Database& database() { return *database_; }

 private:
  void open() {
    auto opened = open_postgres_accounts(place_.uri());
    EXPECT_TRUE(opened) << opened.error().describe();
    database_ = *std::move(opened);
    accounts_ = std::make_unique<PostgresAccounts>(*database_, clock_);
  }

  PostgresDatabase place_;
  ManualClock clock_;
  std::unique_ptr<postgres::Database> database_;
  std::unique_ptr<PostgresAccounts> accounts_;
};

INSTANTIATE_TEST_SUITE_P(Drivers, AccountsContract,
                         ::testing::Values(AccountsCase{"postgres", [] { return std::make_unique<PostgresUnderTest>(); }}), case_name);

class PostgresAccountsTest : public ::testing::Test {
 protected:
  PostgresAccountsTest() {
    EXPECT_TRUE(run_to_end(accounts().put_plan({"test", 50})));
    EXPECT_TRUE(run_to_end(accounts().ensure_tenant(acme_, "test")));
  }
  Accounts& accounts() { return here_.accounts(); }
  model::Hold request(std::string job) {
    model::Hold hold;
    hold.job = JobId::trusted(std::move(job));
    hold.tenant = acme_;
    hold.made_at = here_.clock().now();
    return hold;
  }
  std::string ask(const std::string& sql) { return here_.place().ask(sql); }
  std::unique_ptr<postgres::Database> elsewhere() {
    auto opened = open_postgres_accounts(here_.place().uri());
    EXPECT_TRUE(opened) << opened.error().describe();
    return *std::move(opened);
  }

  const TenantId acme_ = TenantId::trusted("acme");
  PostgresUnderTest here_;
};

TEST_F(PostgresAccountsTest, TwoProcessesShareOneQuota) {
  const auto database = elsewhere();
  PostgresAccounts theirs(*database, here_.clock());
  std::atomic<int> granted = 0;
  const auto work = [&](Accounts& accounts, const std::string& prefix) {
    for (int i = 0; i < 20; ++i) {
      const auto made = run_to_end(accounts.hold(request(prefix + std::to_string(i))));
      if (made) ++granted;
      if (!made) EXPECT_EQ(made.error().code(), ErrorCode::QuotaExceeded) << made.error().describe();
    }
  };
  std::vector<std::thread> callers;
  for (const auto* prefix : {"a", "b", "c", "d"}) {
    Accounts& side = prefix[0] % 2 == 0 ? accounts() : theirs;
    callers.emplace_back([&, prefix] { work(side, prefix); });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(granted, 50);
  EXPECT_EQ(ask("SELECT held FROM usage"), "50");
}

TEST_F(PostgresAccountsTest, TwoProcessesHoldingForOneJobMakeOneHold) {
  const auto database = elsewhere();
  PostgresAccounts theirs(*database, here_.clock());
  const auto work = [&](Accounts& accounts) {
    for (int i = 0; i < 40; ++i) {
      const auto made = run_to_end(accounts.hold(request("job-" + std::to_string(i))));
      EXPECT_TRUE(made) << made.error().describe();
    }
  };
  std::thread other([&] { work(theirs); });
  work(accounts());
  other.join();
  EXPECT_EQ(ask("SELECT held FROM usage"), "40");
  EXPECT_EQ(ask("SELECT count(*) FROM ledger"), "40");
}

TEST_F(PostgresAccountsTest, ANewTenantThatTwoProcessesMakeKeepsThePlanThatWasAskedFor) {
  const auto database = elsewhere();
  PostgresAccounts theirs(*database, here_.clock());
  for (int i = 0; i < 20; ++i) {
    const auto tenant = TenantId::trusted("tenant-" + std::to_string(i));
    std::thread other([&] { EXPECT_TRUE(run_to_end(theirs.ensure_tenant(tenant, std::nullopt))); });
    EXPECT_TRUE(run_to_end(accounts().ensure_tenant(tenant, "team")));
    other.join();
    EXPECT_EQ(run_to_end(accounts().ensure_tenant(tenant, std::nullopt)).value().plan, "team");
  }
}

TEST_F(PostgresAccountsTest, TheLedgerTellsEveryMoveOnceAndCannotBeChanged) {
  for (const auto* job : {"a", "b", "c"}) ASSERT_TRUE(run_to_end(accounts().hold(request(job))));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(run_to_end(accounts().capture(JobId::trusted("a"))));
    ASSERT_TRUE(run_to_end(accounts().release(JobId::trusted("b"))));
  }
  EXPECT_EQ(ask("SELECT string_agg(kind, ' ' ORDER BY id) FROM ledger"), "hold hold hold capture release");
  for (const auto* forbidden : {"UPDATE ledger SET documents = 0", "DELETE FROM ledger", "TRUNCATE ledger"}) {
    auto work = [&](postgres::Connection& connection) { return connection.execute(forbidden); };
    const auto done = run_to_end(here_.database().write(work));
    ASSERT_FALSE(done) << forbidden;
    EXPECT_NE(done.error().cause().find("append-only"), std::string::npos) << done.error().describe();
  }
  EXPECT_EQ(ask("SELECT count(*) FROM ledger"), "5");
}

TEST_F(PostgresAccountsTest, ARoleWithTheDocumentedRightsCanDoEverythingButChangeTheLedger) {
  here_.place().run(
      "GRANT USAGE ON SCHEMA public TO docmill; GRANT SELECT ON docmill_migrations TO docmill;"
      "GRANT SELECT, INSERT, UPDATE ON plans, tenants, api_keys, holds, usage, probes TO docmill;"
      "GRANT SELECT, INSERT ON ledger TO docmill");
  auto opened = open_postgres_accounts(here_.place().uri("docmill"));
  ASSERT_TRUE(opened) << opened.error().describe();
  PostgresAccounts runtime(**opened, here_.clock());
  EXPECT_TRUE(run_to_end(runtime.put_plan({"other", 5})));
  EXPECT_TRUE(run_to_end(runtime.ensure_tenant(TenantId::trusted("other"), "other")));
  model::ApiKey key;
  key.id = KeyId::trusted("k1");
  key.tenant = acme_;
  EXPECT_TRUE(run_to_end(runtime.add_key(key)));
  EXPECT_TRUE(run_to_end(runtime.revoke_key(key.id)));
  for (const auto* job : {"a", "b"}) EXPECT_TRUE(run_to_end(runtime.hold(request(job))));
  EXPECT_TRUE(run_to_end(runtime.capture(JobId::trusted("a"))));
  EXPECT_TRUE(run_to_end(runtime.release(JobId::trusted("b"))));
  EXPECT_TRUE(run_to_end(runtime.probe()));
  for (const auto* forbidden : {"DELETE FROM ledger", "CREATE TABLE mine (id int)", "DROP TABLE holds"}) {
    auto work = [&](postgres::Connection& connection) { return connection.execute(forbidden); };
    const auto done = run_to_end((*opened)->write(work));
    ASSERT_FALSE(done) << forbidden;
    EXPECT_NE(done.error().cause().find("SQLSTATE 42501"), std::string::npos) << done.error().describe();
  }
}

TEST_F(PostgresAccountsTest, AServerThatRestartsInTheMiddleIsUnavailableAndThenWorks) {
  ASSERT_TRUE(run_to_end(accounts().hold(request("a"))));
  PostgresServer::shared().crash();
  const auto down = run_to_end(accounts().capture(JobId::trusted("a")));
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(accounts().probe()).error().code(), ErrorCode::Unavailable);
  PostgresServer::shared().start();
  EXPECT_TRUE(testing::wait_until([&] { return run_to_end(accounts().probe()).has_value(); }, 10s));
  EXPECT_EQ(run_to_end(accounts().capture(JobId::trusted("a"))).value().state, model::HoldState::Captured);
  EXPECT_EQ(ask("SELECT charged FROM usage"), "1");
}

TEST_F(PostgresAccountsTest, ACommitWhoseAnswerIsLostHoldsAndChargesOnce) {
  here_.place().run("GRANT ALL ON ALL TABLES IN SCHEMA public TO docmill");
  CuttingProxy proxy;
  const auto uri = fmt::format("postgres://docmill:open-sesame@127.0.0.1:{}/{}?sslmode=disable", proxy.port(), here_.place().name());
  auto opened = open_postgres_accounts(Secret(uri));
  ASSERT_TRUE(opened) << opened.error().describe();
  PostgresAccounts remote(**opened, here_.clock());
  proxy.cut_after(kCommit);
  EXPECT_EQ(run_to_end(remote.hold(request("a"))).error().code(), ErrorCode::Unavailable);
  EXPECT_TRUE(proxy.has_cut());
  EXPECT_TRUE(run_to_end(remote.hold(request("a"))));
  EXPECT_EQ(ask("SELECT held FROM usage"), "1");
  proxy.cut_after(kCommit);
  EXPECT_EQ(run_to_end(remote.capture(JobId::trusted("a"))).error().code(), ErrorCode::Unavailable);
  EXPECT_TRUE(testing::wait_until([&] { return ask("SELECT charged FROM usage") == "1"; }, 10s));
  EXPECT_EQ(run_to_end(remote.capture(JobId::trusted("a"))).value().state, model::HoldState::Captured);
  EXPECT_EQ(ask("SELECT charged FROM usage"), "1");
  EXPECT_EQ(ask("SELECT count(*) FROM ledger"), "2");
}

TEST_F(PostgresAccountsTest, AnAnswerLostAfterACaptureStillChargesOnce) {
  FaultyAccounts faulty(accounts());
  ASSERT_TRUE(run_to_end(faulty.hold(request("a"))));
  faulty.faults().arm(FaultyAccounts::Call::Capture, {.when = FaultyAccounts::When::After});
  EXPECT_EQ(run_to_end(faulty.capture(JobId::trusted("a"))).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(faulty.capture(JobId::trusted("a"))).value().state, model::HoldState::Captured);
  EXPECT_EQ(ask("SELECT charged FROM usage"), "1");
}

TEST_F(PostgresAccountsTest, ChangedDefaultPlansAreNotResetWhenTheDatabaseIsOpenedAgain) {
  ASSERT_TRUE(run_to_end(accounts().put_plan({"free", 5})));
  here_.reopen();
  EXPECT_EQ(ask("SELECT documents FROM plans WHERE name = 'free'"), "5");
}

}  // namespace
}  // namespace docmill::accounts
