#pragma once
#include <pugixml.hpp>
#include <string_view>

namespace docmill::templating::pptx {

// A token's place is an element of our own among the runs of a paragraph, with the format (a:rPr) of the run that held its first character.

/// Says what will be printed in the place of a mark. It becomes runs only in the end: the format may hold a link that is filled later.
void put_text(pugi::xml_node mark, std::string_view text);

/// Makes runs of what a mark prints; line feeds become a:br.
void write_runs(pugi::xml_node mark);

}  // namespace docmill::templating::pptx
