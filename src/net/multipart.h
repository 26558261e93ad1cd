#pragma once
#include <memory>
#include <optional>
#include <string>

#include "net/http.h"

namespace docmill::net {

struct MultipartLimits {
  std::size_t parts = 200;
  std::size_t part_header = 8 * 1024;  // bytes of one part's headers
};

/// One part's head.
struct Part {
  std::string name;
  std::optional<std::string> filename;  // base name only, whatever the client sent; RFC 5987 filename* wins
  std::string content_type;             // lower-case, without parameters; empty when absent
};

/// Reads multipart/form-data (RFC 7578) as a stream: memory is one small buffer whatever the size.
/// No Debian package offers a streaming form-data reader for C++; this one is fuzzed (fuzz/multipart_fuzz.cc).
class MultipartReader {
 public:
  /// `content_type` is the request's header. `body` is borrowed. Errors: UnsupportedType when it is not
  /// multipart/form-data, BadRequest when the boundary is missing or malformed.
  static Result<std::unique_ptr<MultipartReader>> make(std::string_view content_type, Body& body, MultipartLimits limits);
  ~MultipartReader();

  /// Skips the rest of the current part and returns the next one's head; nullopt after the last.
  /// Errors: BadRequest (truncated or malformed, too many parts, too long a head: the message says which), and those of Body.
  Async<Result<std::optional<Part>>> next();

  /// More bytes of the current part, "" at its end. At most 64 KiB a call.
  Async<Result<std::string>> read();

 private:
  struct State;
  explicit MultipartReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace docmill::net
