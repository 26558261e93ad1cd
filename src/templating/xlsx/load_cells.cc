#include "templating/xlsx/load_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace docmill::templating::xlsx {
namespace {

using namespace std::string_view_literals;

std::string attributes_but(pugi::xml_node node, std::initializer_list<std::string_view> dropped) {
  std::string out;
  for (const auto attribute : node.attributes()) {
    if (std::ranges::find(dropped, std::string_view(attribute.name())) != dropped.end()) continue;
    out += fmt::format(" {}=\"", attribute.name());
    append_escaped(out, attribute.value());
    out += '"';
  }
  return out;
}

std::string text_of(pugi::xml_node node) {
  std::string out;
  for (const auto child : node.children()) out += child.value();
  return out;
}

/// What a <t> says: in it "_x000D_" is the character of that number (ECMA-376 part 1, 22.9.2.19).
std::string said_by(pugi::xml_node node) {
  const auto text = text_of(node);
  return text.find("_x") == std::string::npos ? text : unescaped_text(text);
}

}  // namespace

CellText read_text(pugi::xml_node node) {
  CellText out;
  for (const auto child : node.children()) {
    if (child.name() == "t"sv) out.text += said_by(child);
    if (child.name() != "r"sv) continue;
    TextRun run{.properties = {}, .begin = out.text.size(), .end = 0};
    if (const auto properties = child.child("rPr")) run.properties = outer_xml(properties);
    out.text += said_by(child.child("t"));
    run.end = out.text.size();
    out.runs.push_back(std::move(run));
  }
  return out;
}

std::uint32_t keep_text(Book& book, CellText text, Context& context) {
  if (!may_have_tokens(text.text)) return kNone;
  std::vector<std::string> complaints;
  text.tokens = find_tokens(text.text, book.dialect, &complaints);
  for (auto& complaint : complaints) context.warn("", std::move(complaint));
  if (text.tokens.empty()) return kNone;
  book.texts.push_back(std::make_unique<CellText>(std::move(text)));
  return static_cast<std::uint32_t>(book.texts.size() - 1);
}

void CellReader::take_strings(pugi::xml_node sst) {
  for (const auto node : sst.children("si")) strings_.push_back({.node = node, .string = kNone, .text = kNone});
}

std::uint32_t CellReader::literal(std::string_view text) {
  book_.literals.emplace_back(text);
  return static_cast<std::uint32_t>(book_.literals.size() - 1);
}

void CellReader::take_text(TemplateSheet& sheet, TemplateCell& cell, Known& known) {
  if (known.string == kNone && known.text == kNone) {
    context_.place = sheet.name + "!" + to_text(Place{cell.row, cell.column});
    known.text = keep_text(book_, read_text(known.node), context_);
    if (known.text == kNone) known.string = book_.strings.add(inner_xml(known.node));
  }
  if (known.text == kNone) {
    cell.kind = CellKind::String;
    cell.index = known.string;
    return;
  }
  cell.kind = CellKind::Text;
  cell.index = known.text;  // becomes that of the sheet's texts once the cells are in order
}

void CellReader::read_formula(pugi::xml_node node, pugi::xml_node formula, TemplateCell& cell) {
  TemplateFormula found;
  found.row = cell.row;
  found.column = cell.column;
  const std::string_view type = formula.attribute("t").value();
  const std::string text = text_of(formula);
  if (type == "shared"sv) {
    // Each cell gets its own text: what two cells of a group refer to may grow differently.
    const std::string group = formula.attribute("si").value();
    const auto known = shared_.find(group);
    if (!text.empty()) {
      found.formula = parse_formula(text);
      if (known == shared_.end()) shared_.emplace(group, Shared{found.formula, cell.row, cell.column});
    } else if (known != shared_.end()) {
      const auto& [formula_there, row, column] = known->second;
      found.formula = moved(formula_there, std::int64_t{cell.row} - row, std::int64_t{cell.column} - column);
    } else {
      return;
    }
  } else {
    if (text.empty() && type != "dataTable"sv) return;
    found.formula = parse_formula(text);
  }
  if (type == "array"sv || type == "dataTable"sv) {
    found.kind = type == "array"sv ? TemplateFormula::Kind::Array : TemplateFormula::Kind::DataTable;
    found.rect = parse_rect(formula.attribute("ref").value()).value_or(Rect{cell.row, cell.column, cell.row, cell.column});
  }
  found.attributes = attributes_but(formula, {"t", "ref", "si", "ca", "xml:space"});
  if (const auto metadata = node.attribute("cm")) found.metadata = fmt::format(" cm=\"{}\"", metadata.as_uint());
  cell.kind = CellKind::Formula;
  cell.index = static_cast<std::uint32_t>(book_.formulas.size());
  book_.formulas.push_back(std::move(found));
}

