#include "engines/office/child/input_name.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace docmill::engines::office {
namespace {

constexpr std::size_t kLongestStem = 180;  // bytes

/// Without its extension, which is at most eight letters or digits.
std::string_view stem_of(std::string_view name) {
  const auto dot = name.rfind('.');
  const bool has = dot != std::string_view::npos && dot > 0 && name.size() - dot <= 9 && name.find(' ', dot) == std::string_view::npos;
  return has ? name.substr(0, dot) : name;
}

}  // namespace

std::string input_name(std::string_view sent_as, std::string_view extension) {
  if (const auto slash = sent_as.find_last_of("/\\"); slash != std::string_view::npos) sent_as.remove_prefix(slash + 1);
  std::string stem;
  if (is_utf8(sent_as)) {
    for (const char c : stem_of(sent_as)) {
      if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) stem += c;
    }
  }
  if (stem.size() > kLongestStem) stem.resize(kLongestStem);
  while (!is_utf8(stem)) stem.pop_back();  // cut inside a character
  if (stem.find_first_not_of(". ") == std::string::npos) stem = "document";
  return fmt::format("{}.{}", stem, extension);
}

std::string as_url_part(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace docmill::engines::office
