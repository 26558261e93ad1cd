#pragma once
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "templating/context.h"
#include "templating/docx/rich_lists.h"
#include "templating/docx/rich_runs.h"
#include "templating/docx/rich_styles.h"
#include "templating/fill.h"
#include "templating/markup/fragment.h"

namespace docmill::templating::docx {

/// What holds for all blocks of a piece of content.
struct BlockBase {
  pugi::xml_node paragraph;  // w:pPr that paragraphs begin with; none: nothing
  RunBase run;
  int indent = 0;     // steps that all stand to the right: they stand in an item of a list
  bool first = true;  // the first one has the paragraph's own number and page break
};

/// Writes paragraphs, lists and tables in front of a node.
class RichBlocks {
 public:
  RichBlocks(Context& context, FillBudget& budget, RichRuns& runs, RichLists& lists, const RichStyles& styles)
      : context_(context), budget_(budget), runs_(runs), lists_(lists), styles_(styles) {}

  /// Errors: InputTooComplex, and the package's.
  Result<void> write(const markup::Fragment& fragment, pugi::xml_node before, BlockBase base);

 private:
  Result<void> write_all(const std::vector<markup::Block>& blocks, pugi::xml_node before, BlockBase base);
  Result<void> write_paragraph(const markup::Block& block, pugi::xml_node paragraph, const BlockBase& base);
  Result<void> number(const markup::Block& block, pugi::xml_node properties, const BlockBase& base);
  Result<void> write_table(const markup::Table& table, pugi::xml_node node, const BlockBase& base);
  void write_table_properties(const markup::Table& table, pugi::xml_node node, long long room) const;
  Result<void> write_cell_text(const markup::Cell& cell, pugi::xml_node node, BlockBase base);

  Context& context_;
  FillBudget& budget_;
  RichRuns& runs_;
  RichLists& lists_;
  const RichStyles& styles_;
  const markup::Fragment* fragment_ = nullptr;
  std::vector<std::string> numbers_;  // of the fragment's lists
};

}  // namespace docmill::templating::docx
