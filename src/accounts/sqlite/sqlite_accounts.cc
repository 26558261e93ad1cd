#include "accounts/sqlite/sqlite_accounts.h"

#include "accounts/sqlite/migrations.h"

namespace docmill::accounts {
namespace {

constexpr std::int32_t kApplicationId = 0x646d6131;  // "dma1"

}  // namespace

Result<std::unique_ptr<sqlite::Database>> open_accounts_database(std::string path) {
  return sqlite::Database::open(std::move(path), {"accounts database", kApplicationId, kSqliteMigrations});
}

}  // namespace docmill::accounts
