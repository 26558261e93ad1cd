#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/async.h"
#include "base/pool.h"
#include "base/result.h"
#include "postgres/address.h"
#include "postgres/connection.h"
#include "postgres/migrate.h"

namespace docmill::postgres {

struct Options {
  std::size_t connections = 4;                          // at most; each has a thread. Made when needed and kept
  std::chrono::milliseconds statement_timeout{20'000};  // and the longest wait for a lock
};

/// A database on a PostgreSQL server, used over a few connections by as many threads. Thread-safe. Many processes on many
/// machines may use the same database.
///
/// A connection that breaks is replaced by the next caller. Whoever was using it gets Unavailable, and whether a commit under way
/// happened is not known: what is written must bear being written again. Reads are tried once more by themselves, and so is work
/// that lost a race against another transaction. While the server cannot be reached, callers fail at once for half a second after
/// each vain try.
///
/// Rights: who opens the database first must be allowed to make tables; later SELECT, INSERT, UPDATE and DELETE are enough.
/// Connection poolers: sessions keep prepared statements, so PgBouncer needs pool_mode = session.
///
/// Destroying it finishes what was started; destroy it before its callers' executors.
class Database {
 public:
  /// Logs in and brings the tables up to date. Errors: BadRequest (the address), Unavailable; the cause says what to do.
  static Result<std::unique_ptr<Database>> open(const Secret& uri, Schema schema, Options options = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const Address& address() const { return address_; }
  const Options& options() const { return options_; }

  /// Runs `work(Connection&)`, which returns a Result, inside a "read committed" transaction, and resumes the caller on its own
  /// executor once that is durable. A failed Result undoes it. `work` may run several times. Errors: those of `work`; StorageFull
  /// or Unavailable when the transaction fails.
  template <class Work>
  Async<std::invoke_result_t<Work&, Connection&>> write(Work work) {
    return submit(Kind::Write, std::move(work));
  }
  /// Runs `work(Connection&)`, which only reads, on one consistent view.
  template <class Work>
  Async<std::invoke_result_t<Work&, Connection&>> read(Work work) {
    return submit(Kind::Read, std::move(work));
  }
  /// For work of a single statement, which is a transaction by itself: one round trip to the server instead of three.
  template <class Work>
  Async<std::invoke_result_t<Work&, Connection&>> write_one(Work work) {
    return submit(Kind::WriteOne, std::move(work));
  }
  template <class Work>
  Async<std::invoke_result_t<Work&, Connection&>> read_one(Work work) {
    return submit(Kind::ReadOne, std::move(work));
  }

 private:
  enum class Kind { Read, Write, ReadOne, WriteOne };
  using Once = std::function<Result<void>(Connection&)>;

  template <class Work>
  Async<std::invoke_result_t<Work&, Connection&>> submit(Kind kind, Work work) {
    using Value = std::invoke_result_t<Work&, Connection&>;
    std::optional<Value> value;
    auto once = [&work, &value](Connection& connection) -> Result<void> {
      value.emplace(work(connection));
      if (!*value) return Failed(value->error());
      return {};
    };
    auto run_it = [&]() { return run(kind, once); };
    const auto done = co_await on_pool(pool_, run_it);
    if (!done) co_return Failed(done.error());
    co_return std::move(*value);  // NOLINT(bugprone-unchecked-optional-access): set, or the run failed
  }

  Database(Address address, Options options);
  Result<void> run(Kind kind, const Once& once);
  static Result<void> run_once(Connection& connection, Kind kind, const Once& once);
  Result<std::unique_ptr<Connection>> borrow();
  std::unique_ptr<Connection> idle();
  void give_back(std::unique_ptr<Connection> connection);

  Address address_;
  Options options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::optional<Error> closed_because_;  // the server could not be reached just now
  Deadline closed_until_ = Deadline::in({});
  Pool pool_;  // last: its threads use everything above
};

}  // namespace docmill::postgres
