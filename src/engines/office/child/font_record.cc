#include "engines/office/child/font_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace docmill::engines::office {
namespace {

/// "Liberation Serif" is in the result when a font "LiberationSerif-Bold" is.
bool is_embedded(const std::set<std::string>& postscript_names, std::string_view family) {
  const auto start = folded_family(family);
  return std::any_of(postscript_names.begin(), postscript_names.end(),
                     [&](const std::string& name) { return folded_family(name).starts_with(start); });
}

std::string as_utf16(std::string_view text) {
  std::string out;
  for (char c : text) out += {c, '\0'};
  return out;
}

bool speaks_of(std::string_view bytes, std::string_view family) {
  return bytes.find(family) != std::string_view::npos || bytes.find(as_utf16(family)) != std::string_view::npos;
}

std::string used_for(const std::string& name, const std::map<std::string, std::string>& recorded, const FontBook& book) {
  const auto asked = recorded.find(name);
  return asked == recorded.end() ? book.used_for(name) : asked->second;
}

struct Twin {
  std::string_view spelled;
  std::string_view used;
};

// Made to the same widths: nothing moves when one stands in for the other. The letters of the symbol fonts are all in OpenSymbol, where
// LibreOffice looks them up one by one; nearly every list of Word has its bullets from there.
constexpr std::array kTwins{
    Twin{"Calibri", "Carlito"},
    Twin{"Cambria", "Caladea"},
    Twin{"Arial", "Liberation Sans"},
    Twin{"Helvetica", "Liberation Sans"},
    Twin{"Times New Roman", "Liberation Serif"},
    Twin{"Times", "Liberation Serif"},
    Twin{"Courier New", "Liberation Mono"},
    Twin{"Courier", "Liberation Mono"},
    Twin{"Symbol", "OpenSymbol"},
    Twin{"StarSymbol", "OpenSymbol"},
};

bool are_twins(const model::Font& font) {
  const auto requested = folded_family(font.requested);
  return std::any_of(kTwins.begin(), kTwins.end(),
                     [&](const Twin& twin) { return folded_family(twin.spelled) == requested && twin.used == font.used; });
}

bool in_result(const FontQuestion& question, const std::string& used) {
  return !used.empty() && (question.embedded.empty() || is_embedded(question.embedded, used));
}

using Found = std::map<std::string, std::string>;

/// Whether the bytes would speak of a font that their document names: those of old, protected and packed documents need not.
bool is_legible(std::string_view bytes) {
  return !bytes.starts_with("\xD0\xCF\x11\xE0") && !bytes.starts_with("PK");
}

/// LibreOffice also asks for what only its reader thinks is a name, such as the number of a font in Rich Text.
bool is_name(std::string_view family) {
  return family.find_first_not_of("0123456789 ") != std::string_view::npos;
}

/// For formats whose fonts cannot be read: looks for the names of the few families that the result holds.
void search(const FontQuestion& question, const Found& recorded, const FontBook& book, Found& found) {
  for (const auto& [name, used] : recorded) {
    const bool must_be_named = question.inherited.contains(name) || is_legible(question.bytes);
    const bool asked_for = is_name(name) && (!must_be_named || speaks_of(question.bytes, name));
    if (in_result(question, used) && asked_for) found.emplace(name, used);
  }
  if (question.embedded.empty()) return;
  auto names = book.installed();
  for (const auto& twin : kTwins) names.emplace_back(twin.spelled);
  for (const auto& name : names) {
    const auto used = book.used_for(name);
    if (in_result(question, used) && speaks_of(question.bytes, name)) found.emplace(name, used);
  }
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

std::vector<model::Font> fonts_of(const FontQuestion& question, const std::map<std::string, std::string>& recorded, const FontBook& book) {
  Found found;
  for (const auto& name : question.named) {
    const auto used = used_for(name, recorded, book);
    if (in_result(question, used)) found.emplace(name, used);
  }
  if (question.named.empty()) search(question, recorded, book, found);
  std::vector<model::Font> fonts;
  for (const auto& [requested, used] : found) fonts.push_back({requested, used});
  return fonts;
}

}  // namespace docmill::engines::office
