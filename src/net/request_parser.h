#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "net/http.h"

namespace docmill::net {

/// What the connection must know beside the request itself.
struct Head {
  Request request;  // peer and tls are left to the caller
  bool keep_alive = false;
  bool http_1_0 = false;
  bool chunked = false;
  bool expects_continue = false;
};

/// Finds the blank line that ends a head, looking at every byte once and refusing early what can never be a head.
class HeadScanner {
 public:
  /// `bytes` holds what the last call held and perhaps more. Returns the head's length with its blank line; nullopt when
  /// more is needed. Errors: BadRequest for control characters, bare line ends and folded lines.
  Result<std::optional<std::size_t>> scan(std::string_view bytes);

 private:
  std::size_t at_ = 0;
};

/// Reads one request with Boost.Beast and refuses what proxies read differently (request smuggling): a second or odd
/// Content-Length, Content-Length beside Transfer-Encoding, any coding but "chunked", a missing or second Host, a target
/// of another authority, ".." and bad escapes in the path.
class RequestParser {
 public:
  RequestParser();
  ~RequestParser();

  /// `raw` is a whole head with its blank line. Errors: BadRequest with a sentence that says what.
  Result<Head> head(std::string_view raw);

  struct Decoded {
    std::size_t used = 0;  // of the bytes given
    std::size_t made = 0;  // of the room
    bool done = false;
  };
  /// Undoes the chunked coding; call after head() said chunked. May use bytes without making any, and make nothing from
  /// bytes it cannot use yet: then offer more. Errors: BadRequest.
  Result<Decoded> decode(std::string_view bytes, std::span<char> room);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The path of a request target that starts with '/', percent-decoded once. Errors: BadRequest.
Result<std::string> decoded_path(std::string_view path);

}  // namespace docmill::net
