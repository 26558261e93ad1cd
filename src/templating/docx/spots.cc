#include "templating/docx/spots.h"

#include <fmt/format.h>

#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
Where Spots::Spot::in(const std::string& part) const {
  Where where{.part = part, .place = {}, .block = 0};
  if (table != 0) {
    where.place = fmt::format("table {}, row {}, cell {}", table, row, cell);
    where.block = (std::uint64_t{table} << 32U) | row;
  } else if (paragraph != 0) {
    where.place = fmt::format("paragraph {}", paragraph);
    if (item) where.block = (std::uint64_t{1} << 63U) | paragraph;
  }
  return where;
}

void Spots::visit(pugi::xml_node node, int depth) {
  while (!open_.empty() && depth <= open_.back().depth) open_.pop_back();  // that table has ended
  if (is(node, "w:tbl")) {
    open_.push_back({depth, {.paragraph = 0, .table = ++tables_}});
  } else if (is(node, "w:tr") && !open_.empty()) {
    ++open_.back().spot.row;
    open_.back().spot.cell = 0;
  } else if (is(node, "w:tc") && !open_.empty()) {
    ++open_.back().spot.cell;
  } else if (is(node, "w:p")) {
    here_ = open_.empty() ? Spot() : open_.back().spot;
    here_.paragraph = ++paragraphs_;
    here_.item = static_cast<bool>(node.child("w:pPr").child("w:numPr"));
  }
}

}  // namespace docmill::templating::docx
