#include "engines/ooxml/child/docx/theme.h"

#include "engines/ooxml/child/parts/theme_colours.h"

#include <array>

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

constexpr std::array<std::pair<const char*, const char*>, 4> kFonts{
    std::pair{"w:asciiTheme", "w:ascii"}, std::pair{"w:hAnsiTheme", "w:hAnsi"}, std::pair{"w:eastAsiaTheme", "w:eastAsia"},
    std::pair{"w:cstheme", "w:cs"}};
constexpr std::array<const char*, 9> kColours{"w:themeColor",     "w:themeTint",  "w:themeShade",    "w:themeFill",     "w:themeFillTint",
                                              "w:themeFillShade", "w:themeColor", "w:themeFillTint", "w:themeFillShade"};

pugi::xml_node elements(pugi::xml_node theme) {
  return theme.child("a:themeElements");
}

/// "minorHAnsi": the font of that name in the theme; empty when there is none.
std::string font_named(pugi::xml_node theme, Text name) {
  const auto fonts = elements(theme).child("a:fontScheme").child(name.starts_with("major") ? "a:majorFont" : "a:minorFont");
  const auto* const script = name.ends_with("EastAsia") ? "a:ea" : name.ends_with("Bidi") ? "a:cs" : "a:latin";
  return fonts.child(script).attribute("typeface").value();
}

void write_fonts(pugi::xml_node node, pugi::xml_node theme) {
  for (const auto& [themed, plain] : kFonts) {
    const auto name = node.attribute(themed);
    if (!name) continue;
    const auto font = font_named(theme, name.value());
    if (!font.empty()) set_value(node, font, plain);
    node.remove_attribute(themed);
  }
}

}  // namespace

Result<void> leave_theme(Document& base, Document& other) {
  const auto mine = base.part("theme");
  const auto theirs = other.part("theme");
  if (!mine || !theirs) return Failed(mine ? theirs.error() : mine.error());
  if (!*theirs) return {};
  if (!*mine) {
    const auto name = base.package().free_name(other.part_name("theme"));
    if (auto copied = base.package().copy_from(other.package(), other.part_name("theme"), name); !copied) return copied;
    const auto related = base.package().relate(base.main(), "theme", name);
    return related ? Result<void>{} : Failed(related.error());
  }
  const bool fonts = !same_fonts(*mine, *theirs);
  const bool colours = !same_colours(*mine, *theirs);
  if (!fonts && !colours) return {};
  auto parts = other.stories();
  for (const auto* kind : {"styles", "numbering"}) {
    if (auto name = other.part_name(kind); !name.empty()) parts.push_back(std::move(name));
  }
  for (const auto& name : parts) {
    const auto tree = other.package().edit(name);
    if (!tree) return Failed(tree.error());
    for_each_element((*tree)->document_element(), [&](pugi::xml_node node) {
      if (fonts && Text(node.name()) == "w:rFonts") write_fonts(node, *theirs);
      if (!colours) return;
      for (const auto* colour : kColours) node.remove_attribute(colour);
    });
    if (colours) write_drawing_colours((*tree)->document_element(), *theirs);
  }
  return {};
}

}  // namespace docmill::engines::ooxml
