#include "net/listen.h"

#include <fmt/format.h>

#include "base/async.h"

namespace docmill::net {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

Error cannot_listen(const boost::system::error_code& ec, const std::string& host, std::uint16_t port) {
  const auto where = fmt::format("{}:{}", host, port);
  if (ec == asio::error::address_in_use) {
    return fail(ErrorCode::Conflict, fmt::format("{} is taken by another process. Choose another port.", where)).at("net.listen");
  }
  if (ec == asio::error::access_denied) {
    return fail(ErrorCode::PermissionDenied, fmt::format("Listening on {} is not permitted to this user.", where)).at("net.listen");
  }
  return fail(ErrorCode::BadRequest, fmt::format("Cannot listen on {}.", where)).cause(ec.message()).at("net.listen");
}

Result<tcp::endpoint> endpoint_of(const Executor& executor, const std::string& host, std::uint16_t port) {
  boost::system::error_code ec;
  const auto address = asio::ip::make_address(host, ec);
  if (!ec) return tcp::endpoint(address, port);
  tcp::resolver resolver(executor);
  const auto found = resolver.resolve(host, fmt::format("{}", port), tcp::resolver::passive, ec);
  if (ec || found.empty()) return Failed(cannot_listen(ec, host, port));
  return found.begin()->endpoint();
}

}  // namespace

Result<std::uint16_t> listen_on(tcp::acceptor& acceptor, const std::string& host, std::uint16_t port) {
  const auto where = endpoint_of(acceptor.get_executor(), host, port);
  if (!where) return Failed(where.error());
  boost::system::error_code ec;
  acceptor.open(where->protocol(), ec);
  if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor.bind(*where, ec);
  if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (!ec) {
    const auto used = acceptor.local_endpoint(ec);
    if (!ec) return used.port();
  }
  boost::system::error_code ignored;  // the first error is the one to tell
  acceptor.close(ignored);
  return Failed(cannot_listen(ec, host, port));
}

}  // namespace docmill::net
