#pragma once
#include <pugixml.hpp>
#include <span>
#include <vector>

#include "templating/docx/lists.h"
#include "templating/fill.h"

namespace docmill::templating::docx {

/// What of a document stands together: siblings from `first` to `last`.
enum class Kind : std::uint8_t {
  Text,     // a page header, or whatever else cannot be repeated as a whole
  Rows,     // of a table
  Items,    // paragraphs of a list
  Section,  // one or more sections of the document's body, or all of it
};

struct Stretch {
  Kind kind = Kind::Text;
  pugi::xml_node parent;
  pugi::xml_node first;  // none: all of `parent`, except the properties of the last section
  pugi::xml_node last;
  bool further = false;  // it is the second copy of a block, or a later one
  bool copied = false;   // there are several copies
};

/// The blocks for the tokens of `chosen` in an area (§3.1).
std::vector<std::pair<Stretch, Block>> choose_blocks(const Lists& lists, const Stretch& area, std::span<const Slot> slots,
                                                     std::span<const std::size_t> chosen);

/// Whether a paragraph ends a section.
bool ends_section(pugi::xml_node paragraph);

/// Whether a new page begins before what this paragraph says, or behind it.
bool begins_page(pugi::xml_node paragraph);
bool ends_page(pugi::xml_node paragraph);

/// Whether the document has a table of contents.
bool is_contents(pugi::xml_node node);

}  // namespace docmill::templating::docx
