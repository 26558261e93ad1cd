#include "templating/docx/grid.h"

#include <algorithm>
#include <string>

#include "ooxml/xml_walk.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

pugi::xml_node mark_in(pugi::xml_node cell, unsigned number) {
  for (auto node = cell; node; node = ooxml::next_node(node, cell)) {
    if (is(node, kTokenMark) && node.attribute(kNumber).as_uint() == number) return node;
  }
  return {};
}

/// The width of a cell is shared by those that take its place.
void share_width(pugi::xml_node cell, std::size_t columns) {
  auto width = cell.child("w:tcPr").child("w:tcW").attribute("w:w");
  if (width && width.as_int() > 0) width.set_value(width.as_llong() / static_cast<long long>(columns));
}

/// So is the column of the table's grid: once, if several rows of it have grids.
void share_column(pugi::xml_node table, unsigned column, unsigned span, std::size_t columns) {
  static constexpr const char* kShared = "dm:shared";
  if (span != 1) return;
  auto grid = table.child("w:tblGrid");
  auto place = grid.child("w:gridCol");
  for (unsigned i = 0; i < column && place; ++i) place = place.next_sibling("w:gridCol");
  if (!place || place.attribute(kShared)) return;
  auto width = place.attribute("w:w");
  if (width) width.set_value(width.as_llong() / static_cast<long long>(columns));
  place.append_attribute(kShared).set_value(true);
  for (std::size_t i = 1; i < columns; ++i) grid.insert_copy_after(place, place);
}

}  // namespace

unsigned span_of(pugi::xml_node cell) {
  return std::clamp(cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_uint(1), 1U, 1000U);
}

unsigned column_of(pugi::xml_node cell) {
  unsigned column = cell.parent().child("w:trPr").child("w:gridBefore").attribute("w:val").as_uint(0);
  for (auto before = cell.previous_sibling("w:tc"); before; before = before.previous_sibling("w:tc")) column += span_of(before);
  return column;
}

Grid::Grid(pugi::xml_node mark, const std::vector<std::vector<Outcome>>& rows)
    : mark_(mark), cell_(around(mark, "w:tc")), row_(around(mark, "w:tr")), rows_(rows) {
  for (const auto& row : rows) columns_ = std::max(columns_, row.size());
}

std::uint64_t Grid::weight() const {
  const auto cell = count_nodes(cell_, cell_);
  const auto row = count_nodes(row_, row_);
  return rows_.size() * (row + cell * columns_);
}

Result<void> Grid::write(const std::function<Result<void>(pugi::xml_node, const Outcome&)>& put) const {
  const auto number = mark_.attribute(kNumber).as_uint();
  share_column(around(row_, "w:tbl"), column_of(cell_), span_of(cell_), columns_);
  share_width(cell_, columns_);
  auto row = row_;
  for (std::size_t i = 1; i < rows_.size(); ++i) row = row.parent().insert_copy_after(row_, row);
  row = row_;
  for (const auto& values : rows_) {
    auto mark = mark_in(row, number);
    auto cell = around(mark, "w:tc");
    auto last = cell;
    for (std::size_t i = 1; i < columns_; ++i) last = row.insert_copy_after(cell, last);
    for (std::size_t i = 0; i < columns_; ++i) {
      if (auto done = put(mark_in(cell, number), i < values.size() ? values[i] : Outcome{}); !done) return done;
      cell = cell.next_sibling("w:tc");
    }
    row = row.next_sibling("w:tr");
  }
  return {};
}

}  // namespace docmill::templating::docx
