#include <gtest/gtest.h>

#include "accounts/postgres/postgres_accounts.h"
#include "accounts/processes_contract.h"
#include "support/postgres_server.h"

namespace docmill::accounts {
namespace {

class PostgresProcessesUnderTest final : public ProcessesUnderTest {
 public:
  PostgresProcessesUnderTest() { reopen(); }
  Accounts& accounts() override { return *accounts_; }
  Processes& processes() override { return *processes_; }
  void reopen() override {
    processes_.reset();
    accounts_.reset();
    database_.reset();
    auto opened = open_postgres_accounts(place_.uri());
    EXPECT_TRUE(opened) << opened.error().describe();
    database_ = *std::move(opened);
    accounts_ = std::make_unique<PostgresAccounts>(*database_, clock_);
    processes_ = std::make_unique<PostgresProcesses>(*database_);
  }

 private:
  testing::PostgresDatabase place_;
  ManualClock clock_;
  std::unique_ptr<postgres::Database> database_;
  std::unique_ptr<PostgresAccounts> accounts_;
  std::unique_ptr<PostgresProcesses> processes_;
};

INSTANTIATE_TEST_SUITE_P(Drivers, ProcessesContract,
                         ::testing::Values(ProcessesCase{"postgres", [] { return std::make_unique<PostgresProcessesUnderTest>(); }}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace docmill::accounts
