#include "templating/xlsx/table_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/small_letters.h"
#include "templating/xlsx/layout.h"

namespace docmill::templating::xlsx {
namespace {

OutCell* cell_at(OutSheet& sheet, std::uint32_t row, std::uint32_t column) {
  const auto* found = sheet.at(row, column);
  return found == nullptr ? nullptr : sheet.cells.data() + (found - sheet.cells.data());
}

/// What a header says; numbers as they are written in English.
std::string said(const Book& book, const OutCell& cell) {
  switch (cell.kind) {
    case OutCell::Kind::String: return plain_text(book, cell);
    case OutCell::Kind::Number:
    case OutCell::Kind::Date: return fmt::format("{}", cell.number);
    case OutCell::Kind::Literal:
    case OutCell::Kind::TrueFalse: return book.literals[cell.at.a];
    case OutCell::Kind::Boolean: return cell.number != 0 ? "TRUE" : "FALSE";
    default: return {};
  }
}

/// The columns of the template's table where its header row has them now; behind them those that its rows have grown.
std::vector<OutColumn> columns_of(const Plan& plan, const OutTable& table) {
  const auto& from = plan.book.tables[table.table];
  const auto& sheet = plan.book.sheets[from.sheet];
  std::vector<OutColumn> columns(table.rect.width());
  for (std::uint32_t i = 0; i < from.rect.width(); ++i) {
    const auto first = placed(plan, table.node, from.rect.top, from.rect.left + i, End::First);
    const auto last = placed(plan, table.node, from.rect.top, from.rect.left + i, End::Last);
    if (!first || !last) continue;
    const auto* header = from.header_rows > 0 ? sheet.cell_at(from.rect.top, from.rect.left + i) : nullptr;
    for (auto at = std::max(first->column, table.rect.left); at <= std::min(last->column, table.rect.right); ++at) {
      auto& column = columns[at - table.rect.left];
      if (column.from != kNone) continue;
      column.from = i;
      column.copy = at > first->column;
      column.named = column.copy || (header != nullptr && header->kind == CellKind::Text);
    }
  }
  for (auto& column : columns) column.named = column.named || column.from == kNone;
  return columns;
}

/// The name as it is not taken yet, without regard to case.
std::string free_name(const std::string& name, std::set<std::string>& taken) {
  auto tried = name;
  for (int i = 2; !taken.insert(small_letters(tried)).second; ++i) tried = fmt::format("{}{}", name, i);
  return tried;
}

class Headers {
 public:
  Headers(Plan& plan, OutSheet& sheet, OutTable& table) : plan_(plan), sheet_(sheet), table_(table) {}

  /// Header cells that the sheet has not yet go to `added`.
  void name(std::vector<OutCell>& added) {
    table_.columns = columns_of(plan_, table_);
    if (plan_.book.tables[table_.table].header_rows == 0)
      name_without_header();
    else
      name_by_header(added);
    table_.renamed = renamed();
  }

 private:
  void name_by_header(std::vector<OutCell>& added) {
    for (std::uint32_t i = 0; i < table_.columns.size(); ++i) {
      const auto* cell = sheet_.at(table_.rect.top, table_.rect.left + i);
      if (!table_.columns[i].named && cell != nullptr) taken_.insert(small_letters(said(plan_.book, *cell)));
    }
    for (std::uint32_t i = 0; i < table_.columns.size(); ++i) {
      if (table_.columns[i].named) name_one(i, added);
    }
  }

  bool renamed() const {
    const auto& names = plan_.book.tables[table_.table].columns;
    std::size_t kept = 0;
    for (const auto& column : table_.columns)
      kept += column.from < names.size() && !column.copy && (!column.named || column.name == names[column.from]) ? 1U : 0U;
    return kept < names.size() || std::ranges::any_of(table_.columns, &OutColumn::copy);
  }

  void name_without_header() {
    for (std::uint32_t i = 0; i < table_.columns.size(); ++i) {
      if (table_.columns[i].named) table_.columns[i].name = fmt::format("Column{}", i + 1);
    }
  }

  void name_one(std::uint32_t i, std::vector<OutCell>& added) {
    auto* cell = cell_at(sheet_, table_.rect.top, table_.rect.left + i);
    const auto before = cell == nullptr ? std::string() : said(plan_.book, *cell);
    auto& column = table_.columns[i];
    column.name = free_name(before.empty() ? fmt::format("Column{}", i + 1) : before, taken_);
    if (cell != nullptr && cell->kind == OutCell::Kind::String && before == column.name) return;
    OutCell header;
    header.row = table_.rect.top;
    header.column = static_cast<std::uint16_t>(table_.rect.left + i);
    header.style = cell != nullptr ? cell->style : style_of_last();
    header.kind = OutCell::Kind::String;
    header.at.a = plan_.book.strings.add(text_xml(column.name));
    header.at.b = kNone;
    if (cell != nullptr)
      *cell = header;
    else
      added.push_back(header);
  }

  /// A column that the rows have grown looks like the last one of the template.
  std::uint32_t style_of_last() const {
    const auto right = table_.rect.left + std::min(plan_.book.tables[table_.table].rect.width(), table_.rect.width()) - 1;
    const auto* last = sheet_.at(table_.rect.top, right);
    return last == nullptr ? 0 : last->style;
  }

  Plan& plan_;
  OutSheet& sheet_;
  OutTable& table_;
  std::set<std::string> taken_;
};

}  // namespace

void name_columns(Plan& plan, OutSheet& sheet) {
  std::vector<OutCell> added;
  for (auto& table : sheet.tables) Headers(plan, sheet, table).name(added);
  for (const auto& cell : added) {
    const auto before = [](const OutCell& one, const OutCell& other) {
      return std::pair(one.row, one.column) < std::pair(other.row, other.column);
    };
    const auto at = std::ranges::lower_bound(sheet.cells, cell, before);
    if (at == sheet.cells.end() || before(cell, *at)) sheet.cells.insert(at, cell);
  }
}

}  // namespace docmill::templating::xlsx
