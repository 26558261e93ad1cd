#include "net/stream.h"

#include <fmt/format.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/error.hpp>

#include "base/quietly.h"
#include "base/units.h"

namespace docmill::net {
namespace asio = boost::asio;

namespace {

class PlainStream final : public Stream {
 public:
  explicit PlainStream(Socket socket) : Stream(socket.get_executor()), socket_(std::move(socket)) {}

  Async<Result<void>> handshake(Deadline) override { co_return Result<void>{}; }

  Async<Result<std::size_t>> read_some(std::span<char> room, Deadline by) override {
    const Watch watch(*this, by);
    const auto buffer = asio::buffer(room.data(), room.size());
    auto [ec, bytes] = co_await socket_.async_read_some(buffer, kQuietly);
    co_return watch.outcome(ec, bytes);
  }

  Async<Result<std::size_t>> write_some(std::string_view bytes, Deadline by) override {
    const Watch watch(*this, by);
    const auto buffer = asio::buffer(bytes.data(), bytes.size());
    auto [ec, written] = co_await socket_.async_write_some(buffer, kQuietly);
    co_return watch.outcome(ec, written);
  }

  bool tls() const override { return false; }

 private:
  Socket& socket() override { return socket_; }
  Async<void> end_writing(Deadline) override { co_return; }

  Socket socket_;
};

}  // namespace

/// One timer per connection, moved only when a deadline comes earlier than the last: most waits never touch it.
struct Stream::Alarm : std::enable_shared_from_this<Alarm> {
  Alarm(Stream& owner, const Executor& executor) : stream(&owner), timer(executor) {}

  void arm(Deadline deadline) {
    by = deadline;
    rang = false;
    if (!waiting || deadline.moment() < timer.expiry()) wait_until(deadline);
  }

  void wait_until(Deadline moment) {
    waiting = true;
    timer.expires_at(moment.moment());  // ends a wait under way; its handler sees the error and stays away
    timer.async_wait([self = shared_from_this()](boost::system::error_code ec) {
      if (!ec) self->ring();
    });
  }

  void ring() {
    waiting = false;
    if (stream == nullptr || !by) return;
    if (!by->passed()) return wait_until(*by);
    rang = true;
    stream->cancel();
    // A TLS wait is several socket waits in a row, and the cancellation may have fallen between two of them.
    wait_until(Deadline::in(std::chrono::milliseconds(50)));
  }

  Stream* stream;
  asio::steady_timer timer;
  std::optional<Deadline> by;  // nullopt: no wait is under way
  bool waiting = false;
  bool rang = false;
};

Stream::Stream(const Executor& executor) : alarm_(std::make_shared<Alarm>(*this, executor)) {}

Stream::~Stream() {
  alarm_->stream = nullptr;
  alarm_->timer.cancel();
}

Stream::Watch::Watch(Stream& stream, Deadline by) : stream_(stream) {
  stream_.alarm_->arm(by);
}

Stream::Watch::~Watch() {
  stream_.alarm_->by.reset();
}

Result<std::size_t> Stream::Watch::outcome(boost::system::error_code ec, std::size_t bytes) const {
  if (!ec) return bytes;
  if (ec == asio::error::eof || ec == asio::ssl::error::stream_truncated) return std::size_t{0};
  if (stream_.alarm_->rang) return Failed(fail(ErrorCode::RequestTimeout, "The client was too slow.").at("net.stream"));
  return Failed(fail(ErrorCode::Unavailable, "The connection to the client is gone.").cause(ec.message()).at("net.stream"));
}

Async<void> Stream::linger(Deadline by) {
  co_await end_writing(by.earlier(Deadline::in(std::chrono::seconds(1))));
  boost::system::error_code ignored;  // the client may be gone already
  socket().shutdown(Socket::shutdown_send, ignored);
  std::array<char, 16 * kKiB> forgotten;
  while (true) {
    const Watch watch(*this, by);
    const auto room = asio::buffer(forgotten);
    auto [ec, bytes] = co_await socket().async_read_some(room, kQuietly);
    if (ec || by.passed()) break;
  }
}

void Stream::cancel() {
  boost::system::error_code ignored;  // only fails on a closed socket, which has no waits
  socket().cancel(ignored);
}

void Stream::abort() {
  boost::system::error_code ignored;  // the descriptor is gone in any case
  socket().close(ignored);
}

std::string Stream::peer() {
  boost::system::error_code ec;
  const auto end = socket().remote_endpoint(ec);
  if (ec) return {};
  const auto address = end.address().to_string();
  return end.address().is_v6() ? fmt::format("[{}]:{}", address, end.port()) : fmt::format("{}:{}", address, end.port());
}

std::unique_ptr<Stream> plain_stream(asio::ip::tcp::socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

}  // namespace docmill::net
