#pragma once
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/async.h"
#include "base/result.h"
#include "sqlite/connection.h"

namespace docmill::sqlite {

/// What a driver keeps in a file: which kind of file it is and how its tables came to be.
struct Schema {
  std::string_view what;                         // "queue database", for people
  std::int32_t application_id = 0;               // marks the file; a file of another kind is refused
  std::span<const std::string_view> migrations;  // scripts, numbered from 1; once released they never change
};

/// A database file with one thread that owns the connection. Work that coroutines bring while a commit is under way is
/// collected and runs inside the next transaction, so that many callers share one fsync (group commit). Thread-safe.
/// Other processes may use the same file. Destroying it finishes what was started; destroy it before its callers' executors.
class Database {
 public:
  /// Opens or makes the file and brings its tables up to date.
  /// Errors: Unavailable; the cause says what to do (directory not writable, damaged file, file of a newer release).
  static Result<std::unique_ptr<Database>> open(std::string path, Schema schema);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& path() const { return path_; }

  /// Runs `work(Connection&)`, which returns a Result, inside a write transaction, and resumes the caller on its own executor
  /// once that is durable. A failed Result undoes what this `work` wrote and nothing else. Errors: those of `work`; StorageFull
  /// or Unavailable when the transaction fails, then nothing of it was kept.
  template <class Work>
  Async<std::invoke_result_t<Work&, Connection&>> write(Work work) {
    return submit(Access::Write, std::move(work));
  }

  /// As write(), but resumes the caller before the disk has it: what `work` wrote survives the end of every process at once, and power
  /// loss a few milliseconds later. For what may be done again after a power loss, such as taking a lease.
  template <class Work>
  Async<std::invoke_result_t<Work&, Connection&>> write_soon(Work work) {
    return submit(Access::WriteSoon, std::move(work));
  }

  /// Runs `work(Connection&)`, which only reads, on one consistent view. Waits for no lock.
  template <class Work>
  Async<std::invoke_result_t<Work&, Connection&>> read(Work work) {
    return submit(Access::Read, std::move(work));
  }

 private:
  enum class Access { Read, Write, WriteSoon };

  /// One piece of work and the caller that waits for it.
  class Operation {
   public:
    explicit Operation(Access access) : access_(access) {}
    virtual ~Operation() = default;
    Access access() const { return access_; }
    virtual std::optional<Error> run(Connection& connection) = 0;
    virtual void fail(const Error& error) = 0;
    virtual void resume() = 0;

   private:
    Access access_;
  };
  using Batch = std::vector<std::unique_ptr<Operation>>;

  template <class Work, class Value, class Handler>
  class OperationOf final : public Operation {
   public:
    OperationOf(Access access, Work& work, std::optional<Value>& value, Handler handler)
        : Operation(access), work_(work), value_(value), handler_(std::move(handler)) {}
    std::optional<Error> run(Connection& connection) override {
      value_.emplace(work_(connection));
      return value_->has_value() ? std::nullopt : std::optional(value_->error());
    }
    void fail(const Error& error) override { value_.emplace(Failed(error)); }
    void resume() override {
      auto back = boost::asio::get_associated_executor(handler_);
      // post() wakes the caller's loop before it is done with it: without the guard the loop could end, and go, meanwhile.
      const auto guard = boost::asio::make_work_guard(back);
      boost::asio::post(back, std::move(handler_));
    }

   private:
    Work& work_;  // both live in the caller's coroutine, which lives as long as the handler
    std::optional<Value>& value_;
    Handler handler_;
  };

  template <class Work>
  Async<std::invoke_result_t<Work&, Connection&>> submit(Access access, Work work) {
    using Value = std::invoke_result_t<Work&, Connection&>;
    std::optional<Value> value;
    auto start = [this, access, &work, &value](auto handler) {
      using Op = OperationOf<Work, Value, decltype(handler)>;
      enqueue(std::make_unique<Op>(access, work, value, std::move(handler)));
    };
    co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void()>(start, boost::asio::use_awaitable);
    co_return std::move(*value);  // NOLINT(bugprone-unchecked-optional-access): run() or fail() has set it
  }

  Database(std::string path, std::unique_ptr<Connection> connection);
  void enqueue(std::unique_ptr<Operation> operation);
  void serve();
  bool wait_for_work(Batch& reads, Batch& writes);
  void run_reads(Batch& reads);
  void run_writes(Batch& writes);
  Result<void> prepare(const Batch& writes);
  Result<void> run_all(Batch& writes);
  void sync();
  Result<void> run_one_write(Operation& operation);
  void roll_back();

  std::string path_;
  std::unique_ptr<Connection> connection_;
  std::optional<std::chrono::steady_clock::time_point> sync_by_;  // set while the disk lacks a commit
  bool damaged_ = false;                                          // the disk may lack a commit for good
  std::mutex mutex_;
  std::condition_variable changed_;
  Batch waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses everything above
};

}  // namespace docmill::sqlite
