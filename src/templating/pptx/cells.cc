#include "templating/pptx/cells.h"

#include <algorithm>

#include "templating/pptx/names.h"

namespace docmill::templating::pptx {
namespace {

constexpr int kMostColumns = 10'000;
constexpr long long kLongest = 51'206'400;  // EMU of a slide's longest side (ECMA-376 part 1, 19.7.17)

long long length_in(pugi::xml_node node, const char* name) {
  const auto length = node.attribute(name).as_llong(0);
  return length < 0 || length > kLongest ? 0 : length;
}

}  // namespace

int span_of(pugi::xml_node cell) {
  return std::clamp(cell.attribute("gridSpan").as_int(1), 1, kMostColumns);
}

void set_span(pugi::xml_node cell, int columns) {
  if (columns > 1) {
    set(cell, "gridSpan", std::to_string(columns));
  } else {
    cell.remove_attribute("gridSpan");
  }
}

bool is_covered_left(pugi::xml_node cell) {
  return cell.attribute("hMerge").as_bool(false);
}

bool is_covered_above(pugi::xml_node cell) {
  return cell.attribute("vMerge").as_bool(false);
}

int column_of(pugi::xml_node cell) {
  int column = 0;
  for (auto before = cell.previous_sibling("a:tc"); before; before = before.previous_sibling("a:tc")) ++column;
  return column;
}

pugi::xml_node cell_at(pugi::xml_node row, int column) {
  auto cell = row.child("a:tc");
  while (cell && column-- > 0) cell = cell.next_sibling("a:tc");
  return cell;
}

pugi::xml_node covering_left(pugi::xml_node cell) {
  while (is_covered_left(cell) && cell.previous_sibling("a:tc")) cell = cell.previous_sibling("a:tc");
  return cell;
}

void empty_cell(pugi::xml_node cell) {
  auto body = cell.child("a:txBody");
  if (!body) return;
  while (body.child("a:p")) body.remove_child("a:p");
  body.append_child("a:p");
}

long long height_of(pugi::xml_node row) {
  return length_in(row, "h");
}

long long width_of(pugi::xml_node column) {
  return length_in(column, "w");
}

}  // namespace docmill::templating::pptx
