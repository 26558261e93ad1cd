#pragma once
#include <memory>
#include <string>

#include "accounts/sql_accounts.h"
#include "accounts/sql_processes.h"
#include "sqlite/database.h"

namespace docmill::accounts {

/// Opens or makes the accounts file. A new one knows the plans "unlimited", "free" (100 documents a month) and "team" (3000).
/// Errors: Unavailable; the cause says what to do.
Result<std::unique_ptr<sqlite::Database>> open_accounts_database(std::string path);

/// Accounts in one SQLite file. Several processes may use it. The ledger is append-only; the database itself refuses else.
class SqliteAccounts final : public SqlAccounts<sqlite::Database> {
 public:
  using SqlAccounts::SqlAccounts;
};

/// Processes in the same file.
using SqliteProcesses = SqlProcesses<sqlite::Database>;

}  // namespace docmill::accounts
