#pragma once
#include <pugixml.hpp>
#include <string>

#include "ooxml/package.h"

namespace docmill::templating::pptx {

/// What a placeholder of a slide takes over from its layout and master (ECMA-376 part 1, 19.3.1.36). Nodes may be null.
struct Inherited {
  pugi::xml_node layout;  // p:sp
  pugi::xml_node master;  // p:sp
  pugi::xml_node style;   // p:bodyStyle, p:titleStyle, p:otherStyle or p:notesStyle
};

/// `shape`: a p:sp of the slide or notes of this part. Nothing where it is no placeholder, and where layout or master are missing or
/// damaged: they are only asked for looks.
Inherited inherited_by(ooxml::Package& package, const std::string& part, pugi::xml_node shape);

}  // namespace docmill::templating::pptx
