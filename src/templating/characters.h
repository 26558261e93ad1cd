#pragma once
#include <cstddef>
#include <string_view>

namespace docmill::templating {

/// The pair of quotes a character belongs to; Word turns straight ones into typographic ones at will, so any of a kind opens and closes.
enum class Quote : unsigned char { None, Single, Double };

struct QuoteMark {
  Quote kind = Quote::None;
  std::size_t bytes = 0;
};

/// Whether the character at `at` is a quote: straight, typographic of any language, or a guillemet.
QuoteMark quote_at(std::string_view text, std::size_t at);

/// Bytes of the blank at `at`: space, tab, line end, no-break space and its kin; 0 when there is none.
std::size_t blank_at(std::string_view text, std::size_t at);

/// Bytes of the character at `at` if it may be part of a name: letter, digit, `_`, anything beyond ASCII that is no quote and no blank;
/// else 0. The hyphen is left to the caller.
std::size_t name_part_at(std::string_view text, std::size_t at);

/// Bytes of the character at `at`; 1 for what is no UTF-8. `at` lies inside.
std::size_t character_at(std::string_view text, std::size_t at);

/// Characters as .NET counts them, in UTF-16: those beyond U+FFFF count as two.
std::size_t utf16_length(std::string_view text);
/// `count` of them from the `start`-th on, clipped to the text; a character that would be cut in half stays whole.
std::string_view utf16_slice(std::string_view text, std::size_t start, std::size_t count);

inline bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace docmill::templating
