#include "templating/pptx/grid.h"

#include <algorithm>

#include "ooxml/xml_walk.h"
#include "templating/pptx/cells.h"
#include "templating/pptx/names.h"

namespace docmill::templating::pptx {
namespace {

constexpr std::uint64_t kNodesOfCoveredCell = 6;

pugi::xml_node mark_in(pugi::xml_node cell, std::size_t number) {
  for (auto node = cell; node; node = ooxml::next_node(node, cell)) {
    if (is(node, kTokenMark) && node.attribute(kNumber).as_ullong() == number) return node;
  }
  return {};
}

/// A cell that `origin` covers from the left.
void add_covered(pugi::xml_node row, pugi::xml_node behind, pugi::xml_node origin) {
  auto cell = row.insert_child_after("a:tc", behind);
  for (const auto* name : {"rowSpan", "vMerge"}) {
    if (const auto value = origin.attribute(name)) set(cell, name, value.value());
  }
  set(cell, "hMerge", "1");
  auto body = cell.append_child("a:txBody");
  for (const auto* name : {"a:bodyPr", "a:lstStyle", "a:p"}) body.append_child(name);
  cell.append_child("a:tcPr");
}

}  // namespace

Grid::Grid(pugi::xml_node mark, const std::vector<std::vector<Outcome>>& rows)
    : cell_(around(mark, "a:tc")), row_(cell_.parent()), table_(row_.parent()), rows_(rows) {
  std::size_t widest = 1;
  for (const auto& row : rows) widest = std::max(widest, row.size());
  columns_ = static_cast<int>(std::min<std::size_t>(widest, 1'000'000));
}

std::uint64_t Grid::weight() const {
  const auto columns = static_cast<std::uint64_t>(columns_);
  const auto others = static_cast<std::uint64_t>(std::distance(table_.children("a:tr").begin(), table_.children("a:tr").end()));
  return rows_.size() * (count_nodes(row_, row_) + count_nodes(cell_, cell_) * columns) + others * columns * kNodesOfCoveredCell;
}

/// `more` columns behind `column`; in other rows what stands there becomes so much wider.
void Grid::widen(int column, int more) const {
  auto grid = table_.child("a:tblGrid");
  auto place = grid.child("a:gridCol");
  for (int i = 0; i < column && place.next_sibling("a:gridCol"); ++i) place = place.next_sibling("a:gridCol");
  // They have no width yet: share_width() gives them one.
  for (int i = 0; i < more && place; ++i) set(grid.insert_copy_after(place, place), "w", "0");
  for (auto row : table_.children("a:tr")) {
    const auto cell = cell_at(row, column);
    if (row == row_ || !cell) continue;
    auto origin = covering_left(cell);
    for (int i = 0; i < more; ++i) add_covered(row, cell, origin);
    set_span(origin, span_of(origin) + more);
  }
}

/// What the columns have together is shared by them alike.
void Grid::share_width(int column, int columns) const {
  auto first = table_.child("a:tblGrid").child("a:gridCol");
  while (first && column-- > 0) first = first.next_sibling("a:gridCol");
  long long all = 0;
  auto place = first;
  for (int i = 0; i < columns && place; ++i, place = place.next_sibling("a:gridCol")) all += width_of(place);
  place = first;
  for (int i = 0; i < columns && place; ++i, place = place.next_sibling("a:gridCol")) set(place, "w", std::to_string(all / columns));
}

Result<void> Grid::write(std::size_t number, const std::function<Result<void>(pugi::xml_node, const Outcome&)>& put) const {
  set(table_, kChanged, "1");
  auto cell = cell_;
  auto row = row_;
  const int column = column_of(cell);
  int covered = 1;
  while (covered < span_of(cell) && is_covered_left(cell.next_sibling("a:tc"))) {
    row.remove_child(cell.next_sibling("a:tc"));
    ++covered;
  }
  set_span(cell, 1);
  if (columns_ > covered) {
    widen(column + covered - 1, columns_ - covered);
    share_width(column, columns_);
  }
  const int columns = std::max(columns_, covered);
  for (std::size_t i = 1; i < rows_.size(); ++i) row = row.parent().insert_copy_after(row_, row);
  row = row_;
  for (const auto& values : rows_) {
    auto place = cell_at(row, column);
    for (int i = 1; i < columns; ++i) row.insert_copy_after(place, place);
    for (std::size_t i = 0; i < static_cast<std::size_t>(columns); ++i) {
      if (auto done = put(mark_in(place, number), i < values.size() ? values[i] : Outcome{}); !done) return done;
      place = place.next_sibling("a:tc");
    }
    row = row.next_sibling("a:tr");
  }
  return {};
}

}  // namespace docmill::templating::pptx
