#pragma once
#include <cstddef>
#include <string_view>

namespace docmill {

/// Bytes of the well-formed UTF-8 character that begins at `at`, which lies inside; 0 when there is none: nothing overlong, no surrogates
/// (Unicode, table 3-7).
std::size_t utf8_length(std::string_view bytes, std::size_t at);

/// Bytes of the longest beginning that is UTF-8.
std::size_t utf8_prefix(std::string_view bytes);

/// Whether all of it is UTF-8.
bool is_utf8(std::string_view bytes);

/// How many characters (code points) valid UTF-8 has.
std::size_t character_count(std::string_view utf8);

}  // namespace docmill
