#include "accounts/sqlite/sqlite_accounts.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "accounts/accounts_contract.h"
#include "accounts/faulty.h"
#include "sqlite/test_directory.h"

namespace docmill::accounts {
namespace {

class SqliteUnderTest : public AccountsUnderTest {
 public:
  SqliteUnderTest() { open(); }
  Accounts& accounts() override { return *accounts_; }
  ManualClock& clock() override { return clock_; }
  void reopen() override {
    accounts_.reset();
    database_.reset();
    open();
  }
  std::string path() const { return directory_.file("accounts.db"); }
  sqlite::Database& database() { return *database_; }

 private:
  void open() {
    auto opened = open_accounts_database(path());
    EXPECT_TRUE(opened) << opened.error().describe();
    database_ = *std::move(opened);
    accounts_ = std::make_unique<SqliteAccounts>(*database_, clock_);
  }

  sqlite::TestDirectory directory_;
  ManualClock clock_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<SqliteAccounts> accounts_;
};

class FaultyUnderTest final : public SqliteUnderTest {
 public:
  Accounts& accounts() override { return *faulty_; }
  void reopen() override {
    SqliteUnderTest::reopen();
    faulty_ = std::make_unique<FaultyAccounts>(SqliteUnderTest::accounts());
  }

 private:
  std::unique_ptr<FaultyAccounts> faulty_ = std::make_unique<FaultyAccounts>(SqliteUnderTest::accounts());
};

INSTANTIATE_TEST_SUITE_P(Drivers, AccountsContract,
                         ::testing::Values(AccountsCase{"sqlite", [] { return std::make_unique<SqliteUnderTest>(); }},
                                           AccountsCase{"faulty", [] { return std::make_unique<FaultyUnderTest>(); }}),
                         case_name);

class SqliteAccountsTest : public ::testing::Test {
 protected:
  SqliteAccountsTest() {
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
  Result<std::int64_t> sql(sqlite::Sql text) {
    auto work = [text](sqlite::Connection& connection) { return connection.change(text); };
    return run_to_end(here_.database().write(work));
  }
  std::int64_t number(sqlite::Sql text) {
    auto work = [text](sqlite::Connection& connection) {
      return connection.first(text, {}, [](const sqlite::Row& row) { return row.integer(0); });
    };
    return run_to_end(here_.database().read(work)).value().value();
  }

  const TenantId acme_ = TenantId::trusted("acme");
  SqliteUnderTest here_;
};

TEST_F(SqliteAccountsTest, TwoProcessesShareOneQuota) {
  auto elsewhere = open_accounts_database(here_.path());
  ASSERT_TRUE(elsewhere) << elsewhere.error().describe();
  SqliteAccounts theirs(**elsewhere, here_.clock());
  std::atomic<int> granted = 0;
  const auto work = [&](Accounts& accounts, const std::string& prefix) {
    for (int i = 0; i < 50; ++i) granted += run_to_end(accounts.hold(request(prefix + std::to_string(i)))) ? 1 : 0;
  };
  std::thread other([&] { work(theirs, "b"); });
  work(accounts(), "a");
  other.join();
  EXPECT_EQ(granted, 50);
}

TEST_F(SqliteAccountsTest, TheLedgerTellsEveryMoveOnceAndCannotBeChanged) {
  for (const auto* job : {"a", "b", "c"}) ASSERT_TRUE(run_to_end(accounts().hold(request(job))));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(run_to_end(accounts().capture(JobId::trusted("a"))));
    ASSERT_TRUE(run_to_end(accounts().release(JobId::trusted("b"))));
  }
  EXPECT_EQ(number("SELECT count(*) FROM ledger"), 5);
  EXPECT_EQ(number("SELECT sum(documents) FROM ledger WHERE kind = 'capture'"), 1);
  EXPECT_NE(sql("UPDATE ledger SET documents = 0").error().cause().find("append-only"), std::string::npos);
  EXPECT_NE(sql("DELETE FROM ledger").error().cause().find("append-only"), std::string::npos);
  EXPECT_EQ(number("SELECT count(*) FROM ledger"), 5);
}

/// A tenant's whole history is walked page by page; each page costs what the first one does. DOCMILL_HOLDS makes it longer.
TEST_F(SqliteAccountsTest, AVeryLongListIsReadByPages) {
  const char* wanted = std::getenv("DOCMILL_HOLDS");
  const int count = wanted == nullptr ? 50'000 : std::atoi(wanted);
  auto fill = [count](sqlite::Connection& connection) {
    return connection.change(R"sql(
INSERT INTO holds WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
SELECT printf('job-%08d', i), 'acme', CASE WHEN i % 1000 = 0 THEN 'pdf/merge' ELSE 'convert/docx-to-pdf' END, 1, 'captured', i / 3, '1970-01'
FROM n)sql",
                             {count});
  };
  ASSERT_TRUE(run_to_end(here_.database().write(fill)));
  HoldQuery query{.tenant = acme_, .limit = 1000};
  int seen = 0;
  std::string last = "~";
  do {
    const auto page = run_to_end(accounts().holds(query)).value();
    for (const auto& one : page.holds) {
      ASSERT_LT(one.job.text(), last);
      last = one.job.text();
      ++seen;
    }
    query.before = page.next;
  } while (query.before);
  EXPECT_EQ(seen, count);
  query = {.tenant = acme_, .action = "pdf/merge", .limit = 50};
  int merges = 0;
  do {
    const auto page = run_to_end(accounts().holds(query)).value();
    merges += static_cast<int>(page.holds.size());
    query.before = page.next;
  } while (query.before);
  EXPECT_EQ(merges, count / 1000);
}

TEST_F(SqliteAccountsTest, ChangedDefaultPlansAreNotResetWhenTheFileIsOpenedAgain) {
  ASSERT_TRUE(run_to_end(accounts().put_plan({"free", 5})));
  here_.reopen();
  const auto plans = run_to_end(accounts().plans()).value();
  for (const auto& plan : plans) {
    if (plan.name == "free") EXPECT_EQ(plan.documents, 5U);
  }
}

TEST_F(SqliteAccountsTest, AnAnswerLostAfterACaptureStillChargesOnce) {
  FaultyAccounts faulty(accounts());
  ASSERT_TRUE(run_to_end(faulty.hold(request("a"))));
  faulty.faults().arm(FaultyAccounts::Call::Capture, {.when = FaultyAccounts::When::After});
  EXPECT_EQ(run_to_end(faulty.capture(JobId::trusted("a"))).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(run_to_end(faulty.capture(JobId::trusted("a"))).value().state, model::HoldState::Captured);
  EXPECT_EQ(number("SELECT charged FROM usage"), 1);
}

}  // namespace
}  // namespace docmill::accounts
