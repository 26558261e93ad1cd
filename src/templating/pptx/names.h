#pragma once
#include <pugixml.hpp>

#include "templating/docx/nodes.h"

namespace docmill::templating::pptx {

// What walks trees and marks them is the same for all that is written in DrawingML or beside it.
using docx::around;
using docx::count_nodes;
using docx::is;
using docx::kDropped;
using docx::kHidden;
using docx::kMergeLeft;
using docx::kMergeUp;
using docx::kNumber;
using docx::kTarget;
using docx::kTokenMark;
using docx::kTokens;
using docx::node_at;
using docx::place_of;
using docx::set;
using docx::text_of;
using templating::sayable;

// More names of our own while a presentation is filled; what is put back into the package has none of them.
inline constexpr const char* kText = "dm:text";        // element: a token's place, with what it prints
inline constexpr const char* kPicture = "dm:picture";  // element: a token's place, whose picture will be put on the slide
inline constexpr const char* kItem = "dm:item";        // attribute of a paragraph: it shows a bullet or a number
inline constexpr const char* kChanged = "dm:changed";  // attribute of a table: it has other rows or columns than the template's
inline constexpr const char* kSlide = "dm:slide";      // element: a slide and its notes
inline constexpr const char* kPart = "part";           // its attributes: the slide's part,
inline constexpr const char* kNotes = "notes";         // its notes' part,
inline constexpr const char* kOrigin = "origin";       // the part of the slide of the template that it is or was copied from,
inline constexpr const char* kRelation = "relation";   // the presentation's relationship to that one,
inline constexpr const char* kIdentifier = "id";       // its number in the list of slides,
inline constexpr const char* kCopy = "copy";           // which copy it is of which block within which block: "000002.000000.",
inline constexpr const char* kFresh = "fresh";         // that it is a copy with parts of its own,
inline constexpr const char* kFilled = "filled";       // that it has tokens or charts,
inline constexpr const char* kCut = "cut";             // that something was cut out of it

/// The slide, in the tree of all, that a node stands in.
inline pugi::xml_node slide_of(pugi::xml_node node) {
  return around(node, kSlide);
}

/// Gives an a:t its text. Blanks at its ends are kept by readers without being told so.
void set_run_text(pugi::xml_node text_node, std::string_view text);

}  // namespace docmill::templating::pptx
