#include "net/server.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <list>

#include "base/log.h"
#include "base/quietly.h"
#include "base/signal.h"
#include "net/connection.h"
#include "net/listen.h"
#include "net/tls.h"

namespace docmill::net {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

struct Guest {
  explicit Guest(std::unique_ptr<Stream> stream, const ServerOptions& options, Handler& handler, Metrics& metrics)
      : connection(std::move(stream), options, handler, metrics) {}
  Connection connection;
  asio::cancellation_signal cancel;
};

}  // namespace

class Server::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(Executor executor, ServerOptions options, Handler& handler, Metrics& metrics)
      : executor_(std::move(executor)),
        options_(std::move(options)),
        handler_(handler),
        metrics_(metrics),
        acceptor_(executor_),
        hard_stop_(executor_) {}

  Result<std::uint16_t> listen();
  Async<void> run();
  void stop(Deadline by);
  ServerLoad load() const;

 private:
  using Guests = std::list<std::shared_ptr<Guest>>;

  Async<void> make_room();
  void admit(tcp::socket socket);
  void left(Guests::iterator guest, std::exception_ptr error);
  void stop_here(Deadline by);
  void end_all();
  void show_connections();

  Executor executor_;
  ServerOptions options_;
  Handler& handler_;
  Metrics& metrics_;
  std::shared_ptr<TlsContext> tls_;  // shared with the streams made from it
  tcp::acceptor acceptor_;
  asio::steady_timer hard_stop_;
  Guests guests_;  // each shared with its coroutine
  Signal changed_;
  bool stopping_ = false;
  bool ended_ = false;
};

Result<std::uint16_t> Server::Impl::listen() {
  if (options_.tls) {
    auto tls = make_tls_context(*options_.tls);
    if (!tls) return Failed(tls.error());
    tls_ = *std::move(tls);
  }
  return listen_on(acceptor_, options_.host, options_.port);
}

Async<void> Server::Impl::run() {
  const auto self = shared_from_this();
  while (!stopping_) {
    auto [ec, socket] = co_await acceptor_.async_accept(kQuietly);
    if (ec && !stopping_ && ec != asio::error::connection_aborted) {
      log::warn("http.accept_failed", {{"cause", ec.message()}});
      co_await sleep_for(kAcceptPause);
    }
    if (ec) continue;
    co_await make_room();
    if (!stopping_) admit(std::move(socket));
  }
  while (!guests_.empty()) {
    const auto seen = changed_.count();
    if (!guests_.empty()) co_await changed_.wait(seen, Deadline::never());
  }
  ended_ = true;
  hard_stop_.cancel();
}

/// Waits until one more connection may be served. Of those that wait for their client, the one that has waited longest has to go for it:
/// otherwise a few clients that never finish what they began to send would keep everybody out.
Async<void> Server::Impl::make_room() {
  while (!stopping_ && guests_.size() >= options_.max_connections) {
    const auto seen = changed_.count();
    Guest* oldest = nullptr;
    for (const auto& guest : guests_) {
      const auto since = guest->connection.waiting_since();
      if (since && (oldest == nullptr || *since < *oldest->connection.waiting_since())) oldest = guest.get();
    }
    if (oldest != nullptr) oldest->connection.give_way();
    // Without one that waits, look again soon: beginning to wait makes no signal.
    co_await changed_.wait(seen, Deadline::in(kAcceptPause));
  }
}

void Server::Impl::admit(tcp::socket socket) {
  boost::system::error_code ignored;  // a socket that is gone fails at its first read
  socket.set_option(tcp::no_delay(true), ignored);
  auto stream = tls_ ? tls_stream(std::move(socket), tls_) : plain_stream(std::move(socket));
  auto guest = std::make_shared<Guest>(std::move(stream), options_, handler_, metrics_);
  guests_.push_back(guest);
  show_connections();
  const auto place = std::prev(guests_.end());
  auto done = [self = shared_from_this(), place](std::exception_ptr error) { self->left(place, error); };
  asio::co_spawn(executor_, guest->connection.run(), asio::bind_cancellation_slot(guest->cancel.slot(), std::move(done)));
}

void Server::Impl::left(Guests::iterator guest, std::exception_ptr error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const std::exception& e) {
    // Only the hard stop ends a connection this way; anything else is worth a line.
    if (!stopping_) log::error("http.connection_failed", {{"cause", e.what()}});
  }
  guests_.erase(guest);
  show_connections();
  changed_.notify();
}

void Server::Impl::show_connections() {
  metrics_.gauge("docmill_http_connections", "Open client connections", static_cast<double>(guests_.size()));
}

void Server::Impl::stop(Deadline by) {
  asio::post(executor_, [self = shared_from_this(), by] { self->stop_here(by); });
}

void Server::Impl::stop_here(Deadline by) {
  if (ended_) return;  // a timer now would keep the loop alive for nothing
  stopping_ = true;
  boost::system::error_code ignored;  // closing frees the port in any case
  acceptor_.close(ignored);
  for (const auto& guest : guests_) guest->connection.close_soon();
  hard_stop_.expires_at(by.moment());
  hard_stop_.async_wait([self = shared_from_this()](boost::system::error_code ec) {
    if (!ec) self->end_all();
  });
  changed_.notify();
}

ServerLoad Server::Impl::load() const {
  ServerLoad load{.requests = 0, .connections = guests_.size(), .max_connections = options_.max_connections};
  for (const auto& guest : guests_) load.requests += guest->connection.busy() ? 1 : 0;
  return load;
}

/// Closes what is still open and ends what handlers wait for.
void Server::Impl::end_all() {
  const Guests open = guests_;  // a copy: ending one removes it
  for (const auto& guest : open) {
    guest->connection.abort();
    guest->cancel.emit(asio::cancellation_type::terminal);
  }
}

Server::Server(Executor executor, ServerOptions options, Handler& handler, Metrics& metrics)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(options), handler, metrics)) {}

Server::~Server() = default;

Result<std::uint16_t> Server::listen() {
  return impl_->listen();
}

Async<void> Server::run() {
  return impl_->run();
}

void Server::stop(Deadline by) {
  impl_->stop(by);
}

ServerLoad Server::load() const {
  return impl_->load();
}

}  // namespace docmill::net
