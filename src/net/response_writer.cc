#include "net/response_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/beast/http/status.hpp>
#include <chrono>

#include "base/log.h"
#include "base/small_letters.h"
#include "net/http_date.h"
#include "net/text.h"

namespace docmill::net {
namespace {

/// Fields that say where the message ends, or that every answer carries: never a handler's.
bool is_ours(std::string_view name) {
  static constexpr std::array<std::string_view, 7> kOurs{
      "content-length", "transfer-encoding", "connection", "keep-alive", "x-request-id", "date", "server"};
  return std::ranges::any_of(kOurs, [name](std::string_view ours) { return same_but_for_case(name, ours); });
}

/// Line ends and other control characters become spaces, so that a value stays on its line.
std::string one_line(std::string_view value) {
  std::string text(value);
  std::ranges::replace_if(text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7F'; }, ' ');
  return text;
}

std::string_view reason(int status) {
  return boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(status)));
}

Error misuse(std::string_view what) {
  return fail(ErrorCode::Internal, "The answer could not be written.").cause(std::string(what)).at("net.respond");
}

}  // namespace

ResponseWriter::ResponseWriter(Stream& stream, RequestBody* body, Answering answering, const ServerOptions& options)
    : stream_(stream), body_(body), answering_(std::move(answering)), pace_(options.body_timeout, options.slowest_body) {}

std::string ResponseWriter::head_text(const Response& response, std::optional<std::uint64_t> length) {
  std::string text =
      fmt::format("HTTP/1.1 {} {}\r\nX-Request-Id: {}\r\nDate: {}\r\n", response.status, reason(response.status), answering_.request_id,
                  to_http_date(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())));
  for (const auto& [name, value] : response.headers.all()) {
    if (is_ours(name)) continue;
    if (!is_token(name)) {
      log::error("http.bad_header_name", {{"request_id", answering_.request_id}});
      continue;
    }
    text += fmt::format("{}: {}\r\n", name, one_line(value));
  }
  const bool no_length = response.status == 204 || response.status == 304 || response.status < 200;
  if (length && !no_length) text += fmt::format("Content-Length: {}\r\n", *length);
  if (!keep_alive_) text += "Connection: close\r\n";
  if (keep_alive_ && answering_.http_1_0) text += "Connection: keep-alive\r\n";
  return text += "\r\n";
}

void ResponseWriter::start(const Response& response, std::optional<std::uint64_t> length) {
  status_ = response.status;
  bodiless_ = answering_.head_only || status_ == 204 || status_ == 304;
  const bool closing = answering_.closing != nullptr && *answering_.closing;
  keep_alive_ = answering_.keep_alive && body_ != nullptr && !closing;
  if (body_ != nullptr && !body_->answer_starts()) keep_alive_ = false;
  if (const auto asked = response.headers.find("Connection"); asked && same_but_for_case(*asked, "close")) keep_alive_ = false;
  if (!length) keep_alive_ = false;  // its end is the body's (RFC 9112 section 6.3)
  pending_ = head_text(response, length);
}

Async<Result<void>> ResponseWriter::send(Response response) {
  if (state_ != State::Nothing) co_return Failed(misuse("a second answer"));
  state_ = State::Streaming;
  start(response, response.body.size());
  if (!bodiless_) pending_ += response.body;
  auto flushed = co_await flush();
  if (flushed) state_ = State::Done;
  co_return flushed;
}

Async<Result<void>> ResponseWriter::begin(Response response, std::uint64_t length) {
  if (state_ != State::Nothing) co_return Failed(misuse("a second answer"));
  state_ = State::Streaming;
  start(response, length);
  remaining_ = length;
  co_return Result<void>{};
}

Async<Result<void>> ResponseWriter::begin_stream(Response response) {
  if (state_ != State::Nothing) co_return Failed(misuse("a second answer"));
  state_ = State::Streaming;
  open_ended_ = true;
  start(response, std::nullopt);
  co_return Result<void>{};
}

Async<Result<void>> ResponseWriter::write(std::string bytes) {
  if (state_ != State::Streaming) co_return Failed(misuse("a piece outside begin and finish"));
  if (!open_ended_ && bytes.size() > remaining_) {
    state_ = State::Broken;
    co_return Failed(misuse("more bytes than announced"));
  }
  if (!open_ended_) remaining_ -= bytes.size();
  if (bodiless_) co_return Result<void>{};
  if (pending_.empty()) co_return co_await write_all(bytes);
  pending_ += bytes;
  co_return co_await flush();
}

Async<Result<void>> ResponseWriter::finish() {
  if (state_ != State::Streaming) co_return Failed(misuse("finish outside an answer"));
  if (remaining_ > 0 && !bodiless_) {
    state_ = State::Broken;  // the client learns it from the connection's early end
    co_return Failed(misuse("fewer bytes than announced"));
  }
  auto flushed = co_await flush();
  if (flushed) state_ = State::Done;
  co_return flushed;
}

Async<Result<void>> ResponseWriter::flush() {
  const std::string bytes = std::exchange(pending_, {});
  co_return co_await write_all(bytes);
}

Async<Result<void>> ResponseWriter::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = co_await stream_.write_some(bytes, pace_.next());
    if (!written) {
      state_ = State::Broken;
      // To a handler a client that does not read is as gone as one that left.
      co_return Failed(
          fail(ErrorCode::Unavailable, "The client did not take the answer.").cause(written.error().describe()).at("net.respond"));
    }
    pace_.moved(*written);
    bytes.remove_prefix(*written);
  }
  co_return Result<void>{};
}

}  // namespace docmill::net
