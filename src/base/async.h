#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace docmill {

/// A coroutine. Arguments are taken by value, or borrow an object whose owner outlives the strand (style rule A1).
template <class T>
using Async = boost::asio::awaitable<T>;

using Executor = boost::asio::any_io_executor;

/// A moment on the steady clock after which a wait gives up.
class Deadline {
 public:
  using Steady = std::chrono::steady_clock;

  static Deadline in(Steady::duration length) { return Deadline(Steady::now() + length); }
  static Deadline at(Steady::time_point moment) { return Deadline(moment); }
  static Deadline never() { return Deadline(Steady::time_point::max()); }

  bool passed() const { return Steady::now() >= moment_; }
  Steady::time_point moment() const { return moment_; }
  /// Time left, never negative.
  Steady::duration left() const { return passed() ? Steady::duration::zero() : moment_ - Steady::now(); }
  Deadline earlier(Deadline other) const { return Deadline(std::min(moment_, other.moment_)); }

 private:
  explicit Deadline(Steady::time_point moment) : moment_(moment) {}
  Steady::time_point moment_;
};

/// Suspends the caller for `length` of real time.
Async<void> sleep_for(std::chrono::steady_clock::duration length);

/// Starts `work` on `executor` and lets it run on its own. An exception that leaves it is a bug and ends the process.
void spawn(const Executor& executor, Async<void> work);

/// Runs `work` to its end on a loop of its own. For main functions and tests, never inside a coroutine.
template <class T>
T run_to_end(Async<T> work) {
  boost::asio::io_context loop;
  std::optional<T> value;
  std::exception_ptr failed;
  auto keep = [&](std::exception_ptr error, T result) {
    failed = error;
    value.emplace(std::move(result));
  };
  boost::asio::co_spawn(loop, std::move(work), keep);
  loop.run();
  if (failed) std::rethrow_exception(failed);
  return std::move(*value);  // NOLINT(bugprone-unchecked-optional-access): set, or failed was
}

void run_to_end(Async<void> work);

}  // namespace docmill
