#pragma once
#include <array>
#include <pugixml.hpp>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"

namespace docmill::templating::docx {

/// What a template has that content of the data can wear: ids of styles, empty where there is none of that kind. Word knows its own styles
/// by their English names, whatever the language of who made the template.
struct RichStyles {
  std::array<std::string, 7> headings;  // by level, 1 to 6
  std::string link;                     // of characters
  std::string item;                     // of list items
  std::string grid;                     // of tables
  int half_points = 20;                 // size of text that says none

  /// `main`: the part with the document. Errors: InputDamaged (styles that cannot be read).
  static Result<RichStyles> of(ooxml::Package& package, const std::string& main);
};

/// How much room there is from left to right where `place` stands, in twentieths of a point: of its cell, or of the page's text.
long long room_at(pugi::xml_node place);

}  // namespace docmill::templating::docx
