#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"

namespace docmill::net {

/// Undoes the chunked coding of one body (RFC 9112 section 7.1). Strict: CR LF only, nothing but hexadecimal digits in a
/// size; extensions and trailers are bounded, checked for control characters and ignored.
/// Own code because Boost 1.81's decoder ends the process by an assertion when an empty body is cut after "0\r\n\r", and a
/// client chooses where it is cut (found by fuzz/http_target_fuzz.cc).
class ChunkDecoder {
 public:
  struct Step {
    std::size_t used = 0;  // of the bytes given: all of them unless the room is full, or the body ended or broke
    std::size_t made = 0;  // of the room
    bool done = false;
  };
  /// Errors: BadRequest, once what came before the fault has been handed out.
  Result<Step> decode(std::string_view bytes, std::span<char> room);

 private:
  enum class Place { Size, Extension, SizeEnd, Data, DataCr, DataLf, LineStart, Trailer, TrailerEnd, LastLf, Broken, Done };

  bool take(char c);
  bool take_size(char c);
  bool expect(char c, char wanted, Place next);
  bool take_text(char c, Place at_cr);

  Place place_ = Place::Size;
  std::uint64_t left_ = 0;   // of the chunk
  unsigned digits_ = 0;      // of its size so far
  std::uint64_t extra_ = 0;  // bytes of extensions and trailers
};

}  // namespace docmill::net
