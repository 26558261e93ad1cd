#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/async.h"
#include "base/result.h"

namespace docmill::net {

struct LineServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;                 // 0: the kernel chooses
  std::chrono::seconds write_timeout{2};  // for a peer that does not read
};

/// Answers every TCP connection with one line and closes it; what the peer sends is not read. One connection at a time: a line fits
/// any socket buffer. Runs on one executor (a strand or a one-thread loop).
class LineServer {
 public:
  /// `line` is called for each connection and returns the line with its newline.
  LineServer(Executor executor, LineServerOptions options, std::function<std::string()> line);
  ~LineServer();

  /// Returns the port in use. Errors: as listen_on().
  Result<std::uint16_t> listen();

  /// Answers until stop().
  Async<void> run();

  /// From any thread.
  void stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;  // shared with run()
};

}  // namespace docmill::net
