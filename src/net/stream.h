#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/async.h"
#include "base/result.h"

namespace docmill::net {

/// One client connection's bytes, plain or TLS, with a deadline on every wait. Used by one coroutine at a time; cancel()
/// and abort() may be called beside it on the same executor.
/// Errors of every wait: RequestTimeout at the deadline, Unavailable when the client is gone or the wait was cancelled.
class Stream {
 public:
  virtual ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// Must end before the first read or write.
  virtual Async<Result<void>> handshake(Deadline by) = 0;
  /// At least one byte; 0 when the client has ended its side.
  virtual Async<Result<std::size_t>> read_some(std::span<char> room, Deadline by) = 0;
  /// At least one byte of `bytes`, which stay valid meanwhile.
  virtual Async<Result<std::size_t>> write_some(std::string_view bytes, Deadline by) = 0;
  /// Tells the client that nothing more comes, then reads and forgets what it still sends until it has ended too, or
  /// `by`. Closing without this would reset the connection and could destroy an answer on its way.
  Async<void> linger(Deadline by);

  /// Ends the wait under way, if any.
  void cancel();
  /// Closes the socket; every wait fails from now on.
  void abort();
  /// "127.0.0.1:50312"; empty when the client is gone.
  std::string peer();
  virtual bool tls() const = 0;

 protected:
  using Socket = boost::asio::ip::tcp::socket;

  explicit Stream(const Executor& executor);
  virtual Socket& socket() = 0;
  /// Says goodbye on the layer above TCP, if there is one.
  virtual Async<void> end_writing(Deadline by) = 0;

  /// Cancels waits on the socket once `by` has passed, until destroyed.
  class Watch {
   public:
    Watch(Stream& stream, Deadline by);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    /// What a finished wait comes to. 0 bytes when the client ended its side.
    Result<std::size_t> outcome(boost::system::error_code ec, std::size_t bytes) const;

   private:
    Stream& stream_;
  };

 private:
  struct Alarm;
  std::shared_ptr<Alarm> alarm_;  // shared with its timer's pending wait
};

std::unique_ptr<Stream> plain_stream(boost::asio::ip::tcp::socket socket);

}  // namespace docmill::net
