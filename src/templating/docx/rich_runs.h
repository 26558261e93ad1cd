#pragma once
#include <map>
#include <pugixml.hpp>
#include <span>
#include <string>
#include <utility>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/docx/drawings.h"
#include "templating/docx/rich_styles.h"
#include "templating/markup/fragment.h"

namespace docmill::templating::docx {

/// Where runs go: before a node, or at the end of a paragraph.
struct RunPlace {
  pugi::xml_node parent;
  pugi::xml_node before;

  pugi::xml_node add(const char* name) const {
    auto owner = parent;
    return before ? owner.insert_child_before(name, before) : owner.append_child(name);
  }
};

/// What holds for all runs of a piece of content.
struct RunBase {
  pugi::xml_node properties;  // w:rPr that they begin with; none: nothing
  std::string part;           // whose relationships the tree uses
  std::string token;          // for warnings
  long long room = 0;         // twentieths of a point from left to right: wider pictures are made smaller
  bool linked = false;        // stands in a link already
  double scale = 1;           // of the text's size
  bool bold = false;          // unless the text says otherwise
};

/// Writes text, breaks, links and pictures as runs.
class RichRuns {
 public:
  RichRuns(ooxml::Package& package, Drawings& drawings, const RichStyles& styles)
      : package_(package), drawings_(drawings), styles_(styles) {}

  /// Errors: InputTooComplex (pictures), and the package's.
  Result<void> write(std::span<const markup::Piece> pieces, const RunPlace& place, const RunBase& base);

 private:
  pugi::xml_node add_run(const RunPlace& place, const markup::Look& look, const RunBase& base) const;
  void dress(pugi::xml_node properties, const markup::Look& look, const RunBase& base) const;
  Result<RunPlace> open_link(const std::string& link, const RunPlace& place, const RunBase& base);
  Result<void> write_piece(const markup::Piece& piece, const RunPlace& place, const RunBase& base);

  ooxml::Package& package_;
  Drawings& drawings_;
  const RichStyles& styles_;
  std::map<std::pair<std::string, std::string>, std::string> links_;  // relationships, by part and address
};

}  // namespace docmill::templating::docx
