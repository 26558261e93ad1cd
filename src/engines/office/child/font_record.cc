#include "engines/office/child/font_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace docmill::engines::office {
namespace {

std::string folded(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c == ' ') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return out;
}

bool contains_any(const std::set<std::string>& names, std::string_view wanted) {
  const auto folded_wanted = folded(wanted);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return folded(name) == folded_wanted; });
}

/// "Liberation Serif" is in the result when a font "LiberationSerif-Bold" is.
bool is_embedded(const std::set<std::string>& postscript_names, std::string_view family) {
  const auto start = folded(family);
  return std::any_of(postscript_names.begin(), postscript_names.end(),
                     [&](const std::string& name) { return folded(name).starts_with(start); });
}

std::string as_utf16(std::string_view text) {
  std::string out;
  for (char c : text) out += {c, '\0'};
  return out;
}

bool asks_for(const FontQuestion& question, const std::string& family) {
  if (!question.named.empty()) return contains_any(question.named, family);
  if (!question.inherited.contains(family)) return true;  // asked for the first time while this document was loaded
  return question.bytes.find(family) != std::string_view::npos || question.bytes.find(as_utf16(family)) != std::string_view::npos;
}

struct Twin {
  std::string_view requested;
  std::string_view used;
};

// Made to the same widths: nothing moves when one stands in for the other.
constexpr std::array kTwins{
    Twin{"calibri", "carlito"},
    Twin{"cambria", "caladea"},
    Twin{"arial", "liberationsans"},
    Twin{"helvetica", "liberationsans"},
    Twin{"timesnewroman", "liberationserif"},
    Twin{"times", "liberationserif"},
    Twin{"couriernew", "liberationmono"},
    Twin{"courier", "liberationmono"},
};

bool are_twins(const model::Font& font) {
  const auto requested = folded(font.requested);
  const auto used = folded(font.used);
  return std::any_of(kTwins.begin(), kTwins.end(), [&](const Twin& twin) { return twin.requested == requested && twin.used == used; });
}

}  // namespace

std::vector<std::string> warnings_of(const std::vector<model::Font>& fonts) {
  std::vector<std::string> warnings;
  for (const auto& font : fonts) {
    if (font.substituted() && !are_twins(font))
      warnings.push_back(fmt::format("The font {} is not installed here; {} was used instead.", font.requested, font.used));
  }
  return warnings;
}

std::vector<model::Font> fonts_of(const FontQuestion& question, const std::map<std::string, std::string>& recorded) {
  std::vector<model::Font> fonts;
  for (const auto& [requested, used] : recorded) {
    if (!asks_for(question, requested)) continue;
    if (!question.embedded.empty() && !is_embedded(question.embedded, used)) continue;
    fonts.push_back({requested, used});
  }
  return fonts;
}

}  // namespace docmill::engines::office
