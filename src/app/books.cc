#include "app/books.h"

#include "accounts/postgres/postgres_accounts.h"
#include "accounts/sqlite/sqlite_accounts.h"
#include "app/uri.h"

namespace docmill::app {
namespace {

class SqliteBooks final : public Books {
 public:
  SqliteBooks(std::unique_ptr<sqlite::Database> database, const Clock& clock)
      : database_(std::move(database)), accounts_(*database_, clock), processes_(*database_) {}
  accounts::Accounts& accounts() override { return accounts_; }
  accounts::Processes& processes() override { return processes_; }

 private:
  std::unique_ptr<sqlite::Database> database_;
  accounts::SqliteAccounts accounts_;
  accounts::SqliteProcesses processes_;
};

Result<std::unique_ptr<Books>> open_sqlite_books(const std::string& path, const Clock& clock) {
  auto opened = accounts::open_accounts_database(path);
  if (!opened) return Failed(opened.error());
  return std::make_unique<SqliteBooks>(std::move(*opened), clock);
}

class PostgresBooks final : public Books {
 public:
  PostgresBooks(std::unique_ptr<postgres::Database> database, const Clock& clock)
      : database_(std::move(database)), accounts_(*database_, clock), processes_(*database_) {}
  accounts::Accounts& accounts() override { return accounts_; }
  accounts::Processes& processes() override { return processes_; }

 private:
  std::unique_ptr<postgres::Database> database_;
  accounts::PostgresAccounts accounts_;
  accounts::PostgresProcesses processes_;
};

Result<std::unique_ptr<Books>> open_postgres_books(const std::string& uri, const Clock& clock) {
  auto opened = accounts::open_postgres_accounts(Secret(uri));
  if (!opened) return Failed(opened.error());
  return std::make_unique<PostgresBooks>(std::move(*opened), clock);
}

}  // namespace

Result<std::unique_ptr<Books>> open_books(const config::Settings& settings, const Clock& clock) {
  if (settings.accounts.empty()) return open_sqlite_books(settings.data + "/accounts.db", clock);
  const auto uri = parse_driver_uri(settings.accounts, "accounts");
  if (!uri) return Failed(uri.error());
  if (uri->scheme == "sqlite") return open_sqlite_books(uri->rest, clock);
  if (uri->scheme == "postgres") return open_postgres_books(settings.accounts, clock);
  return Failed(unknown_scheme("accounts", uri->scheme, "sqlite:PATH or postgres://…"));
}

}  // namespace docmill::app
