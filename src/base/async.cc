#include "base/async.h"

#include <cstdio>
#include <exception>

namespace docmill {
namespace asio = boost::asio;

Async<void> sleep_for(std::chrono::steady_clock::duration length) {
  asio::steady_timer timer(co_await asio::this_coro::executor, length);
  co_await timer.async_wait(asio::use_awaitable);
}

void spawn(const Executor& executor, Async<void> work) {
  asio::co_spawn(executor, std::move(work), [](std::exception_ptr error) {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& e) {
      std::fprintf(stderr, "docmill: bug: an exception left a coroutine: %s\n", e.what());
    }
    std::terminate();
  });
}

void run_to_end(Async<void> work) {
  asio::io_context loop;
  std::exception_ptr failed;
  asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error) { failed = error; });
  loop.run();
  if (failed) std::rethrow_exception(failed);
}

}  // namespace docmill
