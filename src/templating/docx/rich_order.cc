#include "templating/docx/rich_order.h"

#include <algorithm>
#include <array>
#include <span>

#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

constexpr std::array kRunOrder{
    "w:rStyle",          "w:rFonts",     "w:b",      "w:bCs",     "w:i",         "w:iCs",     "w:caps",       "w:smallCaps", "w:strike",
    "w:dstrike",         "w:outline",    "w:shadow", "w:emboss",  "w:imprint",   "w:noProof", "w:snapToGrid", "w:vanish",    "w:webHidden",
    "w:color",           "w:spacing",    "w:w",      "w:kern",    "w:position",  "w:sz",      "w:szCs",       "w:highlight", "w:u",
    "w:effect",          "w:bdr",        "w:shd",    "w:fitText", "w:vertAlign", "w:rtl",     "w:cs",         "w:em",        "w:lang",
    "w:eastAsianLayout", "w:specVanish", "w:oMath"};

constexpr std::array kParagraphOrder{"w:pStyle",
                                     "w:keepNext",
                                     "w:keepLines",
                                     "w:pageBreakBefore",
                                     "w:framePr",
                                     "w:widowControl",
                                     "w:numPr",
                                     "w:suppressLineNumbers",
                                     "w:pBdr",
                                     "w:shd",
                                     "w:tabs",
                                     "w:suppressAutoHyphens",
                                     "w:kinsoku",
                                     "w:wordWrap",
                                     "w:overflowPunct",
                                     "w:topLinePunct",
                                     "w:autoSpaceDE",
                                     "w:autoSpaceDN",
                                     "w:bidi",
                                     "w:adjustRightInd",
                                     "w:snapToGrid",
                                     "w:spacing",
                                     "w:ind",
                                     "w:contextualSpacing",
                                     "w:mirrorIndents",
                                     "w:suppressOverlap",
                                     "w:jc",
                                     "w:textDirection",
                                     "w:textAlignment",
                                     "w:textboxTightWrap",
                                     "w:outlineLvl",
                                     "w:divId",
                                     "w:cnfStyle",
                                     "w:rPr",
                                     "w:sectPr",
                                     "w:pPrChange"};

constexpr std::array kCellOrder{"w:cnfStyle", "w:tcW",    "w:gridSpan", "w:hMerge",        "w:vMerge",    "w:tcBorders",
                                "w:shd",      "w:noWrap", "w:tcMar",    "w:textDirection", "w:tcFitText", "w:vAlign"};

std::span<const char* const> order_of(pugi::xml_node properties) {
  if (is(properties, "w:rPr")) return kRunOrder;
  if (is(properties, "w:pPr")) return kParagraphOrder;
  return kCellOrder;
}

}  // namespace

pugi::xml_node property_of(pugi::xml_node properties, const char* name) {
  if (auto found = properties.child(name)) return found;
  const auto order = order_of(properties);
  const auto rank = [&](const char* one) {
    return std::ranges::find_if(order, [&](const char* other) { return same_name(one, other); }) - order.begin();
  };
  const auto own = rank(name);
  for (auto child : properties.children()) {
    if (child.type() == pugi::node_element && rank(child.name()) > own) return properties.insert_child_before(name, child);
  }
  return properties.append_child(name);
}

pugi::xml_node fresh_property(pugi::xml_node properties, const char* name) {
  auto found = property_of(properties, name);
  while (found.first_child()) found.remove_child(found.first_child());
  while (found.first_attribute()) found.remove_attribute(found.first_attribute());
  return found;
}

}  // namespace docmill::templating::docx
