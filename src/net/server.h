#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/async.h"
#include "base/metrics.h"
#include "base/units.h"
#include "net/http.h"

namespace docmill::net {

struct TlsFiles {
  std::string certificate_chain;  // PEM path
  std::string private_key;        // PEM path
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;                // 0: the kernel chooses
  std::optional<TlsFiles> tls{};            // TLS 1.2 or newer
  std::uint64_t body_limit = 100'000'000;   // bytes of one request body
  std::size_t header_limit = 32 * kKiB;     // bytes of request line and fields together
  std::size_t max_connections = 1024;       // more wait in the kernel's backlog
  std::chrono::seconds header_timeout{10};  // from the first byte to the blank line, and TLS handshake
  std::chrono::seconds idle_timeout{60};    // between requests of a kept-alive connection
  std::chrono::seconds body_timeout{30};    // without a single byte, either way
  std::uint64_t slowest_body = 1024;        // bytes a second on average after the first body_timeout
};

/// What a server is busy with at this moment.
struct ServerLoad {
  std::size_t requests = 0;         // being answered, from their head to the end of the answer
  std::size_t connections = 0;      // open, idle ones too
  std::size_t max_connections = 0;  // of both, the most there can be
};

/// An HTTP/1.1 server with keep-alive, pipelining in order, Expect: 100-continue, optional TLS and bounded memory.
/// Runs on one executor (a strand or a one-thread loop); each connection is a coroutine.
class Server {
 public:
  /// `handler` and `metrics` are borrowed and outlive the server.
  Server(Executor executor, ServerOptions options, Handler& handler, Metrics& metrics);
  ~Server();

  /// Binds and listens. Returns the port in use. Errors: Conflict (the port is taken: the message names it), BadRequest
  /// (host or certificate cannot be used), PermissionDenied (a privileged port).
  Result<std::uint16_t> listen();

  /// Accepts until stop(), then returns once every connection has ended.
  Async<void> run();

  /// Stops accepting; idle connections close at once, busy ones after their answer (with Connection: close), all at `by`.
  void stop(Deadline by);

  /// Call it on the server's executor.
  ServerLoad load() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;  // shared with the connection coroutines it started
};

}  // namespace docmill::net
