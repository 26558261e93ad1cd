#pragma once
#include <pugixml.hpp>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/docx/drawings.h"
#include "templating/outcome.h"

namespace docmill::templating::pptx {

/// Pictures and codes of a presentation.
class Pictures {
 public:
  Pictures(ooxml::Package& package, Context& context) : package_(package), context_(context), drawings_(package, context) {}

  /// Lets the picture that a p:cNvPr describes show another one, in its frame (§7). What cannot be drawn leaves it as it is, with a
  /// warning. `part`: whose relationships the node's tree uses. `token`: for the warning. Errors: InputTooComplex (all pictures together
  /// are too large), and the package's.
  Result<void> exchange(pugi::xml_node description, const Outcome& outcome, const std::string& part, const std::string& token);

  /// Has a picture of its own put on the slide for a mark in text, when all is filled and has its place: place().
  Result<void> put(pugi::xml_node mark, const Outcome& outcome, const std::string& part, const std::string& token);

  /// Puts the pictures of a slide (p:sld or p:notes) where their text stands: over the upper left corner of the shape or cell, made smaller
  /// where they do not fit and nobody asked for their size. The marks go.
  void place(pugi::xml_node tree, const std::string& part);

 private:
  ooxml::Package& package_;
  Context& context_;
  docx::Drawings drawings_;
};

}  // namespace docmill::templating::pptx
