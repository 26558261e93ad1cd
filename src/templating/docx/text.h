#pragma once
#include <pugixml.hpp>
#include <string_view>

namespace docmill::templating::docx {

/// What the text of a run is called: "m:t" in a formula, otherwise "w:t".
const char* text_name(pugi::xml_node run);

/// Puts text in the place of a mark that stands in a run; line feeds become w:br, tabs w:tab.
void put_text(pugi::xml_node mark, std::string_view text);

}  // namespace docmill::templating::docx
