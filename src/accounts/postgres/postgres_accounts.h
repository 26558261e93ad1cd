#pragma once
#include <memory>

#include "accounts/sql_accounts.h"
#include "accounts/sql_processes.h"
#include "base/secret.h"
#include "postgres/database.h"

namespace docmill::accounts {

/// Opens the accounts of a PostgreSQL database and brings their tables up to date. New ones know the plans "unlimited", "free"
/// (100 documents a month) and "team" (3000). Errors: BadRequest, Unavailable; the cause says what to do.
///
/// Least privilege: let an owner open it once after each upgrade, and everybody else log in with a role that has
///   GRANT USAGE ON SCHEMA public TO docmill;
///   GRANT SELECT ON docmill_migrations TO docmill;
///   GRANT SELECT, INSERT, UPDATE ON plans, tenants, api_keys, holds, usage, probes TO docmill;
///   GRANT SELECT, INSERT ON ledger TO docmill;
///   GRANT SELECT, INSERT, UPDATE, DELETE ON processes TO docmill;
Result<std::unique_ptr<postgres::Database>> open_postgres_accounts(const Secret& uri, postgres::Options options = {});

/// Accounts in a PostgreSQL database, shared by any number of processes and machines: a tenant's quota is exact among all of them.
/// The ledger is append-only; the database itself refuses else, to its owner too. When Unavailable follows a lost connection the
/// call may have happened; every method may be repeated then.
class PostgresAccounts final : public SqlAccounts<postgres::Database> {
 public:
  using SqlAccounts::SqlAccounts;
};

/// Processes in the same database.
using PostgresProcesses = SqlProcesses<postgres::Database>;

}  // namespace docmill::accounts
