#include "accounts/postgres/postgres_accounts.h"

#include "accounts/postgres/migrations.h"

namespace docmill::accounts {

Result<std::unique_ptr<postgres::Database>> open_postgres_accounts(const Secret& uri, postgres::Options options) {
  return postgres::Database::open(uri, {"accounts database", "accounts", kPostgresMigrations}, options);
}

}  // namespace docmill::accounts
