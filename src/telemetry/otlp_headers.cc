#include <algorithm>
#include <charconv>
#include <optional>

#include "telemetry/otlp_exporter.h"

namespace docmill::telemetry {
namespace {

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_token(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  return !name.empty() && std::ranges::all_of(name, allowed);
}

/// nullopt for a bad escape, and for bytes that may not stand in a header.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto byte = static_cast<unsigned char>(text.front());
    std::size_t length = 1;
    if (byte == '%') {
      if (text.size() < 3) return std::nullopt;
      const auto [end, error] = std::from_chars(text.data() + 1, text.data() + 3, byte, 16);
      if (error != std::errc{} || end != text.data() + 3) return std::nullopt;
      length = 3;
    }
    if (byte < 0x20 || byte == 0x7f) return std::nullopt;
    out += static_cast<char>(byte);
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> parse_headers(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> headers;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const auto member = without_blanks(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (member.empty()) continue;
    const auto equals = member.find('=');
    const auto name = without_blanks(member.substr(0, equals));
    const auto value = equals == std::string_view::npos ? std::nullopt : decoded(without_blanks(member.substr(equals + 1)));
    if (!is_token(name) || !value) {
      return Failed(
          fail(ErrorCode::BadRequest,
               "otlp-headers: write NAME=VALUE, with commas between several and percent-encoding in values; or @FILE that holds them."));
    }
    headers.emplace_back(name, *value);
  }
  return headers;
}

}  // namespace docmill::telemetry
