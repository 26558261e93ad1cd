#pragma once
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/async.h"

namespace docmill {

/// A named set of threads for calls that block (files, SQL, curl). Destroying it waits for what was started.
class Pool {
 public:
  Pool(std::string name, std::size_t threads);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  const std::string& name() const { return name_; }
  boost::asio::thread_pool& threads() { return threads_; }

 private:
  std::string name_;
  boost::asio::thread_pool threads_;
};

/// Runs `work()` on the pool and resumes the caller on the caller's own executor with what it returned.
/// An exception that leaves `work` is rethrown to the caller.
template <class Work>
Async<std::invoke_result_t<Work&>> on_pool(Pool& pool, Work work) {
  using Value = std::invoke_result_t<Work&>;
  static_assert(!std::is_void_v<Value>, "return a Result<void> instead");
  std::optional<Value> value;
  std::exception_ptr failed;
  auto start = [&pool, &value, &failed, &work](auto handler) {
    // Counts as work of the caller's loop until the post below has returned: a loop that ends at once with its last coroutine
    // would otherwise be destroyed while this thread is still waking it (ThreadSanitizer showed it).
    auto back = boost::asio::prefer(boost::asio::get_associated_executor(handler), boost::asio::execution::outstanding_work.tracked);
    auto run = [&value, &failed, &work, back, handler = std::move(handler)]() mutable {
      try {
        value.emplace(work());
      } catch (...) {
        failed = std::current_exception();
      }
      boost::asio::post(back, std::move(handler));
    };
    boost::asio::post(pool.threads(), std::move(run));
  };
  co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void()>(start, boost::asio::use_awaitable);
  if (failed) std::rethrow_exception(failed);
  co_return std::move(*value);  // NOLINT(bugprone-unchecked-optional-access): set, or failed was
}

}  // namespace docmill
