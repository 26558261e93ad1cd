#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <pugixml.hpp>
#include <string>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/docx/drawings.h"
#include "templating/fill.h"
#include "templating/markup/fragment.h"

namespace docmill::templating::docx {

/// Content that the data brings as HTML. While a tree is filled it is a mark: it may yet be hidden, and blocks have to find their
/// paragraphs. When all is settled it is written: in place of its paragraph if it stands there alone, else within the text.
class Rich {
 public:
  Rich(ooxml::Package& package, Context& context, FillBudget& budget, Drawings& drawings)
      : package_(package), context_(context), budget_(budget), drawings_(drawings) {}

  /// Lets a token's mark stand for the content. `token`: for warnings.
  void keep(pugi::xml_node mark, const Outcome& outcome, const std::string& token);

  /// Writes what stands in a tree. `part_of`: whose relationships a node uses.
  /// Errors: InputTooComplex (a limit), InputDamaged (styles or numbering that cannot be read).
  Result<void> write(pugi::xml_node tree, const std::function<const std::string&(pugi::xml_node)>& part_of);

 private:
  struct Kept {
    std::shared_ptr<const markup::Fragment> fragment;
    std::string token;
  };
  struct Writers;
  Result<Writers*> writers();
  Result<void> write_one(pugi::xml_node mark, const std::string& part);
  Result<void> write_blocks(pugi::xml_node mark, const Kept& kept, const std::string& part);
  Result<void> write_within(pugi::xml_node mark, const Kept& kept, const std::string& part);

  ooxml::Package& package_;
  Context& context_;
  FillBudget& budget_;
  Drawings& drawings_;
  std::deque<Kept> kept_;
  std::shared_ptr<Writers> writers_;  // made when they are needed; nobody else has them, but a unique_ptr would want to know them
};

}  // namespace docmill::templating::docx
