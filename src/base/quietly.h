#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace docmill {

/// co_await asio's operations with this where an error is an answer: it comes first in a tuple instead of being thrown.
inline constexpr auto kQuietly = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace docmill
