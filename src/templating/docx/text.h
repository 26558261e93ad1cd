#pragma once
#include <pugixml.hpp>
#include <string_view>

namespace docmill::templating::docx {

/// Puts text in the place of a mark that stands in a run; line feeds become w:br, tabs w:tab.
void put_text(pugi::xml_node mark, std::string_view text);

}  // namespace docmill::templating::docx
