#include "templating/xlsx/book.h"

#include <algorithm>

#include "base/small_letters.h"

// What a workbook that was read knows of itself.

namespace docmill::templating::xlsx {
namespace {

class StringWriter final : public pugi::xml_writer {
 public:
  void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
  std::string text;
};

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && small_letters(a) == small_letters(b);
}

}  // namespace

std::string inner_xml(pugi::xml_node node) {
  StringWriter writer;
  for (const auto child : node.children()) child.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
  return std::move(writer.text);
}

std::string outer_xml(pugi::xml_node node) {
  StringWriter writer;
  node.print(writer, "", pugi::format_raw, pugi::encoding_utf8);
  return std::move(writer.text);
}

std::size_t TemplateSheet::first_at(std::uint32_t row, std::uint32_t column) const {
  const auto at = std::ranges::lower_bound(cells, std::pair(row, column), {},
                                           [](const TemplateCell& cell) { return std::pair(cell.row, cell.column); });
  return static_cast<std::size_t>(at - cells.begin());
}

const TemplateCell* TemplateSheet::cell_at(std::uint32_t row, std::uint32_t column) const {
  const auto at = first_at(row, column);
  return at < cells.size() && cells[at].row == row && cells[at].column == column ? &cells[at] : nullptr;
}

std::uint32_t TemplateSheet::corner_slot(Place place) const {
  const auto found = std::ranges::find(corners, place, &TemplateCorner::place);
  return found == corners.end() ? kNone : found->slot;
}

std::uint32_t Book::sheet_named(std::string_view name) const {
  const auto found = std::ranges::find_if(sheets, [&](const TemplateSheet& sheet) { return same_name(sheet.name, name); });
  return found == sheets.end() ? kNone : static_cast<std::uint32_t>(found - sheets.begin());
}

std::uint32_t Book::table_named(std::string_view name) const {
  const auto found = std::ranges::find_if(tables, [&](const TemplateTable& table) { return same_name(table.name, name); });
  return found == tables.end() ? kNone : static_cast<std::uint32_t>(found - tables.begin());
}

}  // namespace docmill::templating::xlsx
