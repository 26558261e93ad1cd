#include "sandbox/socket_wait.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/quietly.h"

namespace docmill::sandbox {
namespace {
namespace asio = boost::asio;

Async<bool> wait_until(Descriptor& descriptor, Descriptor::wait_type what, Deadline until) {
  using namespace asio::experimental::awaitable_operators;  // NOLINT: the operator lives there
  asio::steady_timer timer(descriptor.get_executor(), until.moment());
  const auto first = co_await (descriptor.async_wait(what, kQuietly) || timer.async_wait(kQuietly));
  co_return first.index() == 0;
}

}  // namespace

Async<bool> wait_until_readable(Descriptor& descriptor, Deadline until) {
  return wait_until(descriptor, Descriptor::wait_read, until);
}

Async<bool> wait_until_writable(Descriptor& descriptor, Deadline until) {
  return wait_until(descriptor, Descriptor::wait_write, until);
}

}  // namespace docmill::sandbox
