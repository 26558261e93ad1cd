#include "templating/docx/rich_styles.h"

#include <algorithm>
#include <string_view>

#include "base/small_letters.h"
#include "templating/characters.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

constexpr long long kUsualRoom = 9360;   // 6.5 inches: of a letter with margins of one
constexpr long long kCellMargins = 216;  // both sides
constexpr long long kNarrowest = 600;
constexpr long long kWidest = 31'680;  // Word's largest page

void learn(RichStyles& styles, std::string_view type, std::string_view name, const std::string& id) {
  if (type == "character" && same_but_for_case(name, "hyperlink")) styles.link = id;
  if (type == "table" && same_but_for_case(name, "table grid")) styles.grid = id;
  if (type != "paragraph") return;
  if (same_but_for_case(name, "list paragraph")) styles.item = id;
  const bool heading = name.size() == 9 && same_but_for_case(name.substr(0, 8), "heading ") && name[8] >= '1' && name[8] <= '6';
  if (heading) styles.headings.at(static_cast<std::size_t>(name[8] - '0')) = id;
}

int size_in(pugi::xml_node properties, int otherwise) {
  return std::clamp(properties.child("w:sz").attribute("w:val").as_int(otherwise), 2, 400);
}

}  // namespace

Result<RichStyles> RichStyles::of(ooxml::Package& package, const std::string& main) {
  RichStyles styles;
  const auto part = package.find(main, "styles");
  if (!part || !package.has(part->target)) return styles;
  auto tree = package.xml(part->target);
  if (!tree) return Failed(tree.error());
  const auto root = (*tree)->child("w:styles");
  styles.half_points = size_in(root.child("w:docDefaults").child("w:rPrDefault").child("w:rPr"), styles.half_points);
  for (const auto style : root.children("w:style")) {
    const std::string_view type = style.attribute("w:type").value();
    learn(styles, type, style.child("w:name").attribute("w:val").value(), style.attribute("w:styleId").value());
    if (type == "paragraph" && style.attribute("w:default").as_bool())
      styles.half_points = size_in(style.child("w:rPr"), styles.half_points);
  }
  return styles;
}

long long room_at(pugi::xml_node place) {
  if (const auto cell = around(place, "w:tc")) {
    const auto width = cell.child("w:tcPr").child("w:tcW");
    const bool known = std::string_view(width.attribute("w:type").value()) == "dxa";
    return std::clamp(known ? width.attribute("w:w").as_llong() - kCellMargins : kUsualRoom, kNarrowest, kWidest);
  }
  const auto section = around(place, "w:body").child("w:sectPr");
  const auto page = section.child("w:pgSz").attribute("w:w").as_llong();
  const auto margins = section.child("w:pgMar");
  const auto text = page - margins.attribute("w:left").as_llong(1440) - margins.attribute("w:right").as_llong(1440);
  return page > 0 && page <= kWidest && text >= kNarrowest ? std::min(text, kWidest) : kUsualRoom;
}

}  // namespace docmill::templating::docx
