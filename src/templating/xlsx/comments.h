#pragma once
#include <functional>
#include <pugixml.hpp>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"

namespace docmill::templating::xlsx {

/// A comment as its part has it. One that is `threaded` has plain text, others have runs (load_cells.h, read_text).
struct SheetComment {
  pugi::xml_node node;
  const std::string& part;
  bool threaded;
};

/// Calls `visit` for the comments of the sheet in `part` of the package, then for those that can be answered. An error tells of a part of
/// them that cannot be read.
Result<void> for_each_comment(ooxml::Package& package, const std::string& part, const std::function<void(const SheetComment&)>& visit);

}  // namespace docmill::templating::xlsx
