#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace docmill::net {

/// How long who accepts connections waits when the process is out of descriptors.
constexpr std::chrono::milliseconds kAcceptPause{100};

/// Opens the door of a server: `acceptor`, not open yet, binds and listens on `host` (a name or an address); port 0 lets the kernel
/// choose. Returns the port in use; after an error the acceptor is closed.
/// Errors: Conflict (the port is taken: the message names it), BadRequest (the host cannot be used), PermissionDenied (a privileged
/// port).
Result<std::uint16_t> listen_on(boost::asio::ip::tcp::acceptor& acceptor, const std::string& host, std::uint16_t port);

}  // namespace docmill::net
