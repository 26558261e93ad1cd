#pragma once
#include <cstdint>
#include <string_view>

namespace docmill::api {

/// What part of a document a Range header asks for.
struct ByteRange {
  enum class Kind {
    Whole,          // no range, one we do not serve (several at once), or one that is not well formed: RFC 9110, 14.2
    Part,           // `first`, `length`
    Unsatisfiable,  // begins at or after the end
  };
  Kind kind = Kind::Whole;
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

/// Reads "bytes=0-99", "bytes=100-" and "bytes=-50" for a document of `size` bytes.
ByteRange parse_range(std::string_view header, std::uint64_t size);

/// Whether an If-None-Match list names the entity tag (weak comparison).
bool names_tag(std::string_view list, std::string_view tag);

}  // namespace docmill::api