void CellReader::read_cell(TemplateSheet& sheet, pugi::xml_node node, TemplateCell cell) {
  cell.style = node.attribute("s").as_uint();
  const std::string_view type = node.attribute("t").value();
  if (const auto formula = node.child("f")) read_formula(node, formula, cell);
  const std::string value = text_of(node.child("v"));
  if (cell.kind == CellKind::Formula) {
  } else if (type == "s"sv) {
    std::size_t index = strings_.size();
    if (!value.empty() && value.size() < 10) index = static_cast<std::size_t>(std::strtoul(value.c_str(), nullptr, 10));
    if (index < strings_.size()) take_text(sheet, cell, strings_[index]);
  } else if (type == "inlineStr"sv) {
    Known known{.node = node.child("is"), .string = kNone, .text = kNone};
    if (known.node) take_text(sheet, cell, known);
  } else if (type == "str"sv && !value.empty()) {
    pugi::xml_document copy;
    copy.append_child("is").append_child("t").text().set(value.c_str());
    Known known{.node = copy.first_child(), .string = kNone, .text = kNone};
    take_text(sheet, cell, known);
    if (cell.kind == CellKind::String) cell.index = book_.strings.add(text_xml(value));
  } else if (!value.empty()) {
    cell.kind = type == "b"sv ? CellKind::Boolean : (type == "e"sv ? CellKind::Error : CellKind::Number);
    cell.index = literal(value);
  }
  sheet.cells.push_back(cell);
}

void CellReader::read_row(TemplateSheet& sheet, pugi::xml_node row) {
  const auto number = row.attribute("r").as_ullong(row_ + 1ULL);
  if (number == 0 || number > kMostRows) return;
  row_ = static_cast<std::uint32_t>(number);
  if (auto attributes = attributes_but(row, {"r", "spans"}); !attributes.empty()) sheet.rows.push_back({row_, std::move(attributes)});
  std::uint32_t column = 0;
  for (const auto node : row.children("c")) {
    ++column;
    if (const auto at = parse_place(node.attribute("r").value())) column = at->column;
    if (column > kMostColumns) break;
    read_cell(sheet, node, {.row = row_, .column = column, .style = 0, .index = 0, .kind = CellKind::Blank});
  }
}

Result<void> CellReader::read(TemplateSheet& sheet) {
  row_ = 0;
  shared_.clear();
  for (const auto row : sheet.tree->document_element().child("sheetData").children("row")) {
    read_row(sheet, row);
    if (sheet.cells.size() > kMostTemplateCells) {
      return Failed(fail(ErrorCode::InputTooComplex,
                         fmt::format("The template's sheet {} has more than {} cells, the limit.", sheet.name, kMostTemplateCells)));
    }
  }
  const auto place = [](const auto& at) { return std::pair(at.row, at.column); };
  std::ranges::sort(sheet.cells, {}, place);
  const auto twice = std::ranges::unique(sheet.cells, {}, place);
  sheet.cells.erase(twice.begin(), twice.end());
  std::ranges::sort(sheet.rows, {}, &TemplateRow::row);
  if (!sheet.cells.empty()) sheet.used = {sheet.cells[0].row, sheet.cells[0].column, sheet.cells[0].row, sheet.cells[0].column};
  for (std::uint32_t i = 0; i < sheet.cells.size(); ++i) {
    auto& cell = sheet.cells[i];
    sheet.used.take_in({cell.row, cell.column, cell.row, cell.column});
    if (cell.kind != CellKind::Text) continue;
    sheet.texts.push_back({.cell = i, .text = cell.index, .first_slot = 0});
    cell.index = static_cast<std::uint32_t>(sheet.texts.size() - 1);
  }
  return {};
}

}  // namespace docmill::templating::xlsx
