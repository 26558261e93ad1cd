#include "templating/characters.h"

#include <algorithm>

#include "base/utf8.h"

namespace docmill::templating {

namespace {

bool stands_at(std::string_view text, std::size_t at, std::string_view what) {
  return text.substr(at, what.size()) == what;
}

/// U+2018 to U+201F are E2 80 98 to E2 80 9F: four single and four double ones.
QuoteMark typographic_quote(std::string_view text, std::size_t at) {
  if (stands_at(text, at, "\xE2\x80") && at + 2 < text.size()) {
    const auto last = static_cast<unsigned char>(text[at + 2]);
    if (last >= 0x98 && last <= 0x9B) return {Quote::Single, 3};
    if (last >= 0x9C && last <= 0x9F) return {Quote::Double, 3};
  }
  if (stands_at(text, at, "\xC2\xAB") || stands_at(text, at, "\xC2\xBB")) return {Quote::Double, 2};  // « »
  return {};
}

/// General punctuation (U+2000 to U+206F) but for the joiners that words of some languages need.
bool is_punctuation(std::string_view text, std::size_t at) {
  if (stands_at(text, at, "\xE2\x80\x8C") || stands_at(text, at, "\xE2\x80\x8D")) return false;
  if (stands_at(text, at, "\xE2\x80")) return true;
  if (stands_at(text, at, "\xC2\xAB") || stands_at(text, at, "\xC2\xBB")) return true;
  return stands_at(text, at, "\xE2\x81") && at + 2 < text.size() && static_cast<unsigned char>(text[at + 2]) <= 0xAF;
}

}  // namespace

QuoteMark quote_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  if (text[at] == '"') return {Quote::Double, 1};
  if (text[at] == '\'') return {Quote::Single, 1};
  return static_cast<unsigned char>(text[at]) < 0x80 ? QuoteMark{} : typographic_quote(text, at);
}

std::size_t blank_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r')) return 1;
  if (stands_at(text, at, "\xC2\xA0")) return 2;  // no-break space
  for (const auto* blank :
       {"\xE2\x80\x89", "\xE2\x80\x8B", "\xE2\x80\xAF", "\xE3\x80\x80", "\xEF\xBB\xBF"})  // thin, of no width, narrow, wide
    if (stands_at(text, at, blank)) return 3;
  return 0;
}

std::size_t name_part_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const char c = text[at];
  if (is_ascii_letter(c) || is_ascii_digit(c) || c == '_') return 1;
  if (static_cast<unsigned char>(c) < 0x80 || blank_at(text, at) != 0 || is_punctuation(text, at)) return 0;
  return utf8_length(text, at);
}

std::size_t character_at(std::string_view text, std::size_t at) {
  return std::max<std::size_t>(1, utf8_length(text, at));
}

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto bytes = character_at(text, at);
    units += bytes == 4 ? 2 : 1;
    at += bytes;
  }
  return units;
}

std::string_view utf16_slice(std::string_view text, std::size_t start, std::size_t count) {
  std::size_t units = 0;
  std::size_t begin = text.size();
  std::size_t at = 0;
  for (; at < text.size(); at += character_at(text, at)) {
    if (units >= start && begin == text.size()) begin = at;
    if (units >= start && units - start >= count) break;
    units += character_at(text, at) == 4 ? 2 : 1;
  }
  return begin < at ? text.substr(begin, at - begin) : std::string_view();
}

}  // namespace docmill::templating
