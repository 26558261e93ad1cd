#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace docmill::testing {

/// A TCP socket on loopback whose waits end when `stop` becomes true. For one thread.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() { close(); }
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    if (this != &other) {
      close();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }

  /// Port 0: the kernel chooses. Throws when it cannot be had.
  static Socket listen(std::uint16_t port);
  /// An invalid socket when nobody listens.
  static Socket connect(std::uint16_t port);

  bool valid() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  std::uint16_t port() const;
  void close();
  /// True when something can be read (or accepted), or the other side is gone; false after `limit`.
  bool readable(std::chrono::milliseconds limit) const;
  /// What is there; "" at the end of the stream, on an error and on `stop`.
  std::string read(const std::atomic<bool>& stop) const;
  bool write(const std::string& bytes) const;

 private:
  int fd_ = -1;
};

/// One request or answer, as it was on the wire.
struct HttpMessage {
  std::string head{};   // with its empty line
  std::string body{};   // chunked ones with their framing
  bool to_end = false;  // an answer that ends with its connection

  std::string method() const;
  std::string target() const;
  int status() const;
  std::string bytes() const { return head + body; }
};

/// Reads HTTP messages from one socket; nullopt when it ends first or speaks something else.
class HttpReader {
 public:
  HttpReader(const Socket& socket, const std::atomic<bool>& stop) : socket_(socket), stop_(stop) {}
  /// A request that asks for "100 Continue" gets it, and loses that header.
  std::optional<HttpMessage> request();
  /// Interim answers (1xx) are passed over.
  std::optional<HttpMessage> answer(const std::string& method);

 private:
  bool more();
  bool fill(std::size_t size);
  std::optional<std::string> head();
  bool body(HttpMessage& message, bool is_answer);
  bool chunked(std::string& body);

  const Socket& socket_;
  const std::atomic<bool>& stop_;
  std::string buffer_;
};

}  // namespace docmill::testing
