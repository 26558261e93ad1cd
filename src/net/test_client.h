#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <charconv>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/fd.h"
#include "base/metrics.h"
#include "net/server.h"
#include "net/text.h"

/// Helpers for tests that speak to a real server over real sockets. They block, and throw when something that a test
/// takes for granted fails, so that the test fails with the reason.
namespace docmill::net::test {

struct Answer {
  int status = 0;
  std::string head;  // status line and fields, with the blank line
  Headers headers;
  std::string body;

  /// The first value of a header; "" when there is none.
  std::string header(std::string_view name) const { return std::string(headers.find(name).value_or("")); }
};

/// A blocking HTTP client that sends exactly the bytes it is given.
class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr any{};
    std::memcpy(&any, &to, sizeof to);
    if (::connect(fd_.get(), &any, sizeof to) != 0) throw std::runtime_error(std::string("connect: ") + std::strerror(errno));
  }

  /// Sends all of it; false when the server has closed the connection.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Says that nothing more comes; answers can still be read.
  void end_sending() { ::shutdown(fd_.get(), SHUT_WR); }

  /// The next answer, 100 Continue included. For the answer to HEAD say so: its body does not come.
  Answer read_answer(bool to_head = false) {
    Answer answer;
    std::size_t end = 0;
    while ((end = held_.find("\r\n\r\n")) == std::string::npos) need_more();
    answer.head = held_.substr(0, end + 4);
    held_.erase(0, end + 4);
    take_head(answer);
    const bool bodiless = to_head || answer.status < 200 || answer.status == 204 || answer.status == 304;
    if (bodiless) return answer;
    const auto text = answer.header("Content-Length");
    std::size_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    while (held_.size() < length) need_more();
    answer.body = held_.substr(0, length);
    held_.erase(0, length);
    return answer;
  }

  Answer exchange(std::string_view request, bool to_head = false) {
    send(request);  // a refused upload may break off; its answer is there all the same
    return read_answer(to_head);
  }

  /// Everything until the server ends the connection.
  std::string read_to_end() {
    while (more()) {
    }
    return std::exchange(held_, {});
  }

  /// True when the server ended the connection and sent nothing before that.
  bool ended() { return !more() && held_.empty(); }
  /// True when nothing arrives within `wait`: for "it does not answer yet", where no signal can exist.
  bool silent(std::chrono::milliseconds wait) {
    pollfd poll{.fd = fd_.get(), .events = POLLIN, .revents = 0};
    return held_.empty() && ::poll(&poll, 1, static_cast<int>(wait.count())) == 0;
  }
  int fd() const { return fd_.get(); }

 private:
  void need_more() {
    if (!more()) throw std::runtime_error("the connection ended after: " + held_);
  }

  bool more() {
    pollfd poll{.fd = fd_.get(), .events = POLLIN, .revents = 0};
    if (::poll(&poll, 1, 60'000) != 1) throw std::runtime_error("the server did not answer within a minute");
    std::string piece(64 * 1024, '\0');
    const auto got = ::recv(fd_.get(), piece.data(), piece.size(), 0);
    if (got < 0) throw std::runtime_error(std::string("recv: ") + std::strerror(errno));
    held_.append(piece, 0, static_cast<std::size_t>(got));
    return got > 0;
  }

  static void take_head(Answer& answer) {
    const std::string_view head = answer.head;
    std::from_chars(head.data() + std::min<std::size_t>(9, head.size()), head.data() + head.size(), answer.status);
    auto line = head.find("\r\n") + 2;
    while (head.substr(line, 2) != "\r\n") {
      const auto end = head.find("\r\n", line);
      const auto colon = head.find(':', line);
      answer.headers.add(std::string(head.substr(line, colon - line)), std::string(trimmed(head.substr(colon + 1, end - colon - 1))));
      line = end + 2;
    }
  }

  UniqueFd fd_;
  std::string held_;
};

/// One part of a form to send. Give `filename` for a file.
struct FormPart {
  std::string name;
  std::string value;
  std::optional<std::string> filename{};
  std::string content_type{};
};

constexpr std::string_view kBoundary = "docmill-test-boundary";

inline std::string form_body(const std::vector<FormPart>& parts, std::string_view boundary = kBoundary) {
  std::string body;
  for (const auto& part : parts) {
    body += "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; name=\"" + part.name + "\"";
    if (part.filename) body += "; filename=\"" + *part.filename + "\"";
    body += "\r\n";
    if (!part.content_type.empty()) body += "Content-Type: " + part.content_type + "\r\n";
    body += "\r\n" + part.value + "\r\n";
  }
  return body + "--" + std::string(boundary) + "--\r\n";
}

/// A whole request. `headers` are lines with their CRLF.
inline std::string request_text(std::string_view method, std::string_view target, std::string_view headers = {},
                                std::string_view body = {}) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers);
  if (!body.empty() || method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + std::string(body);
}

inline std::string form_request(std::string_view target, const std::vector<FormPart>& parts, std::string_view headers = {}) {
  const auto type = "Content-Type: multipart/form-data; boundary=" + std::string(kBoundary) + "\r\n";
  return request_text("POST", target, type + std::string(headers), form_body(parts));
}

/// A handler made of a function.
class FunctionHandler final : public Handler {
 public:
  using Function = std::function<Async<void>(const Request&, Body&, Responder&)>;
  explicit FunctionHandler(Function function) : function_(std::move(function)) {}
  Async<void> handle(const Request& request, Body& body, Responder& respond) override { return function_(request, body, respond); }

 private:
  Function function_;
};

/// A server on a thread of its own, on a port the kernel chose; stopped by the destructor.
class RunningServer {
 public:
  /// `handler` is borrowed.
  explicit RunningServer(Handler& handler, ServerOptions options = {})
      : server_(loop_.get_executor(), on_free_port(std::move(options)), handler, metrics_) {
    auto port = server_.listen();
    if (!port) throw std::runtime_error(port.error().describe());
    port_ = *port;
    docmill::spawn(loop_.get_executor(), server_.run());
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~RunningServer() { stop(Deadline::in(std::chrono::seconds(2))); }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + std::string(path); }
  Metrics& metrics() { return metrics_; }
  Server& server() { return server_; }
  boost::asio::io_context& loop() { return loop_; }

  /// Stops and waits until every connection has ended.
  void stop(Deadline by) {
    if (!thread_.joinable()) return;
    server_.stop(by);
    thread_.join();
  }

 private:
  static ServerOptions on_free_port(ServerOptions options) {
    options.port = 0;
    return options;
  }

  boost::asio::io_context loop_{1};
  Metrics metrics_;
  Server server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace docmill::net::test
