#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "sql/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace docmill::sqlite {

using sql::Bind;
using sql::Binds;
using sql::Row;
using sql::Sql;

/// One connection to one database file, for one thread at a time. Errors of every method: StorageFull, or Unavailable with
/// SQLite's own words as the cause.
class Connection final : public sql::Connection {
 public:
  /// Opens or makes the file (readable by its owner only): WAL, an fsync for every commit, foreign keys on. A lock that another
  /// process holds is waited for up to `patience`.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, std::chrono::milliseconds patience);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<void> execute(const std::string& script) override;

  /// Whether commits from now on wait for the disk. Without, they survive the end of every process at once, and power loss from the
  /// next sync() or waiting commit on. Only between transactions.
  Result<void> wait_for_disk(bool wait);
  /// Waits until all commits so far are on the disk.
  Result<void> sync();

  /// True between BEGIN and its end. SQLite ends a transaction by itself after some failures (a full disk for one).
  bool in_transaction() const;

 private:
  struct Closer {
    void operator()(sqlite3* handle) const;
  };
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

  Connection(std::unique_ptr<sqlite3, Closer> handle, std::chrono::milliseconds patience);
  Result<void> prepare_file();
  Result<sqlite3_stmt*> prepared(Sql sql, Binds binds);
  Result<std::int64_t> each(Sql sql, Binds binds, const std::function<bool(const Row&)>& take_one) override;
  Error error(std::string_view doing) const;
  static int wait_for_lock(void* self, int attempts);

  std::unique_ptr<sqlite3, Closer> handle_;
  std::chrono::milliseconds patience_;
  std::chrono::steady_clock::time_point waiting_since_;
  bool waits_for_disk_ = true;
  std::unordered_map<const char*, Statement> statements_;  // finalised before the handle closes
};

}  // namespace docmill::sqlite
