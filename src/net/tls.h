#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "base/result.h"
#include "net/server.h"
#include "net/stream.h"

namespace docmill::net {

/// What TLS connections share: certificate, key and rules.
class TlsContext;

/// TLS 1.2 or newer, forward-secret AEAD ciphers only, ALPN "http/1.1".
/// Errors: BadRequest naming the file that cannot be read or does not fit the other.
Result<std::shared_ptr<TlsContext>> make_tls_context(const TlsFiles& files);

/// The stream keeps the context alive.
std::unique_ptr<Stream> tls_stream(boost::asio::ip::tcp::socket socket, std::shared_ptr<TlsContext> context);

}  // namespace docmill::net
