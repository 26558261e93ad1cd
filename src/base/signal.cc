#include "base/signal.h"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/quietly.h"

namespace docmill {
namespace asio = boost::asio;

struct Signal::Waiter {
  explicit Waiter(const Executor& executor) : timer(executor) {}
  asio::steady_timer timer;
};

void Signal::notify() {
  // Posting under the lock: a waiter takes it before it ends, so its loop lives until the post has returned.
  const std::lock_guard lock(mutex_);
  ++count_;
  for (auto& waiter : waiters_) {
    auto executor = waiter->timer.get_executor();
    // Moving the expiry, not only cancelling, also covers a waiter that has not reached its async_wait yet.
    asio::post(executor, [waiter] { waiter->timer.expires_at(std::chrono::steady_clock::time_point::min()); });
  }
  waiters_.clear();
}

std::uint64_t Signal::count() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

Async<bool> Signal::wait(std::uint64_t seen, Deadline until) {
  auto waiter = std::make_shared<Waiter>(co_await asio::this_coro::executor);
  waiter->timer.expires_at(until.moment());
  {
    const std::lock_guard lock(mutex_);
    if (count_ != seen) co_return true;
    waiters_.push_back(waiter);
  }
  co_await waiter->timer.async_wait(kQuietly);
  const std::lock_guard lock(mutex_);
  std::erase(waiters_, waiter);
  co_return count_ != seen;
}

}  // namespace docmill
