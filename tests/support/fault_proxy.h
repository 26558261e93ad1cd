#pragma once
#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "support/fault_plan.h"
#include "support/proxy_socket.h"

namespace docmill::testing {

/// Stands between a client under test and a real server on loopback, and does to requests what its plan says. Listens on a port
/// the kernel chose. A thread per connection; ends all of them with the object.
class FaultProxy {
 public:
  enum class Mode : std::uint8_t {
    Http,  // HTTP/1.1 with Content-Length or chunked bodies up to 64 MiB; a connection may carry many requests, one after another
    Tcp,   // bytes; only delays and cuts
  };

  explicit FaultProxy(std::uint16_t server_port, Mode mode = Mode::Http);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  FaultPlan& plan() { return plan_; }

  /// While true, nobody listens: a connect is refused. Returns when it is so. Open connections stay open.
  void refuse(bool refusing);

 private:
  struct Connection {
    std::thread thread;
    std::atomic<bool> done{false};
  };

  void accept_loop();
  void accept_one();
  void reap(bool all);
  void serve_http(Socket client);
  bool serve_request(Socket& client, const HttpMessage& request);
  void serve_tcp(Socket client);
  bool pass_chunk(Socket& client, Socket& server, const std::string& chunk);
  std::string answer_of(const Socket& client, const Socket& server) const;
  std::optional<HttpMessage> exchange(const HttpMessage& request);
  void hold(std::chrono::milliseconds length) const;
  void wait_for_another() const;

  std::uint16_t server_port_;
  Mode mode_;
  std::uint16_t port_ = 0;
  FaultPlan plan_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> refusing_{false};
  std::atomic<bool> listening_{false};
  std::atomic<std::uint64_t> passed_{0};
  Socket listener_;
  std::list<Connection> connections_;  // the accept thread's own until it has ended
  std::thread accept_thread_;
};

}  // namespace docmill::testing
