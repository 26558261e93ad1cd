#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/async.h"
#include "base/result.h"
#include "postgres/address.h"
#include "sql/connection.h"

struct pg_conn;
struct pg_result;

namespace docmill::postgres {

using sql::Bind;
using sql::Binds;
using sql::Row;
using sql::Sql;

/// One connection to a PostgreSQL server, for one thread at a time. Errors of every method: StorageFull (the server's disk),
/// BadRequest (text that is no UTF-8, or holds a zero byte), or Unavailable with the server's own words, its SQLSTATE and what to
/// do as the cause. Rows of a failed statement are never repeated in an error.
class Connection final : public sql::Connection {
 public:
  /// What the last failure means for whoever tries again.
  enum class State {
    Fine,
    Repeat,  // the transaction lost a race and is undone: run it again (SQLSTATE 40001, 40P01)
    Lost,    // this connection is of no more use; whether a commit under way happened is not known
  };

  /// Logs in. A statement is given up after `patience`, by the server and, a little later, by us.
  static Result<std::unique_ptr<Connection>> open(const Address& address, std::chrono::milliseconds patience);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<void> execute(const std::string& script) override;
  /// Ends the transaction. Unavailable when the server undid it instead.
  Result<void> commit();
  void roll_back();

  State state() const;
  void forget_failure() { repeat_ = false; }
  /// False when the server has closed an idle connection. Asks nobody, only looks.
  bool alive();
  std::chrono::milliseconds patience() const { return patience_; }
  /// How long we wait for an answer; the statement_timeout stays.
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }

  /// Becomes readable when there are notifications.
  int descriptor() const;
  /// The payloads that other connections have sent since the last call, on the channels this one listens to.
  Result<std::vector<std::string>> notifications();

 private:
  struct Closer {
    void operator()(pg_conn* handle) const;
    void operator()(pg_result* answer) const;
  };
  using Answer = std::unique_ptr<pg_result, Closer>;

  Connection(std::unique_ptr<pg_conn, Closer> handle, std::chrono::milliseconds patience);
  Result<void> prepare_session();
  Result<std::string> prepared(Sql sql);
  Result<std::int64_t> each(Sql sql, Binds binds, const std::function<bool(const Row&)>& take_one) override;
  bool wait_for(short events, Deadline until);
  bool send_all(Deadline until);
  Result<Answer> answer(bool sent, std::string_view doing);
  Error lost(std::string_view doing, std::string_view why);
  Error failure(const pg_result* answer, std::string_view doing);

  std::unique_ptr<pg_conn, Closer> handle_;
  std::chrono::milliseconds patience_;
  bool repeat_ = false;
  bool lost_ = false;
  std::unordered_map<const char*, std::string> statements_;  // literal -> the server's name for it
};

}  // namespace docmill::postgres
