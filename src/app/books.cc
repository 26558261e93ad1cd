#include "app/books.h"

#include "accounts/sqlite/sqlite_accounts.h"
#include "app/uri.h"

namespace docmill::app {
namespace {

class SqliteBooks final : public Books {
 public:
  SqliteBooks(std::unique_ptr<sqlite::Database> database, const Clock& clock)
      : database_(std::move(database)), accounts_(*database_, clock) {}
  accounts::Accounts& accounts() override { return accounts_; }

 private:
  std::unique_ptr<sqlite::Database> database_;
  accounts::SqliteAccounts accounts_;
};

Result<std::unique_ptr<Books>> open_sqlite(const std::string& path, const Clock& clock) {
  auto opened = accounts::open_accounts_database(path);
  if (!opened) return Failed(opened.error());
  return std::make_unique<SqliteBooks>(std::move(*opened), clock);
}

}  // namespace

Result<std::unique_ptr<Books>> open_books(const config::Settings& settings, const Clock& clock) {
  if (settings.accounts.empty()) return open_sqlite(settings.data + "/accounts.db", clock);
  const auto uri = parse_driver_uri(settings.accounts, "accounts");
  if (!uri) return Failed(uri.error());
  if (uri->scheme == "sqlite") return open_sqlite(uri->rest, clock);
  return Failed(unknown_scheme("accounts", uri->scheme, "sqlite:PATH or postgres://…"));
}

}  // namespace docmill::app
