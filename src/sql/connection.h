#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

/// What SQLite and PostgreSQL have in common, so that one set of statements can serve both.
namespace docmill::sql {

/// SQL text that is a literal, so that a statement is prepared once and found again by its address.
/// Parameters for both databases are `$1`, `$2`, …, first used in that order: SQLite numbers them by first appearance.
class Sql {
 public:
  consteval Sql(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor)
  const char* text() const { return text_; }

 private:
  const char* text_;
};

/// A value for one parameter. Text is borrowed for the length of the call.
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
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string text(int column) const = 0;

  std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  std::uint32_t count32(int column) const { return static_cast<std::uint32_t>(integer(column)); }
  Timestamp moment(int column) const { return Timestamp(std::chrono::milliseconds(integer(column))); }
  std::optional<Timestamp> maybe_moment(int column) const { return is_null(column) ? std::nullopt : std::optional(moment(column)); }
};

/// One connection to a database, for one thread at a time. Errors of every method: StorageFull, or Unavailable with the
/// database's own words as the cause.
class Connection {
 public:
  virtual ~Connection() = default;

  /// Runs one statement and returns how many rows it changed.
  Result<std::int64_t> change(Sql sql, Binds binds = {}) {
    return each(sql, binds, [](const Row&) { return true; });
  }

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
  virtual Result<void> execute(const std::string& script) = 0;

 protected:
  /// Hands the rows to `take_one` until it says false; returns how many rows the statement changed.
  virtual Result<std::int64_t> each(Sql sql, Binds binds, const std::function<bool(const Row&)>& take_one) = 0;
};

}  // namespace docmill::sql
