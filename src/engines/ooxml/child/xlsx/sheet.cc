#include "engines/ooxml/child/xlsx/sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "base/small_letters.h"
#include "engines/ooxml/child/parts/theme_colours.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

/// Elements whose text is a formula: of sheets (with what Excel 2010 added), charts and tables.
bool holds_formula(Text name) {
  static constexpr std::array<Text, 10> kNames{
      "f", "formula", "formula1", "formula2", "xm:f", "c:f", "calculatedColumnFormula", "totalsRowFormula", "cx:f", "c15:f"};
  return std::ranges::find(kNames, name) != kNames.end();
}

void rename_formula_in(pugi::xml_node node, const FormulaNames& names) {
  const Text text = node.text().get();
  if (!text.empty() && !names.empty()) node.text().set(renamed_formula(text, names).c_str());
}

void rename_formula_in(pugi::xml_node node, const char* attribute, const FormulaNames& names) {
  auto known = node.attribute(attribute);
  if (known && *known.value() != '\0') known.set_value(renamed_formula(known.value(), names).c_str());
}

void rename_differential(pugi::xml_node node, const FormatMap& formats) {
  static constexpr std::array kAttributes{
      "dxfId", "headerRowDxfId", "dataDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId", "totalsRowBorderDxfId"};
  for (const auto* attribute : kAttributes) {
    if (const auto known = node.attribute(attribute)) set_value(node, formats.differential_of(known.value()), attribute);
  }
}

void move_date(pugi::xml_node cell, const BookNames& names) {
  const Text type = cell.attribute("t").value();
  const auto format = static_cast<std::size_t>(std::max(0, std::atoi(cell.attribute("s").value())));
  const bool date = (type.empty() || type == "n") && format < names.formats.dates.size() && names.formats.dates[format];
  auto value = cell.child("v");
  if (!date || !value) return;
  const Text text = value.text().get();
  double number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) return;
  value.text().set(fmt::format("{}", number + names.days_later).c_str());
}

void rename_cell(pugi::xml_node cell, const BookNames& names) {
  if (names.days_later != 0) move_date(cell, names);
  const Text format = cell.attribute("s").value();
  const auto fresh = names.formats.cell(format);
  if (fresh != (format.empty() ? Text("0") : format)) set_value(cell, fresh, "s");
  if (!names.keeps_metadata) {
    cell.remove_attribute("cm");
    cell.remove_attribute("vm");
  }
  if (Text(cell.attribute("t").value()) == "s") {
    auto value = cell.child("v");
    const auto index = static_cast<std::size_t>(std::max(0, std::atoi(value.text().get())));
    if (index < names.strings.size()) value.text().set(names.strings[index]);
  }
  if (auto formula = cell.child("f")) rename_formula_in(formula, names.formulas);
}

void rename_rows(pugi::xml_node data, const BookNames& names) {
  for (const auto row : data.children("row")) {
    if (const auto format = row.attribute("s")) set_value(row, names.formats.cell(format.value()), "s");
    for (const auto cell : row.children("c")) rename_cell(cell, names);
  }
}

void rename_views(pugi::xml_node views) {
  std::vector<pugi::xml_node> gone;
  for (auto view : views.children("sheetView")) {
    view.remove_attribute("tabSelected");
    if (Text(view.attribute("workbookViewId").value()) != "0") gone.push_back(view);
  }
  for (const auto view : gone) {
    if (view != views.first_child() || view.next_sibling()) views.remove_child(view);
  }
  for (const auto view : views.children("sheetView")) set_value(view, "0", "workbookViewId");
}

void rename_link(pugi::xml_node link, const FormulaNames& names) {
  rename_formula_in(link, "location", names);
}

void rename_rest(pugi::xml_node node, const BookNames& names) {
  const Text name = node.name();
  if (holds_formula(name)) rename_formula_in(node, names.formulas);
  rename_differential(node, names.formats);
  if (name == "hyperlink") rename_link(node, names.formulas);
  if (name == "dataRef" || name == "rangeSet") {
    const auto sheet = names.formulas.sheets.find(small_letters(node.attribute("sheet").value()));
    if (sheet != names.formulas.sheets.end()) set_value(node, sheet->second, "sheet");
  }
}

void rename_table(pugi::xml_node table, const BookNames& names) {
  set_value(table, mapped(names.table_ids, table.attribute("id").value()), "id");
  for (const auto* attribute : {"name", "displayName"}) {
    const auto fresh = names.formulas.tables.find(small_letters(table.attribute(attribute).value()));
    if (fresh != names.formulas.tables.end()) set_value(table, fresh->second, attribute);
  }
}

void rename_source(pugi::xml_node source, const BookNames& names) {
  if (const auto sheet = names.formulas.sheets.find(small_letters(source.attribute("sheet").value())); sheet != names.formulas.sheets.end())
    set_value(source, sheet->second, "sheet");
  const auto own = small_letters(source.attribute("name").value());
  for (const auto* map : {&names.formulas.tables, &names.formulas.names}) {
    if (const auto fresh = map->find(own); fresh != map->end()) set_value(source, fresh->second, "name");
  }
}

