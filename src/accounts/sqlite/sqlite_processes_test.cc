#include <gtest/gtest.h>

#include "accounts/processes_contract.h"
#include "accounts/sqlite/sqlite_accounts.h"
#include "sqlite/test_directory.h"

namespace docmill::accounts {
namespace {

class SqliteProcessesUnderTest final : public ProcessesUnderTest {
 public:
  SqliteProcessesUnderTest() { reopen(); }
  Accounts& accounts() override { return *accounts_; }
  Processes& processes() override { return *processes_; }
  void reopen() override {
    processes_.reset();
    accounts_.reset();
    database_.reset();
    auto opened = open_accounts_database(directory_.file("accounts.db"));
    EXPECT_TRUE(opened) << opened.error().describe();
    database_ = *std::move(opened);
    accounts_ = std::make_unique<SqliteAccounts>(*database_, clock_);
    processes_ = std::make_unique<SqliteProcesses>(*database_);
  }

 private:
  sqlite::TestDirectory directory_;
  ManualClock clock_;
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<SqliteAccounts> accounts_;
  std::unique_ptr<SqliteProcesses> processes_;
};

INSTANTIATE_TEST_SUITE_P(Drivers, ProcessesContract,
                         ::testing::Values(ProcessesCase{"sqlite", [] { return std::make_unique<SqliteProcessesUnderTest>(); }}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace docmill::accounts
