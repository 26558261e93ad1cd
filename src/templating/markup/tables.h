#pragma once
#include <gumbo.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "templating/markup/flow.h"
#include "templating/markup/fragment.h"
#include "templating/markup/styles.h"

namespace docmill::templating::markup {

/// A table as it comes together while its elements are walked through. What stands in its cells flows there.
class TableMaker {
 public:
  static constexpr int kMostColumns = 63;  // of Word's tables
  static constexpr int kMostRows = 1000;   // that one cell may reach over

  TableMaker(Flow& flow, const GumboNode* table, const Declarations& style, const State& around);

  void begin_row(const GumboNode* row, const Declarations& style, bool head);
  void begin_cell(const GumboNode* cell, std::string_view tag, const Declarations& style);
  void end_cell();
  /// What a caption says stands in front of the table.
  void begin_caption();
  void end_caption();
  /// Puts the table where it stands.
  void end();

 private:
  Flow& flow_;
  std::unique_ptr<Table> table_;
  std::vector<Flow::Place> places_;  // where blocks went before a cell or the caption began
  std::vector<Block> strays_;        // blocks between cells; there are none in a tree that gumbo made
  Flow::Place outside_;
  std::string background_;
  std::string row_background_;
};

}  // namespace docmill::templating::markup
