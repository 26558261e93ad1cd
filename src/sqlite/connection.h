#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace docmill::sqlite {

/// SQL text that is a literal, so that a statement is prepared once and found again by its address.
class Sql {
 public:
  consteval Sql(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor)
  const char* text() const { return text_; }

 private:
  const char* text_;
};

/// A value for one `?`. Text is borrowed for the length of the call.
class Bind {
 public:
  template <class Number>
    requires std::is_integral_v<Number>
  Bind(Number number) : value_(static_cast<std::int64_t>(number)) {}                   // NOLINT(google-explicit-constructor)
  Bind(std::string_view text) : value_(text) {}                                        // NOLINT(google-explicit-constructor)
  Bind(const std::string& text) : value_(std::string_view(text)) {}                    // NOLINT(google-explicit-constructor)
  Bind(const char* text) : value_(std::string_view(text)) {}                           // NOLINT(google-explicit-constructor)
  Bind(Timestamp moment) : value_(std::int64_t{moment.time_since_epoch().count()}) {}  // NOLINT(google-explicit-constructor)
  Bind(std::optional<Timestamp> moment) {                                              // NOLINT(google-explicit-constructor)
    if (moment) value_ = std::int64_t{moment->time_since_epoch().count()};
  }

  const std::variant<std::monostate, std::int64_t, std::string_view>& value() const { return value_; }

 private:
  std::variant<std::monostate, std::int64_t, std::string_view> value_;
};

using Binds = std::initializer_list<Bind>;

/// One row of an answer; valid inside the function that reads it. Columns count from 0; moments are milliseconds.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  std::uint32_t count32(int column) const { return static_cast<std::uint32_t>(integer(column)); }
  std::string text(int column) const;
  Timestamp moment(int column) const { return Timestamp(std::chrono::milliseconds(integer(column))); }
  std::optional<Timestamp> maybe_moment(int column) const;

 private:
  sqlite3_stmt* statement_;
};

/// One connection to one database file, for one thread at a time. Errors of every method: StorageFull, or Unavailable with
/// SQLite's own words as the cause.
class Connection {
 public:
  /// Opens or makes the file (readable by its owner only): WAL, an fsync for every commit, foreign keys on. A lock that another
  /// process holds is waited for up to `patience`.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, std::chrono::milliseconds patience);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs one statement and returns how many rows it changed.
  Result<std::int64_t> change(Sql sql, Binds binds = {});

  /// The first row as `read(row)` gives it, or nullopt when there is none.
  template <class Read>
  auto first(Sql sql, Binds binds, Read read) -> Result<std::optional<std::invoke_result_t<Read&, const Row&>>> {
    std::optional<std::invoke_result_t<Read&, const Row&>> found;
    auto take_one = [&](const Row& row) {
      found.emplace(read(row));
      return false;
    };
    if (auto done = each(sql, binds, take_one); !done) return Failed(done.error());
    return found;
  }

  /// All rows as `read(row)` gives them.
  template <class Read>
  auto rows(Sql sql, Binds binds, Read read) -> Result<std::vector<std::invoke_result_t<Read&, const Row&>>> {
    std::vector<std::invoke_result_t<Read&, const Row&>> all;
    auto take_one = [&](const Row& row) {
      all.push_back(read(row));
      return true;
    };
    if (auto done = each(sql, binds, take_one); !done) return Failed(done.error());
    return all;
  }

  /// Runs a script of statements that take and answer nothing.
  Result<void> execute(const std::string& script);

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
  Result<void> each(Sql sql, Binds binds, const std::function<bool(const Row&)>& take_one);
  Error error(std::string_view doing) const;
  static int wait_for_lock(void* self, int attempts);

  std::unique_ptr<sqlite3, Closer> handle_;
  std::chrono::milliseconds patience_;
  std::chrono::steady_clock::time_point waiting_since_;
  std::unordered_map<const char*, Statement> statements_;  // finalised before the handle closes
};

}  // namespace docmill::sqlite
