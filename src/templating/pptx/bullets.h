#pragma once
#include <pugixml.hpp>
#include <string>

#include "ooxml/package.h"

namespace docmill::templating::pptx {

/// Marks the paragraphs of a slide or its notes that are items of lists (kItem): they show a bullet or a number, their own or that of the
/// placeholder, layout or master, or stand on a deeper level (specification §9).
/// `part`: of the slide or the notes.
void mark_items(pugi::xml_node tree, ooxml::Package& package, const std::string& part);

}  // namespace docmill::templating::pptx
