#pragma once
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace docmill::engines::ooxml {

/// A theme's colour as "4472C4"; empty when the theme has none of that name. `name` as drawings have it: "accent1", "tx1", "bg2", "hlink".
std::string theme_colour(pugi::xml_node theme, std::string_view name);
/// Whether two themes have the same colours, and the same fonts.
bool same_colours(pugi::xml_node a, pugi::xml_node b);
bool same_fonts(pugi::xml_node a, pugi::xml_node b);
/// Writes the theme's colours in a drawing or chart by their values, so that it looks the same under another theme.
void write_drawing_colours(pugi::xml_node root, pugi::xml_node theme);

}  // namespace docmill::engines::ooxml
