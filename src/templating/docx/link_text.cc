#include "templating/docx/link_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace docmill::templating::docx {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// All percent-encoded bytes of `text` decoded.
std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        plain += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    plain += text[i];
  }
  return plain;
}

bool at(std::string_view text, std::size_t i, std::string_view encoded_brace, char brace) {
  if (text.size() - i >= 3 && text[i] == '%') {
    const auto here = text.substr(i, 3);
    return here[1] == encoded_brace[1] && (here[2] | 0x20) == encoded_brace[2];
  }
  return text[i] == brace;
}

}  // namespace

std::string percent_decoded_tokens(std::string_view target) {
  std::string result;
  for (std::size_t i = 0; i < target.size();) {
    const bool opens = at(target, i, "%7b", '{') || at(target, i, "%5b", '[');
    if (!opens) {
      result += target[i++];
      continue;
    }
    // From here to the last closing brace of the run is decoded; a token has no plain "%" of its own in an address.
    std::size_t end = i;
    int depth = 0;
    while (end < target.size()) {
      const std::size_t step = target[end] == '%' ? 3 : 1;
      if (at(target, end, "%7b", '{') || at(target, end, "%5b", '[')) ++depth;
      if (at(target, end, "%7d", '}') || at(target, end, "%5d", ']')) --depth;
      end = std::min(target.size(), end + step);
      if (depth <= 0) break;
    }
    if (depth > 0) return result + std::string(target.substr(i));
    result += decoded(target.substr(i, end - i));
    i = end;
  }
  return result;
}

std::string percent_encoded_target(std::string_view target) {
  std::string encoded;
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || std::string_view("\"<>`{}|\\^").find(c) != std::string_view::npos) {
      encoded += fmt::format("%{:02X}", byte);
    } else {
      encoded += c;
    }
  }
  return encoded;
}

}  // namespace docmill::templating::docx
