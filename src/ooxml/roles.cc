#include "ooxml/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "ooxml/part_names.h"

namespace docmill::ooxml {
namespace {

using namespace std::string_view_literals;

bool is_held(std::string_view kind) {
  static constexpr std::array kKinds{"officeDocument"sv, "header"sv,          "footer"sv,          "footnotes"sv,
                                     "endnotes"sv,       "comments"sv,        "styles"sv,          "numbering"sv,
                                     "settings"sv,       "chart"sv,           "drawing"sv,         "vmlDrawing"sv,
                                     "worksheet"sv,      "chartsheet"sv,      "table"sv,           "sharedStrings"sv,
                                     "calcChain"sv,      "threadedComment"sv, "slide"sv,           "slideLayout"sv,
                                     "slideMaster"sv,    "notesSlide"sv,      "notesMaster"sv,     "pivotCacheDefinition"sv,
                                     "theme"sv,          "package"sv,         "core-properties"sv, "custom-properties"sv};
  return std::ranges::find(kKinds, kind) != kKinds.end();
}

}  // namespace

Result<void> check_roles(const Package& package) {
  std::map<std::string, std::string> roles;
  auto sources = package.parts();
  sources.emplace_back();
  for (const auto& source : sources) {
    if (!source.empty() && !package.has(relationships_part(source))) continue;
    const auto links = package.relationships(source);
    if (!links) return Failed(links.error());
    for (const auto& link : *links) {
      if (link.external || !is_held(link.kind())) continue;
      // A header may well be shown at the foot.
      const auto kind = link.kind() == "footer" ? "header"sv : link.kind();
      const auto [at, fresh] = roles.emplace(folded(link.target), kind);
      if (fresh || at->second == kind) continue;
      return Failed(
          fail(ErrorCode::InputDamaged, fmt::format("The document is damaged: its part {} is used as two different things, {} and {}.",
                                                    shown(link.target), at->second, kind))
              .at("ooxml.roles"));
    }
  }
  return {};
}

}  // namespace docmill::ooxml
