#include "net/text.h"

#include <algorithm>
#include <cstdint>

#include "base/small_letters.h"
#include "base/utf8.h"

namespace docmill::net {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = small_letter(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

bool is_tchar(char c) {
  const bool alnum = (c >= '0' && c <= '9') || (small_letter(c) >= 'a' && small_letter(c) <= 'z');
  return alnum || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

bool is_control(std::string_view sequence) {
  const unsigned lead = byte_at(sequence, 0);
  if (sequence.size() == 1) return lead < 0x20 || lead == 0x7F;
  return sequence.size() == 2 && lead == 0xC2 && byte_at(sequence, 1) < 0xA0;  // U+0080 to U+009F
}

/// Reads a quoted string whose opening quote is at `at`; leaves `at` behind the closing one.
/// Only \" and \\ are escapes: old browsers send Windows paths unescaped.
std::optional<std::string> quoted_string(std::string_view text, std::size_t& at) {
  std::string value;
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') {
      ++at;
      return value;
    }
    const bool escape = text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\');
    if (escape) ++at;
    value += text[at];
  }
  return std::nullopt;
}

void skip_blanks(std::string_view text, std::size_t& at) {
  while (at < text.size() && is_blank(text[at])) ++at;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
  return text;
}

std::string latin1_to_utf8(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto u = static_cast<unsigned char>(c);
    if (u < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0 | (u >> 6));
      text += static_cast<char>(0x80 | (u & 0x3F));
    }
  }
  return text;
}

/// RFC 5987 ext-value: charset'language'percent-encoded; nullopt when it is not one in UTF-8 or ISO-8859-1.
std::optional<std::string> extended_value(std::string_view text) {
  const auto first = text.find('\'');
  const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto bytes = percent_decoded(text.substr(second + 1));
  if (!bytes) return std::nullopt;
  const auto charset = text.substr(0, first);
  if (same_but_for_case(charset, "iso-8859-1")) return latin1_to_utf8(*bytes);
  if (!same_but_for_case(charset, "utf-8") || !is_utf8(*bytes)) return std::nullopt;
  return bytes;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_tchar);
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return result;
}

std::string clean_text(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const auto length = utf8_length(bytes, at);
    if (length == 0) {
      text += "\xEF\xBF\xBD";
      ++at;
      continue;
    }
    const auto sequence = bytes.substr(at, length);
    if (!is_control(sequence)) text += sequence;
    at += length;
  }
  return text;
}

std::optional<std::string_view> FieldValue::parameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
  if (found == parameters.end()) return std::nullopt;
  return found->second;
}

std::optional<FieldValue> parse_field_value(std::string_view text) {
  const auto end = std::min(text.find(';'), text.size());
  FieldValue field{.value = small_letters(trimmed(text.substr(0, end)))};
  if (field.value.empty()) return std::nullopt;
  for (std::size_t at = end; at < text.size();) {
    ++at;  // the ';'
    skip_blanks(text, at);
    if (at >= text.size()) break;  // a trailing ';' is common and harmless
    const auto equals = text.find_first_of("=;", at);
    if (equals == std::string_view::npos || text[equals] != '=') return std::nullopt;
    auto name = small_letters(trimmed(text.substr(at, equals - at)));
    if (!is_token(name) || field.parameter(name)) return std::nullopt;
    at = equals + 1;
    skip_blanks(text, at);
    if (at < text.size() && text[at] == '"') {
      auto value = quoted_string(text, at);
      if (!value) return std::nullopt;
      skip_blanks(text, at);
      if (at < text.size() && text[at] != ';') return std::nullopt;
      field.parameters.emplace_back(std::move(name), *std::move(value));
    } else {
      const auto stop = std::min(text.find(';', at), text.size());
      field.parameters.emplace_back(std::move(name), trimmed(text.substr(at, stop - at)));
      at = stop;
    }
  }
  return field;
}

std::string base_name(std::string_view path) {
  const auto slash = path.find_last_of("/\\");
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  auto name = clean_text(path);
  if (name == "." || name == "..") name.clear();
  return name;
}

std::optional<std::string> disposition_filename(const FieldValue& disposition) {
  if (const auto extended = disposition.parameter("filename*")) {
    if (const auto name = extended_value(*extended)) return base_name(*name);
  }
  const auto plain = disposition.parameter("filename");
  if (!plain) return std::nullopt;
  // Browsers escape exactly these three (WHATWG "multipart/form-data encoding algorithm"); line ends are then dropped.
  auto name = replaced(std::string(*plain), "%22", "\"");
  name = replaced(std::move(name), "%0D", "");
  name = replaced(std::move(name), "%0A", "");
  return base_name(name);
}

}  // namespace docmill::net
