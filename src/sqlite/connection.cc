#include "sqlite/connection.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>
#include <system_error>
#include <thread>

#include "base/check.h"

namespace docmill::sqlite {
namespace {

bool means_full(int extended_code) {
  return extended_code == SQLITE_FULL || extended_code == SQLITE_IOERR_WRITE || extended_code == SQLITE_IOERR_TRUNCATE;
}

// The sentence an operator needs, beside SQLite's own.
std::string_view remedy(int code) {
  switch (code) {
    case SQLITE_CANTOPEN: return "check that the directory exists and that this user may write in it";
    case SQLITE_READONLY: return "give this user the right to write the file and its directory";
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return "the file is damaged or not a database: restore it from a backup or move it away";
    case SQLITE_BUSY: return "another process keeps the file locked";
    default: return "see the message of the database";
  }
}

class StatementRow final : public Row {
 public:
  explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  std::string text(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_, column);  // as stored: no conversion, zero bytes allowed
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
  }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

void Connection::Closer::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

void Connection::Finalizer::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Connection::Connection(std::unique_ptr<sqlite3, Closer> handle, std::chrono::milliseconds patience)
    : handle_(std::move(handle)), patience_(patience) {}

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, std::chrono::milliseconds patience) {
  std::error_code ignored;
  const bool is_new = !std::filesystem::exists(path, ignored);
  sqlite3* raw = nullptr;
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &raw, kFlags, nullptr);
  std::unique_ptr<sqlite3, Closer> handle(raw);
  DOCMILL_CHECK(handle != nullptr);  // only when there is no memory left
  // By name, never through a second descriptor: closing one would drop the locks of every connection of this process.
  // SQLite gives the -wal and -shm files the same mode.
  if (code == SQLITE_OK && is_new) chmod(path.c_str(), S_IRUSR | S_IWUSR);
  std::unique_ptr<Connection> connection(new Connection(std::move(handle), patience));
  if (code != SQLITE_OK) return Failed(connection->error("open"));
  if (auto ready = connection->prepare_file(); !ready) return Failed(ready.error());
  return connection;
}

Result<void> Connection::prepare_file() {
  sqlite3_busy_handler(handle_.get(), &Connection::wait_for_lock, this);
  if (sqlite3_db_readonly(handle_.get(), "main") == 1) {
    return Failed(fail(ErrorCode::Unavailable, "The database cannot be written.").cause(std::string(remedy(SQLITE_READONLY))));
  }
  // Switching a new file to WAL answers "busy" without asking the busy handler when another process does the same just now.
  waiting_since_ = std::chrono::steady_clock::now();
  for (int attempts = 1;; ++attempts) {
    auto switched = execute("PRAGMA journal_mode=WAL");
    if (switched) break;
    const bool busy = (sqlite3_errcode(handle_.get()) & 0xff) == SQLITE_BUSY;
    if (!busy || wait_for_lock(this, attempts) == 0) return switched;
  }
  return execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
}

int Connection::wait_for_lock(void* self, int attempts) {
  // A commit of another process takes about a millisecond; SQLite's own handler would soon sleep for a hundred.
  auto& connection = *static_cast<Connection*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (attempts == 0) connection.waiting_since_ = now;
  if (now - connection.waiting_since_ > connection.patience_) return 0;
  std::this_thread::sleep_for(std::chrono::microseconds(std::min(200 * (attempts + 1), 5000)));
  return 1;
}

Error Connection::error(std::string_view doing) const {
  const int code = sqlite3_extended_errcode(handle_.get());
  const int system = sqlite3_system_errno(handle_.get());
  auto text = fmt::format("{}: {} (sqlite {})", doing, sqlite3_errmsg(handle_.get()), code);
  if (system != 0) text += ", " + std::generic_category().message(system);
  if (means_full(code)) return fail(ErrorCode::StorageFull, "The service has no storage left. Try again later.").cause(std::move(text));
  text += fmt::format("; {}", remedy(code & 0xff));
  return fail(ErrorCode::Unavailable, "The service cannot reach its database. Try again later.").cause(std::move(text));
}

Result<void> Connection::execute(const std::string& script) {
  if (sqlite3_exec(handle_.get(), script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return Failed(error("execute"));
  return {};
}

Result<void> Connection::wait_for_disk(bool wait) {
  if (wait == waits_for_disk_) return {};
  // Not a kept statement: this one does its work while it is compiled.
  auto set = execute(wait ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
  if (set) waits_for_disk_ = wait;
  return set;
}

Result<void> Connection::sync() {
  sqlite3_file* wal = nullptr;
  // SQLite's own descriptor: closing another one of these files would drop the locks of every connection of this process.
  const int code = sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
  if (code != SQLITE_OK || wal == nullptr || wal->pMethods == nullptr) return {};  // nothing was written yet
  if (wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL) == SQLITE_OK) return {};
  return Failed(
      fail(ErrorCode::Unavailable, "The service cannot reach its database. Try again later.").cause("sync of the write-ahead log"));
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

Result<sqlite3_stmt*> Connection::prepared(Sql sql, Binds binds) {
  auto& statement = statements_[sql.text()];
  if (!statement) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v3(handle_.get(), sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) {
      return Failed(error(sql.text()));
    }
    statement.reset(raw);
  }
  DOCMILL_CHECK(std::cmp_equal(sqlite3_bind_parameter_count(statement.get()), binds.size()));
  int index = 0;
  for (const auto& bind : binds) {
    ++index;
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&bind.value())) {
      code = sqlite3_bind_int64(statement.get(), index, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&bind.value())) {
      code = sqlite3_bind_text64(statement.get(), index, text->data() == nullptr ? "" : text->data(), text->size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    } else {
      code = sqlite3_bind_null(statement.get(), index);
    }
    if (code != SQLITE_OK) return Failed(error(sql.text()));
  }
  return statement.get();
}

Result<std::int64_t> Connection::each(Sql sql, Binds binds, const std::function<bool(const Row&)>& take_one) {
  const auto statement = prepared(sql, binds);
  if (!statement) return Failed(statement.error());
  const StatementRow row(*statement);
  int code = sqlite3_step(*statement);
  while (code == SQLITE_ROW && take_one(row)) code = sqlite3_step(*statement);
  std::optional<Error> failed;
  if (code != SQLITE_ROW && code != SQLITE_DONE) failed = error(sql.text());
  sqlite3_reset(*statement);
  sqlite3_clear_bindings(*statement);  // they borrow the caller's text
  if (failed) return Failed(*std::move(failed));
  return sqlite3_changes64(handle_.get());
}

}  // namespace docmill::sqlite
