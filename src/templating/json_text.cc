#include "templating/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace docmill::templating {

namespace {

constexpr std::size_t kShownCharacters = 24;

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Some characters of the text from here to the end of the line.
std::string_view piece(std::string_view text, std::size_t at) {
  auto end = at;
  for (std::size_t shown = 0; end < text.size() && text[end] != '\n' && text[end] != '\r'; ++end)
    if (!continues(text[end]) && ++shown > kShownCharacters) break;
  return text.substr(at, end - at);
}

void append_utf8(std::string& text, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | c >> 6U);
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0U | c >> 12U);
    put(0x80U | (c >> 6U & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | c >> 18U);
    put(0x80U | (c >> 12U & 0x3FU));
    put(0x80U | (c >> 6U & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

}  // namespace

Error not_json(std::string_view text, std::size_t at, std::string_view what) {
  at = std::min(at, text.size());
  const auto before = text.substr(0, at);
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto column = 1 + std::ranges::count_if(before.substr(begin), [](char c) { return !continues(c); });
  const auto shown = piece(text, at);
  const auto where = shown.empty() ? std::string("there the line or the text ends") : fmt::format("there it says: {}", shown);
  return fail(ErrorCode::InputDamaged, fmt::format("The data is not JSON. Line {}, column {}: {} ({}).", line, column, what, where));
}

bool JsonText::refuse(std::size_t at, std::string_view what) {
  if (!error_) error_ = not_json(text_, at, what);
  return false;
}

bool JsonText::too_much(std::string message) {
  if (!error_) error_ = fail(ErrorCode::InputTooComplex, std::move(message));
  return false;
}

bool JsonText::skip_blanks() {
  while (!end()) {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v') {
      ++at_;
    } else if (here_is("\u00A0")) {
      at_ += 2;
    } else if (here_is("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (here_is("/*")) {
      const auto close = text_.find("*/", at_ + 2);
      if (close == std::string_view::npos) return refuse(at_, "a comment begins here that is not closed with */");
      at_ = close + 2;
    } else {
      break;
    }
  }
  return true;
}

Error JsonText::error() const {
  return *error_;  // NOLINT(bugprone-unchecked-optional-access): refuse() set it
}

std::string_view JsonText::take_word() {
  const auto begin = at_;
  while (!end() && is_name_character(here()) && !here_is("\u00A0")) ++at_;
  return text_.substr(begin, at_ - begin);
}

std::string_view JsonText::take_number() {
  const auto begin = at_;
  while (!end() && static_cast<unsigned char>(here()) < 0x80U && (is_name_character(here()) || here() == '.' || here() == '+')) ++at_;
  return text_.substr(begin, at_ - begin);
}

bool JsonText::read_text(std::string_view& text) {
  const auto open = at_;
  const char quote = here();
  ++at_;
  auto next = find_stop(quote);
  if (next != std::string_view::npos && text_[next] == quote) {
    text = text_.substr(at_, next - at_);
    at_ = next + 1;
    return true;
  }
  room_.clear();
  for (;;) {
    if (next == std::string_view::npos || text_[next] == '\0') return refuse(open, "this text is not closed with a quote");
    room_.append(text_, at_, next - at_);
    at_ = next;
    if (text_[at_] == quote) break;
    if (!read_escape()) return false;
    next = find_stop(quote);
  }
  ++at_;
  text = room_;
  return true;
}

/// The next quote, backslash or zero; npos when there is none.
std::size_t JsonText::find_stop(char quote) const {
  for (auto at = at_; at < text_.size(); ++at) {
    const char c = text_[at];
    if (c == quote || c == '\\' || c == '\0') return at;
  }
  return std::string_view::npos;
}

bool JsonText::read_escape() {
  const auto begin = at_;
  at_ += 2;
  if (at_ > text_.size()) return refuse(begin, "a backslash ends the text");
  switch (text_[at_ - 1]) {
    case 'b': room_ += '\b'; return true;
    case 'f': room_ += '\f'; return true;
    case 'n': room_ += '\n'; return true;
    case 'r': room_ += '\r'; return true;
    case 't': room_ += '\t'; return true;
    case '"':
    case '\'':
    case '\\':
    case '/': room_ += text_[at_ - 1]; return true;
    case 'u': return read_unicode(begin);
    default: return refuse(begin, "a backslash here needs one of \" ' \\ / b f n r t or u behind it; write \\\\ for a backslash");
  }
}

/// Four hexadecimal digits.
std::optional<std::uint32_t> JsonText::hexadecimal() {
  const auto digits = text_.substr(std::min(at_, text_.size()), 4);
  if (digits.size() < 4) return std::nullopt;
  std::uint32_t unit = 0;
  for (const char c : digits) {
    const char small = static_cast<char>(c | 0x20);
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (small < 'a' || small > 'f')) return std::nullopt;
    unit = unit * 16 + static_cast<std::uint32_t>(digit ? c - '0' : small - 'a' + 10);
  }
  at_ += 4;
  return unit;
}

/// \uXXXX, of two halves if need be; half a character becomes U+FFFD.
bool JsonText::read_unicode(std::size_t begin) {
  const auto unit = hexadecimal();
  if (!unit) return refuse(begin, "\\u needs four hexadecimal digits behind it");
  std::uint32_t character = *unit;
  if (*unit >= 0xD800 && *unit <= 0xDFFF) {
    character = 0xFFFD;
    const auto back = at_;
    if (*unit <= 0xDBFF && here_is("\\u")) {
      at_ += 2;
      const auto low = hexadecimal();
      if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
        character = 0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00);
      } else {
        at_ = back;
      }
    }
  }
  append_utf8(room_, character);
  return true;
}

}  // namespace docmill::templating
