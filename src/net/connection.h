#pragma once
#include <memory>
#include <optional>

#include "base/metrics.h"
#include "net/request_body.h"
#include "net/request_head.h"
#include "net/response_writer.h"
#include "net/server.h"
#include "net/stream.h"

namespace docmill::net {

/// Serves the requests of one client connection, one after the other, until either side ends it.
class Connection {
 public:
  /// `options`, `handler` and `metrics` are borrowed and outlive the connection.
  Connection(std::unique_ptr<Stream> stream, const ServerOptions& options, Handler& handler, Metrics& metrics);

  Async<void> run();

  /// Ends an idle connection at once and a busy one after its answer.
  void close_soon();
  /// Closes the socket now.
  void abort() { stream_->abort(); }
  /// Since when it waits for a client that is owed nothing: for a request, the rest of a head, or what was left of a body; nullopt while
  /// it works on a request or is closing.
  std::optional<std::chrono::steady_clock::time_point> waiting_since() const { return closing_ ? std::nullopt : waiting_since_; }
  /// Ends a connection that waits, so that another may come.
  void give_way();
  /// True from the head of a request to the end of its answer.
  bool busy() const { return busy_; }

 private:
  enum class After { NextRequest, Linger, Close };
  class Waiting;

  Async<bool> greet();
  Async<After> serve_one();
  Async<Result<std::optional<Head>>> read_head();
  Async<Result<bool>> wait_for_request();
  Async<Result<std::optional<Head>>> finish_head();
  Async<After> refuse(Error error);
  Async<After> answer(Head head);
  Async<bool> drained(RequestBody& body);
  Async<void> call_handler(const Request& request, RequestBody& body, ResponseWriter& writer);
  void note(const ResponseWriter& writer, std::chrono::steady_clock::time_point since);

  std::unique_ptr<Stream> stream_;
  const ServerOptions& options_;
  Handler& handler_;
  Metrics& metrics_;
  ReadBuffer buffer_;
  std::string peer_;
  bool closing_ = false;
  bool busy_ = false;
  std::chrono::seconds linger_{0};
  std::optional<std::chrono::steady_clock::time_point> waiting_since_;
  bool idle_ = false;  // it waits, and nothing of a request has come
  bool gives_way_ = false;
};

}  // namespace docmill::net
