#include "templating/pptx/tables.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/pptx/cells.h"
#include "templating/pptx/names.h"

namespace docmill::templating::pptx {
namespace {

void merge_left(pugi::xml_node cell) {
  auto left = cell.previous_sibling("a:tc");
  if (!left || is_covered_above(left) != is_covered_above(cell)) return;
  auto origin = covering_left(left);
  set_span(origin, span_of(origin) + span_of(cell));
  set_span(cell, 1);
  set(cell, "hMerge", "1");
  empty_cell(cell);
}

/// Its rowSpan follows in mend_table().
void merge_up(pugi::xml_node cell) {
  const auto column = column_of(cell);
  const auto above = cell_at(cell.parent().previous_sibling("a:tr"), column);
  if (!above || span_of(above) != span_of(cell) || is_covered_left(above) != is_covered_left(cell)) return;
  const int columns = span_of(cell);
  auto covered = cell;
  for (int i = 0; i < columns && covered; ++i, covered = covered.next_sibling("a:tc")) set(covered, "vMerge", "1");
}

using Rows = std::vector<std::vector<pugi::xml_node>>;

Rows rows_of(pugi::xml_node table) {
  Rows rows;
  for (const auto row : table.children("a:tr")) {
    rows.emplace_back();
    for (const auto cell : row.children("a:tc")) rows.back().push_back(cell);
  }
  return rows;
}

/// A cell covers those below it that say they are covered.
void mend_row_spans(const Rows& rows) {
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      auto cell = rows[r][c];
      if (r == 0) cell.remove_attribute("vMerge");
      if (is_covered_above(cell)) continue;
      std::size_t below = r + 1;
      while (below < rows.size() && c < rows[below].size() && is_covered_above(rows[below][c])) ++below;
      cell.remove_attribute("rowSpan");
      if (below - r > 1) set(cell, "rowSpan", std::to_string(below - r));
    }
  }
}

void mend_height(pugi::xml_node table) {
  auto size = around(table, "p:graphicFrame").child("p:xfrm").child("a:ext");
  if (!size) return;
  long long height = 0;
  for (const auto row : table.children("a:tr")) height += height_of(row);
  constexpr long long kHighest = 27'273'042'316'900;  // ST_PositiveCoordinate
  if (height > 0) set(size, "cy", std::to_string(std::min(height, kHighest)));
}

/// Every number that came before gets a new one.
void mend_numbers(pugi::xml_node table, const char* name) {
  std::vector<pugi::xml_node> all;
  unsigned long long next = 0;
  ooxml::for_each_element(table, [&](pugi::xml_node node) {
    if (!is(node, name)) return;
    all.push_back(node);
    next = std::max(next, std::min(node.attribute("val").as_ullong(), 4'000'000'000ULL) + 1);
  });
  std::set<unsigned long long> taken;
  for (auto node : all) {
    auto number = node.attribute("val").as_ullong();
    if (!taken.insert(number).second) {
      number = next++;
      taken.insert(number);
      set(node, "val", std::to_string(number));
    }
  }
}

}  // namespace

void merge_cell(pugi::xml_node cell) {
  const bool left = static_cast<bool>(cell.attribute(kMergeLeft));
  cell.remove_attribute(kMergeLeft);
  cell.remove_attribute(kMergeUp);
  set(around(cell, "a:tbl"), kChanged, "1");
  if (left) {
    merge_left(cell);
  } else {
    merge_up(cell);
  }
}

void remove_row(pugi::xml_node row) {
  auto table = row.parent();
  set(table, kChanged, "1");
  const auto below = row.next_sibling("a:tr");
  auto under = below.child("a:tc");
  for (const auto cell : row.children("a:tc")) {
    if (!is_covered_above(cell)) under.remove_attribute("vMerge");
    under = under.next_sibling("a:tc");
  }
  table.remove_child(row);
  if (table.child("a:tr")) return;
  auto frame = around(table, "p:graphicFrame");
  if (frame) frame.parent().remove_child(frame);
}

void mend_table(pugi::xml_node table) {
  table.remove_attribute(kChanged);
  mend_row_spans(rows_of(table));
  mend_height(table);
  mend_numbers(table, "a16:rowId");
  mend_numbers(table, "a16:colId");
}

}  // namespace docmill::templating::pptx
