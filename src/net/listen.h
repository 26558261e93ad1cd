#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>

#include "base/async.h"
#include "base/result.h"

namespace docmill::net {

/// Binds and listens on `host` (a name or an address); port 0 lets the kernel choose.
/// Errors: Conflict (the port is taken: the message names it), BadRequest (the host cannot be used), PermissionDenied (a privileged
/// port).
Result<boost::asio::ip::tcp::acceptor> listen_on(const Executor& executor, const std::string& host, std::uint16_t port);

}  // namespace docmill::net
