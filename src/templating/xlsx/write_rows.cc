#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {
namespace {

/// Leaves all as it is but structured references without a table's name.
class NamedTables final : public Rewriting {
 public:
  explicit NamedTables(std::string name) : name_(std::move(name)) {}
  void reference(const Reference& reference, std::string& out) override {
    append_reference(out, reference, reference.sheet, reference.rect());
  }
  std::string sheet(std::string_view name) override { return std::string(name); }
  std::string table(std::string_view name) override { return name.empty() ? name_ : std::string(name); }

 private:
  std::string name_;
};

}  // namespace

std::string Writing::made_formula(const OutCell& cell) const {
  const auto& text = plan_.formulas[cell.at.a];
  if (!names_tables_) return text;
  std::string name;
  for (const auto& table : filled_.sheets[plan_.nodes[cell.at.b].instance].tables) {
    if (table.rect.has(cell.row, cell.column)) name = table.name;
  }
  NamedTables rewriting(std::move(name));
  return rewrite(parse_formula(text), rewriting);
}

void Writing::append_formula(std::string& out, const OutCell& cell) {
  if (cell.kind == OutCell::Kind::Made) {
    out += "<f>";
    append_escaped(out, made_formula(cell));
    out += "</f>";
    return;
  }
  const auto& formula = book_.formulas[cell.at.a];
  Mapping mapping(filled_, cell.at.b, formula.row);
  out += "<f";
  if (formula.kind != TemplateFormula::Kind::Normal) {
    Reference reference;
    reference.first = {formula.rect.top, formula.rect.left, false, false};
    reference.last = {formula.rect.bottom, formula.rect.right, false, false};
    reference.range = true;
    const auto rect = mapping.rect(plan_.nodes[cell.at.b].instance, reference).value_or(Rect{cell.row, cell.column, cell.row, cell.column});
    out += formula.kind == TemplateFormula::Kind::Array ? " t=\"array\" ref=\"" : " t=\"dataTable\" ref=\"";
    out += to_text(rect) + "\"";
  }
  out += formula.attributes;
  out += '>';
  append_escaped(out, rewrite(formula.formula, mapping));
  out += "</f>";
}

void Writing::append_cell(std::string& out, const OutCell& cell) {
  using Kind = OutCell::Kind;
  while (columns_.size() <= cell.column) {
    columns_.emplace_back();
    append_column(columns_.back(), static_cast<std::uint32_t>(columns_.size() - 1));
  }
  auto end = std::back_inserter(out);
  out += "<c r=\"";
  out += columns_[cell.column];
  fmt::format_to(end, "{}\"", cell.row);
  auto style = cell.style;
  if (cell.kind == Kind::Date) style = styles_.for_date(style, cell.number != std::floor(cell.number));
  if (style != 0) fmt::format_to(end, " s=\"{}\"", style);
  switch (cell.kind) {
    case Kind::Blank: out += "/>"; return;
    case Kind::String:
      if (cell.at.a >= used_strings_.size()) used_strings_.resize(std::max<std::size_t>(cell.at.a + 1, book_.strings.size()));
      used_strings_[cell.at.a] = true;
      fmt::format_to(end, " t=\"s\"><v>{}</v></c>", cell.at.a);
      return;
    case Kind::Number:
    case Kind::Date: fmt::format_to(end, "><v>{}</v></c>", cell.number); return;
    case Kind::Boolean: out += cell.number != 0 ? " t=\"b\"><v>1</v></c>" : " t=\"b\"><v>0</v></c>"; return;
    case Kind::Literal: out += "><v>"; break;
    case Kind::TrueFalse: out += " t=\"b\"><v>"; break;
    case Kind::Error: out += " t=\"e\"><v>"; break;
    case Kind::Formula:
    case Kind::Made:
      if (cell.kind == Kind::Formula) out += book_.formulas[cell.at.a].metadata;
      out += '>';
      append_formula(out, cell);
      out += "</c>";
      return;
  }
  append_escaped(out, book_.literals[cell.at.a]);
  out += "</v></c>";
}

Result<std::string> Writing::rows(std::uint32_t instance) {
  const auto& sheet = filled_.sheets[instance];
  const auto& styles = book_.sheets[plan_.instances[instance].sheet].rows;
  std::string out;
  out.reserve(sheet.cells.size() * 40 + 100);
  out += "<sheetData>";
  std::size_t at = 0;
  const auto last = std::max<std::size_t>(sheet.rows.size(), sheet.cells.empty() ? 0 : sheet.cells.back().row + 1U);
  for (std::uint32_t row = 1; row < last; ++row) {
    const auto style = row < sheet.rows.size() ? sheet.rows[row] : 0;
    const bool has_cells = at < sheet.cells.size() && sheet.cells[at].row == row;
    if (style == 0 && !has_cells) continue;
    fmt::format_to(std::back_inserter(out), "<row r=\"{}\"", row);
    if (style != 0) out += styles[style - 1].attributes;
    if (!has_cells) {
      out += "/>";
      continue;
    }
    out += '>';
    for (; at < sheet.cells.size() && sheet.cells[at].row == row; ++at) append_cell(out, sheet.cells[at]);
    out += "</row>";
    if (out.size() > kLongestSheet) {
      return Failed(fail(ErrorCode::InputTooComplex,
                         fmt::format("The sheet {} would take more than {} MiB; the limit was reached at row {}. Use fewer items.",
                                     plan_.instances[instance].name, kLongestSheet >> 20U, row)));
    }
  }
  out += "</sheetData>";
  return out;
}

}  // namespace docmill::templating::xlsx
