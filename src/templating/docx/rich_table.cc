#include <algorithm>
#include <cmath>
#include <optional>

#include "templating/docx/nodes.h"
#include "templating/docx/rich_blocks.h"
#include "templating/docx/rich_layout.h"
#include "templating/docx/rich_order.h"

// Tables of content that the data brings.

namespace docmill::templating::docx {
namespace {

constexpr long long kRichCellMargin = 108;  // twentieths of a point, left and right, as Word has it

void write_border(pugi::xml_node borders, const char* side, const std::optional<markup::Border>& border) {
  auto line = borders.append_child(side);
  const bool drawn = border && border->points > 0;
  line.append_attribute("w:val").set_value(drawn ? "single" : "nil");
  if (!drawn) return;
  line.append_attribute("w:sz").set_value(std::clamp(std::lround(border->points * 8), 2L, 96L));
  line.append_attribute("w:space").set_value(0);
  line.append_attribute("w:color").set_value(border->color.empty() ? "auto" : border->color.c_str());
}

void write_width(pugi::xml_node parent, const char* name, long long width, const char* type) {
  auto node = parent.append_child(name);
  node.append_attribute("w:w").set_value(width);
  node.append_attribute("w:type").set_value(type);
}

void write_cell_properties(const PlacedCell& placed, long long width, pugi::xml_node node) {
  auto properties = node.append_child("w:tcPr");
  write_width(properties, "w:tcW", width, "dxa");
  if (placed.columns > 1) properties.append_child("w:gridSpan").append_attribute("w:val").set_value(placed.columns);
  if (placed.begins) properties.append_child("w:vMerge").append_attribute("w:val").set_value("restart");
  if (placed.goes_on) properties.append_child("w:vMerge");
  if (placed.cell == nullptr) return;
  if (placed.cell->border) {
    auto borders = properties.append_child("w:tcBorders");
    for (const auto* side : {"w:top", "w:left", "w:bottom", "w:right"}) write_border(borders, side, placed.cell->border);
  }
  if (!placed.cell->background.empty()) {
    auto shade = properties.append_child("w:shd");
    shade.append_attribute("w:val").set_value("clear");
    shade.append_attribute("w:color").set_value("auto");
    shade.append_attribute("w:fill").set_value(placed.cell->background.c_str());
  }
}

}  // namespace

void RichBlocks::write_table_properties(const markup::Table& table, pugi::xml_node node, long long room) const {
  auto properties = node.append_child("w:tblPr");
  if (!styles_.grid.empty()) properties.append_child("w:tblStyle").append_attribute("w:val").set_value(styles_.grid.c_str());
  if (table.rtl) properties.append_child("w:bidiVisual");
  if (table.width.percent > 0) {
    write_width(properties, "w:tblW", std::llround(table.width.percent * 50), "pct");
  } else if (table.width.pixels > 0) {
    write_width(properties, "w:tblW", std::min(std::llround(table.width.pixels * 15), room), "dxa");
  } else {
    write_width(properties, "w:tblW", 0, "auto");
  }
  if (table.align == markup::Align::Center || table.align == markup::Align::Right)
    properties.append_child("w:jc").append_attribute("w:val").set_value(table.align == markup::Align::Center ? "center" : "right");
  auto borders = properties.append_child("w:tblBorders");
  for (const auto* side : {"w:top", "w:left", "w:bottom", "w:right"}) write_border(borders, side, table.border);
  for (const auto* side : {"w:insideH", "w:insideV"}) write_border(borders, side, table.grid);
  auto margins = properties.append_child("w:tblCellMar");
  write_width(margins, "w:left", kRichCellMargin, "dxa");
  write_width(margins, "w:right", kRichCellMargin, "dxa");
}

Result<void> RichBlocks::write_cell_text(const markup::Cell& cell, pugi::xml_node node, BlockBase base) {
  auto end = node.append_child("w:p");
  if (auto written = write_all(cell.blocks, end, std::move(base)); !written) return written;
  // A cell ends with a paragraph, but one is enough.
  if (is(element_before(end), "w:p")) node.remove_child(end);
  return {};
}

Result<void> RichBlocks::write_table(const markup::Table& table, pugi::xml_node node, const BlockBase& base) {
  const auto layout = layout_of(table);
  if (auto enough = spend_grid(budget_, layout.cells * 4); !enough) return enough;
  if (layout.cut) context_.warn(base.run.token, "A table of the value has more than 63 columns; those to the right are left out.");
  auto room = base.run.room;
  if (table.width.percent > 0) room = std::max(600LL, std::llround(static_cast<double>(room) * table.width.percent / 100));
  if (table.width.pixels > 0) room = std::clamp(std::llround(table.width.pixels * 15), 600LL, std::max(room, 600LL));
  const auto widths = widths_of(layout, room);
  write_table_properties(table, node, base.run.room);
  auto grid = node.append_child("w:tblGrid");
  for (const auto width : widths) grid.append_child("w:gridCol").append_attribute("w:w").set_value(width);
  for (std::size_t i = 0; i < layout.rows.size(); ++i) {
    auto row = node.append_child("w:tr");
    if (table.rows[i].head) row.append_child("w:trPr").append_child("w:tblHeader");
    std::size_t column = 0;
    for (const auto& placed : layout.rows[i]) {
      long long width = 0;
      for (int n = 0; n < placed.columns && column < widths.size(); ++n) width += widths[column++];
      auto cell = row.append_child("w:tc");
      write_cell_properties(placed, width, cell);
      if (placed.cell == nullptr) {
        cell.append_child("w:p");
        continue;
      }
      auto inner = base;
      inner.first = false;
      inner.indent = 0;
      inner.run.room = std::max(width - 2 * kRichCellMargin, 200LL);
      if (auto written = write_cell_text(*placed.cell, cell, std::move(inner)); !written) return written;
    }
  }
  return {};
}

}  // namespace docmill::templating::docx
