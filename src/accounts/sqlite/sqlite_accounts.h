#pragma once
#include <memory>
#include <string>

#include "accounts/accounts.h"
#include "sqlite/database.h"

namespace docmill::accounts {

/// Opens or makes the accounts file. A new one knows the plans "unlimited", "free" (100 documents a month) and "team" (3000).
/// Errors: Unavailable; the cause says what to do.
Result<std::unique_ptr<sqlite::Database>> open_accounts_database(std::string path);

/// Accounts in one SQLite file. Several processes may use it. The ledger is append-only; the database itself refuses else.
class SqliteAccounts final : public Accounts {
 public:
  /// Borrows `database` and `clock`.
  SqliteAccounts(sqlite::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Async<Result<model::Tenant>> ensure_tenant(TenantId tenant, std::optional<std::string> plan) override;
  /// Errors: BadRequest (a name that is no id, more documents than 10^15).
  Async<Result<void>> put_plan(model::Plan plan) override;
  Async<Result<std::vector<model::Plan>>> plans() override;
  /// Errors: NotFound (no such tenant), AlreadyExists (the id is taken).
  Async<Result<void>> add_key(model::ApiKey key) override;
  Async<Result<model::ApiKey>> find_key(KeyId id) override;
  Async<Result<std::vector<model::ApiKey>>> keys(std::optional<TenantId> tenant) override;
  Async<Result<void>> revoke_key(KeyId id) override;
  Async<Result<model::Hold>> hold(model::Hold request) override;
  Async<Result<model::Hold>> capture(JobId job) override;
  Async<Result<model::Hold>> release(JobId job) override;
  Async<Result<std::vector<model::Hold>>> open_holds(Timestamp before, std::size_t limit) override;
  Async<Result<model::Usage>> usage(TenantId tenant, std::string month) override;
  Async<Result<void>> probe() override;

 private:
  sqlite::Database& database_;
  const Clock& clock_;
};

}  // namespace docmill::accounts