/// The sheet of a pivot table that a chart shows: "[Book.xlsx]Sheet1!PivotTable1".
void rename_pivot_source(pugi::xml_node name, const FormulaNames& names) {
  const std::string own = name.text().get();
  const auto begin = own.find(']') + 1;  // from the start where no book is named
  const auto end = own.rfind('!');
  if (end == std::string::npos || end < begin) return;
  const auto fresh = names.sheets.find(small_letters(own.substr(begin, end - begin)));
  if (fresh != names.sheets.end()) name.text().set((own.substr(0, begin) + fresh->second + own.substr(end)).c_str());
}

/// A comment's number, "{6A3C…-…}", as no other workbook has it, and the same wherever the workbook names that comment: two copies of a
/// workbook have the same, and Excel tells comments apart by it. What is no such number stays as it is.
std::string comment_id(Text own, std::uint32_t book) {
  constexpr std::size_t kDigits = 8;
  std::uint32_t head = 0;
  if (own.size() < kDigits + 2 || own.front() != '{' || own[kDigits + 1] != '-') return std::string(own);
  const auto read = std::from_chars(own.data() + 1, own.data() + 1 + kDigits, head, 16);
  if (read.ec != std::errc() || read.ptr != own.data() + 1 + kDigits) return std::string(own);
  return fmt::format("{{{:08X}{}", head ^ book, own.substr(kDigits + 1));
}

/// Comments that can be answered, and the notes that older programs show of them, whose author is "tc=" and the comment's number.
void rename_comment(pugi::xml_node node, std::uint32_t book) {
  constexpr Text kAuthor = "tc=";
  const Text name = node.name();
  const Text text = name == "author" ? node.text().get() : "";
  if (text.starts_with(kAuthor)) node.text().set((std::string(kAuthor) + comment_id(text.substr(kAuthor.size()), book)).c_str());
  if (name == "comment") {
    if (const auto id = node.attribute("xr:uid")) set_value(node, comment_id(id.value(), book), "xr:uid");
  }
  if (name != "threadedComment" && name != "mention") return;
  for (const auto* attribute : {"id", "parentId", "mentionId"}) {
    if (const auto id = node.attribute(attribute)) set_value(node, comment_id(id.value(), book), attribute);
  }
}

/// "0" to "11" as formats name the theme's colours: light and dark in another order than the theme has them.
std::string indexed_colour(pugi::xml_node theme, Text index) {
  static constexpr std::array<Text, 12> kNames{"lt1",     "dk1",     "lt2",     "dk2",     "accent1", "accent2",
                                               "accent3", "accent4", "accent5", "accent6", "hlink",   "folHlink"};
  const auto at = static_cast<std::size_t>(std::max(0, std::atoi(std::string(index).c_str())));
  return at < kNames.size() ? theme_colour(theme, kNames[at]) : std::string();
}

}  // namespace

void rename_sheet(pugi::xml_node sheet, const BookNames& names) {
  for (auto child : sheet.children()) {
    const Text name = child.name();
    if (name == "sheetData") {
      rename_rows(child, names);
    } else if (name == "cols") {
      for (const auto column : child.children("col")) {
        if (const auto format = column.attribute("style")) set_value(column, names.formats.cell(format.value()), "style");
      }
    } else if (name == "sheetViews") {
      rename_views(child);
    } else if (name == "sheetPr") {
      child.remove_attribute("codeName");
    } else {
      for_each_element(child, [&](pugi::xml_node node) { rename_rest(node, names); });
    }
  }
}

void rename_sheet_part(std::string_view kind, pugi::xml_node root, const BookNames& names) {
  if (kind == "table") rename_table(root, names);
  if (kind == "pivotTable") set_value(root, mapped(names.pivot_caches, root.attribute("cacheId").value()), "cacheId");
  const bool comments = kind == "comments" || kind == "threadedComment";
  const bool pivot = kind == "pivotTable" || kind == "pivotCacheDefinition";
  for_each_element(root, [&](pugi::xml_node node) {
    const Text name = node.name();
    if (comments) return rename_comment(node, names.book);
    if (holds_formula(name)) rename_formula_in(node, names.formulas);
    rename_differential(node, names.formats);
    if (const auto number = node.attribute("numFmtId"); number && pivot)
      set_value(node, mapped(names.formats.numbers, number.value()), "numFmtId");
    if (name == "c:name" && Text(node.parent().name()) == "c:pivotSource") rename_pivot_source(node, names.formulas);
    if (name == "xdr:sp") rename_formula_in(node, "textlink", names.formulas);
    for (const auto* attribute : {"fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup"}) rename_formula_in(node, attribute, names.formulas);
    if (name == "worksheetSource" || name == "rangeSet") rename_source(node, names);
    if (name == "tableStyleInfo" || name == "pivotTableStyleInfo") {
      if (const auto style = node.attribute("name")) set_value(node, mapped(names.formats.table_styles, style.value()), "name");
    }
  });
}

void write_sheet_colours(pugi::xml_node root, pugi::xml_node theme) {
  for_each_element(root, [&](pugi::xml_node node) {
    const auto index = node.attribute("theme");
    if (!index) return;
    const auto colour = indexed_colour(theme, index.value());
    if (colour.empty()) return;
    node.remove_attribute("theme");
    set_value(node, "FF" + colour, "rgb");
  });
}

}  // namespace docmill::engines::ooxml
