#include "engines/ooxml/child/parts/theme_colours.h"

#include <vector>

#include "engines/ooxml/child/parts/xml_tools.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

pugi::xml_node scheme(pugi::xml_node theme, const char* name) {
  return theme.child("a:themeElements").child(name);
}

}  // namespace

std::string theme_colour(pugi::xml_node theme, std::string_view name) {
  std::string own(name);
  if (own == "tx1") own = "dk1";
  if (own == "bg1") own = "lt1";
  if (own == "tx2") own = "dk2";
  if (own == "bg2") own = "lt2";
  const auto colour = scheme(theme, "a:clrScheme").child(("a:" + own).c_str());
  const Text value = colour.child("a:srgbClr").attribute("val").value();
  return std::string(value.empty() ? Text(colour.child("a:sysClr").attribute("lastClr").value()) : value);
}

bool same_colours(pugi::xml_node a, pugi::xml_node b) {
  return text_of(scheme(a, "a:clrScheme")) == text_of(scheme(b, "a:clrScheme"));
}

bool same_fonts(pugi::xml_node a, pugi::xml_node b) {
  return text_of(scheme(a, "a:fontScheme")) == text_of(scheme(b, "a:fontScheme"));
}

void write_drawing_colours(pugi::xml_node root, pugi::xml_node theme) {
  for_each_element(root, [&](pugi::xml_node node) {
    if (Text(node.name()) != "a:schemeClr") return;
    const auto colour = theme_colour(theme, node.attribute("val").value());
    if (colour.empty()) return;
    node.set_name("a:srgbClr");
    set_value(node, colour, "val");
  });
}

}  // namespace docmill::engines::ooxml
