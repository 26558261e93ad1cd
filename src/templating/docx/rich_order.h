#pragma once
#include <pugixml.hpp>

namespace docmill::templating::docx {

/// A property of a w:rPr, w:pPr or w:tcPr, added where the schema wants it (ECMA-376 part 1, 17.3.1.26, 17.3.2.28, 17.4.69) when it is not
/// there.
pugi::xml_node property_of(pugi::xml_node properties, const char* name);

/// The same, emptied of what it said.
pugi::xml_node fresh_property(pugi::xml_node properties, const char* name);

}  // namespace docmill::templating::docx
