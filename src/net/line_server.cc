#include "net/line_server.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "base/log.h"
#include "base/quietly.h"
#include "net/listen.h"

namespace docmill::net {
namespace asio = boost::asio;
using asio::ip::tcp;

class LineServer::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(Executor executor, LineServerOptions options, std::function<std::string()> line)
      : executor_(std::move(executor)), options_(std::move(options)), line_(std::move(line)), acceptor_(executor_) {}

  Result<std::uint16_t> listen();
  Async<void> run();
  void stop();

 private:
  Async<void> answer(tcp::socket socket);

  Executor executor_;
  LineServerOptions options_;
  std::function<std::string()> line_;
  tcp::acceptor acceptor_;
  bool stopping_ = false;
};

Result<std::uint16_t> LineServer::Impl::listen() {
  return listen_on(acceptor_, options_.host, options_.port);
}

Async<void> LineServer::Impl::run() {
  const auto self = shared_from_this();
  while (!stopping_) {
    auto [ec, socket] = co_await acceptor_.async_accept(kQuietly);
    if (!ec) co_await answer(std::move(socket));
    if (!ec || stopping_ || ec == asio::error::connection_aborted) continue;
    log::warn("agent.accept_failed", {{"cause", ec.message()}});
    co_await sleep_for(kAcceptPause);
  }
}

/// The peer may be gone or silent; either way the next one is served.
Async<void> LineServer::Impl::answer(tcp::socket socket) {
  using namespace asio::experimental::awaitable_operators;
  const auto line = line_();
  const auto buffer = asio::buffer(line);
  co_await (asio::async_write(socket, buffer, kQuietly) || sleep_for(options_.write_timeout));
  boost::system::error_code ignored;
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void LineServer::Impl::stop() {
  asio::post(executor_, [self = shared_from_this()] {
    self->stopping_ = true;
    boost::system::error_code ignored;  // closing frees the port in any case
    self->acceptor_.close(ignored);
  });
}

LineServer::LineServer(Executor executor, LineServerOptions options, std::function<std::string()> line)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(options), std::move(line))) {}

LineServer::~LineServer() = default;

Result<std::uint16_t> LineServer::listen() {
  return impl_->listen();
}

Async<void> LineServer::run() {
  return impl_->run();
}

void LineServer::stop() {
  impl_->stop();
}

}  // namespace docmill::net
