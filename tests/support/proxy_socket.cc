#include "support/proxy_socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace docmill::testing {
namespace {

constexpr std::size_t kLargestMessage = std::size_t{64} << 20U;

sockaddr loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr any{};
  std::memcpy(&any, &address, sizeof any);
  return any;
}

/// A header's value in lower case, "" when there is none.
std::string header(const std::string& head, const std::string& name) {
  std::string lower = head;
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto found = lower.find("\r\n" + name + ":");
  if (found == std::string::npos) return "";
  const auto start = lower.find_first_not_of(' ', found + name.size() + 3);
  return lower.substr(start, lower.find("\r\n", start) - start);
}

std::string without_header(std::string head, const std::string& name) {
  std::string lower = head;
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto found = lower.find("\r\n" + name + ":");
  if (found != std::string::npos) head.erase(found, lower.find("\r\n", found + 2) - found);
  return head;
}

std::optional<std::size_t> number(const std::string& text, int base) {
  std::size_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (end.ec != std::errc{} || value > kLargestMessage) return std::nullopt;
  return value;
}

}  // namespace

Socket Socket::listen(std::uint16_t port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(socket.fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const auto address = loopback(port);
  if (::bind(socket.fd_, &address, sizeof address) != 0 || ::listen(socket.fd_, 128) != 0) throw std::runtime_error("cannot listen");
  return socket;
}

Socket Socket::connect(std::uint16_t port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto address = loopback(port);
  if (::connect(socket.fd_, &address, sizeof address) != 0) return {};
  const int on = 1;
  ::setsockopt(socket.fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

std::uint16_t Socket::port() const {
  sockaddr any{};
  socklen_t size = sizeof any;
  ::getsockname(fd_, &any, &size);
  sockaddr_in address{};
  std::memcpy(&address, &any, sizeof address);
  return ntohs(address.sin_port);
}

void Socket::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

bool Socket::readable(std::chrono::milliseconds limit) const {
  pollfd wanted{fd_, POLLIN, 0};
  return ::poll(&wanted, 1, static_cast<int>(limit.count())) > 0;
}

std::string Socket::read(const std::atomic<bool>& stop) const {
  while (!stop) {
    if (!readable(std::chrono::milliseconds(20))) continue;
    std::string bytes(65'536, '\0');
    const auto count = ::recv(fd_, bytes.data(), bytes.size(), 0);
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }
  return "";
}

bool Socket::write(const std::string& bytes) const {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto count = ::send(fd_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

std::string HttpMessage::method() const {
  return head.substr(0, head.find(' '));
}

std::string HttpMessage::target() const {
  const auto start = head.find(' ') + 1;
  return head.substr(start, head.find(' ', start) - start);
}

int HttpMessage::status() const {
  return head.size() < 12 ? 0 : static_cast<int>(number(head.substr(9, 3), 10).value_or(0));
}

bool HttpReader::more() {
  if (buffer_.size() > kLargestMessage) return false;
  const auto bytes = socket_.read(stop_);
  buffer_ += bytes;
  return !bytes.empty();
}

bool HttpReader::fill(std::size_t size) {
  while (buffer_.size() < size) {
    if (!more()) return false;
  }
  return true;
}

std::optional<std::string> HttpReader::head() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!more()) return std::nullopt;
  }
  auto head = buffer_.substr(0, end + 4);
  buffer_.erase(0, end + 4);
  return head;
}

bool HttpReader::chunked(std::string& body) {
  for (;;) {
    std::size_t line = 0;
    while ((line = buffer_.find("\r\n")) == std::string::npos) {
      if (!more()) return false;
    }
    const auto size = number(buffer_.substr(0, line), 16);
    if (!size || body.size() > kLargestMessage) return false;
    const auto whole = line + 2 + *size + 2;
    if (!fill(whole)) return false;
    body += buffer_.substr(0, whole);
    buffer_.erase(0, whole);
    if (*size == 0) return true;
  }
}

bool HttpReader::body(HttpMessage& message, bool is_answer) {
  if (header(message.head, "transfer-encoding") == "chunked") return chunked(message.body);
  const auto length = header(message.head, "content-length");
  if (length.empty()) {
    message.to_end = is_answer;
    while (is_answer && more()) continue;
    message.body = is_answer ? std::exchange(buffer_, {}) : "";
    return true;
  }
  const auto size = number(length, 10);
  if (!size || !fill(*size)) return false;
  message.body = buffer_.substr(0, *size);
  buffer_.erase(0, *size);
  return true;
}

std::optional<HttpMessage> HttpReader::request() {
  auto found = head();
  if (!found) return std::nullopt;
  HttpMessage message{.head = *std::move(found)};
  if (header(message.head, "expect") == "100-continue") {
    if (!socket_.write("HTTP/1.1 100 Continue\r\n\r\n")) return std::nullopt;
    message.head = without_header(std::move(message.head), "expect");
  }
  if (!body(message, false)) return std::nullopt;
  return message;
}

std::optional<HttpMessage> HttpReader::answer(const std::string& method) {
  HttpMessage message;
  do {
    auto found = head();
    if (!found) return std::nullopt;
    message.head = *std::move(found);
  } while (message.status() / 100 == 1);
  const bool bare = method == "HEAD" || message.status() == 204 || message.status() == 304;
  if (!bare && !body(message, true)) return std::nullopt;
  return message;
}

}  // namespace docmill::testing
