#include "templating/markup/tables.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/small_letters.h"
#include "gumbo/html_tree.h"
#include "templating/markup/css.h"

namespace docmill::templating::markup {
namespace {

using gumbo::attribute_of;

int whole_number(std::string_view text, int otherwise) {
  int number = otherwise;
  text = trimmed(text);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string background_of(const GumboNode* element, const Declarations& style) {
  for (const auto* property : {"background-color", "background"}) {
    if (auto color = color_of(value_of(style, property))) return *std::move(color);
  }
  return color_of(attribute_of(element, "bgcolor")).value_or("");
}

/// A border of all sides, or of the first side that has one.
std::optional<Border> border_in(const Declarations& style) {
  for (const auto* property : {"border", "border-top", "border-bottom", "border-left", "border-right"}) {
    if (auto border = border_of(value_of(style, property))) return border;
  }
  const auto lines = small_letters(value_of(style, "border-style"));
  if (lines.empty() && value_of(style, "border-width").empty()) return std::nullopt;
  Border border;
  if (lines == "none" || lines == "hidden") border.points = 0;
  if (const auto points = points_of(value_of(style, "border-width"), 0)) border.points = std::clamp(*points, 0.0, 6.0);
  border.color = color_of(value_of(style, "border-color")).value_or("");
  return border;
}

Width width_in(const GumboNode* element, const Declarations& style) {
  const auto said = value_of(style, "width");
  return width_of(said.empty() ? attribute_of(element, "width") : said);
}

}  // namespace

TableMaker::TableMaker(Flow& flow, const GumboNode* table, const Declarations& style, const State& around)
    : flow_(flow), table_(std::make_unique<Table>()), outside_(flow.go_to(strays_)) {
  table_->width = width_in(table, style);
  table_->align = align_of(attribute_of(table, "align"));
  if (table_->align == Align::None) table_->align = around.align;
  table_->rtl = around.rtl.value_or(false);
  if (whole_number(attribute_of(table, "border"), 0) > 0) table_->border = table_->grid = Border{};
  if (auto border = border_in(style)) table_->border = border;
  background_ = background_of(table, style);
}

void TableMaker::begin_row(const GumboNode* row, const Declarations& style, bool head) {
  Row made;
  made.head = head;
  table_->rows.push_back(std::move(made));
  row_background_ = background_of(row, style);
  if (row_background_.empty()) row_background_ = background_;
}

void TableMaker::begin_cell(const GumboNode* cell, std::string_view tag, const Declarations& style) {
  if (table_->rows.empty()) table_->rows.emplace_back();
  auto& made = table_->rows.back().cells.emplace_back();
  made.head = tag == "th";
  made.columns = std::clamp(whole_number(attribute_of(cell, "colspan"), 1), 1, kMostColumns);
  made.rows = std::clamp(whole_number(attribute_of(cell, "rowspan"), 1), 1, kMostRows);
  made.width = width_in(cell, style);
  made.background = background_of(cell, style);
  if (made.background.empty()) made.background = row_background_;
  made.border = border_in(style);
  places_.push_back(flow_.go_to(made.blocks));
}

void TableMaker::end_cell() {
  flow_.go_back(places_.back());
  places_.pop_back();
}

void TableMaker::begin_caption() {
  places_.push_back(flow_.go_to(*outside_.blocks));
}

void TableMaker::end_caption() {
  end_cell();
}

void TableMaker::end() {
  flow_.go_back(outside_);
  auto& blocks = flow_.blocks();
  for (auto& stray : strays_) blocks.push_back(std::move(stray));
  std::erase_if(table_->rows, [](const Row& row) { return row.cells.empty(); });
  if (table_->rows.empty()) return;
  Block block;
  block.kind = Block::Kind::Table;
  block.table = std::move(table_);
  blocks.push_back(std::move(block));
}

}  // namespace docmill::templating::markup
