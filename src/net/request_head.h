#pragma once
#include <optional>
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

/// Reads a whole head, blank line included, with Boost.Beast and refuses what proxies read differently (request
/// smuggling): a second or odd Content-Length, Content-Length beside Transfer-Encoding, any coding but "chunked", a missing
/// or second Host, a target of another authority, ".." and bad escapes in the path.
/// Errors: BadRequest with a sentence that says what.
Result<Head> parse_head(std::string_view raw);

/// The path of a request target that starts with '/', percent-decoded once. Errors: BadRequest.
Result<std::string> decoded_path(std::string_view path);

}  // namespace docmill::net
