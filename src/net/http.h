#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/async.h"
#include "base/result.h"

namespace docmill::net {

/// Header fields in order; names compare without case.
class Headers {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  /// The first value; nullopt when there is none.
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// A request up to its blank line. Bounded by the server's limits before a handler sees it.
struct Request {
  std::string method;  // "GET"
  std::string path;    // percent-decoded, always starts with '/'; "..", NUL and bad escapes were refused with 400
  std::string query;   // raw, without '?'
  Headers headers;
  std::optional<std::uint64_t> content_length;
  std::string peer;        // "127.0.0.1:50312"
  std::string request_id;  // the caller's X-Request-Id when it is a clean token, else a new one
  bool tls = false;
};

/// The body of the request being handled. What a handler leaves unread is drained up to a small cap, else the connection closes.
class Body {
 public:
  virtual ~Body() = default;
  /// Fills up to `room.size()` bytes; 0 at the end. The first call answers `Expect: 100-continue`.
  /// Errors: PayloadTooLarge (over the server's body limit), RequestTimeout (slow client), BadRequest (broken chunking),
  /// Unavailable (client went away).
  virtual Async<Result<std::size_t>> read(std::span<char> room) = 0;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;  // Content-Length is set from it
};

/// Answers the request being handled. Exactly one of send(), begin()…finish() or begin_stream()…finish() is called; a handler that
/// calls none gets 500 sent for it. Every answer carries X-Request-Id. Errors: Unavailable (client went away or reads too slowly).
class Responder {
 public:
  virtual ~Responder() = default;
  virtual Async<Result<void>> send(Response response) = 0;
  /// Starts an answer whose body comes in pieces, `length` bytes in all. `response.body` is ignored.
  virtual Async<Result<void>> begin(Response response, std::uint64_t length) = 0;
  /// Starts an answer whose length nobody knows yet: each piece leaves at once, and the connection's end is the answer's.
  virtual Async<Result<void>> begin_stream(Response response) = 0;
  virtual Async<Result<void>> write(std::string bytes) = 0;
  virtual Async<Result<void>> finish() = 0;
};

/// What the server calls for every request, possibly for many at once. HEAD arrives as HEAD; the server drops the body.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual Async<void> handle(const Request& request, Body& body, Responder& respond) = 0;
};

/// "application/problem+json" from an error (RFC 9457): type, title, status, detail, code, phase, retryable, requestId, and
/// jobId when not empty. Sets Retry-After when the error says how long.
Response problem(const Error& error, std::string_view request_id, std::string_view job_id = {});
Response json_response(int status, std::string body);

/// The names and values of a query string in order, percent-decoded.
std::vector<std::pair<std::string, std::string>> query_values(std::string_view query);
/// The first value of `name`.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace docmill::net
