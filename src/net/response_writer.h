#pragma once
#include <string>
#include <string_view>

#include "net/request_body.h"
#include "net/server.h"
#include "net/stream.h"

namespace docmill::net {

/// What an answer depends on.
struct Answering {
  std::string request_id;
  bool head_only = false;  // a HEAD request
  bool http_1_0 = false;
  bool keep_alive = false;        // what the client would like
  const bool* closing = nullptr;  // borrowed: true once the connection should end after this answer
};

/// Writes the answer to one request. Header names and values from handlers cannot break out of their line, and the
/// fields that frame the message are the server's own.
class ResponseWriter final : public Responder {
 public:
  /// All borrowed for the length of the exchange; `body` is null when the request could not be read.
  ResponseWriter(Stream& stream, RequestBody* body, Answering answering, const ServerOptions& options);

  Async<Result<void>> send(Response response) override;
  Async<Result<void>> begin(Response response, std::uint64_t length) override;
  Async<Result<void>> begin_stream(Response response) override;
  Async<Result<void>> write(std::string bytes) override;
  Async<Result<void>> finish() override;

  bool started() const { return state_ != State::Nothing; }
  /// The whole answer is on its way.
  bool whole() const { return state_ == State::Done; }
  /// The answer is whole and did not announce the connection's end.
  bool keeps_connection() const { return whole() && keep_alive_; }
  /// 0 before the answer starts.
  int status() const { return status_; }

 private:
  enum class State { Nothing, Streaming, Done, Broken };

  void start(const Response& response, std::optional<std::uint64_t> length);
  std::string head_text(const Response& response, std::optional<std::uint64_t> length);
  Async<Result<void>> write_all(std::string_view bytes);
  Async<Result<void>> flush();

  Stream& stream_;
  RequestBody* body_;
  Answering answering_;
  Pace pace_;
  State state_ = State::Nothing;
  int status_ = 0;
  bool keep_alive_ = false;
  bool bodiless_ = false;
  bool open_ended_ = false;      // begun with begin_stream()
  std::uint64_t remaining_ = 0;  // promised and not written yet
  std::string pending_;          // the head waits for the first piece, to leave in one packet
};

}  // namespace docmill::net
