#include "templating/xlsx/emit.h"

#include <fmt/format.h>

#include <algorithm>

#include "templating/xlsx/layout.h"
#include "templating/xlsx/pieces.h"
#include "templating/xlsx/table_columns.h"

namespace docmill::templating::xlsx {
namespace {

constexpr std::uint32_t kStrong = 0x80000000U;  // of a row's style: it is a copy's

class Emitting {
 public:
  Emitting(Plan& plan, std::uint32_t instance, std::size_t& cells)
      : plan_(plan), sheet_(plan.book.sheets[plan.instances[instance].sheet]), instance_(instance), count_(cells) {}

  Result<OutSheet> run() {
    if (auto emitted = emit_node(plan_.instances[instance_].root); !emitted) return Failed(emitted.error());
    in_order();
    merge_left();
    name_columns(plan_, out_);
    measure();
    for (auto& row : out_.rows) row &= ~kStrong;
    return std::move(out_);
  }

 private:
  using Kind = OutCell::Kind;

  Result<void> emit_node(std::uint32_t node);
  Result<void> emit_cells(std::uint32_t node);
  void emit_text(std::uint32_t node, const TemplateCell& cell, OutCell out, std::uint32_t value);
  void emit_grid_row(const Growth& growth, std::uint32_t row, OutCell first);
  void emit_rows(std::uint32_t node);
  void emit_others(std::uint32_t node);
  bool is_header(const Shape& shape, const TemplateCell& cell) const;
  bool is_removed(std::uint32_t node, const TemplateCell& cell) const;
  static bool fill(OutCell& out, const CellValue& value);
  Result<void> add(const OutCell& cell);
  void in_order();
  void merge_left();
  void measure();

  Plan& plan_;
  const TemplateSheet& sheet_;
  std::uint32_t instance_;
  std::size_t& count_;
  OutSheet out_;
  std::vector<Place> merged_left_;
};

/// Whether there is a cell at all.
bool Emitting::fill(OutCell& out, const CellValue& value) {
  using From = CellValue::Kind;
  switch (value.kind) {
    case From::Removed: return false;
    case From::String: out.kind = Kind::String; break;
    case From::Literal: out.kind = Kind::Literal; break;
    case From::Formula: out.kind = Kind::Made; break;
    case From::Number: out.kind = Kind::Number; break;
    case From::Boolean: out.kind = Kind::Boolean; break;
    case From::Date: out.kind = Kind::Date; break;
    case From::Unset:
    case From::Empty: out.kind = Kind::Blank; return true;
  }
  if (value.kind == From::String || value.kind == From::Literal || value.kind == From::Formula) {
    out.at.a = value.text;
    out.at.b = kNone;
  } else {
    out.number = value.number;
  }
  return true;
}

Result<void> Emitting::add(const OutCell& cell) {
  if (++count_ > kMostCells) {
    return Failed(
        fail(ErrorCode::InputTooComplex,
             fmt::format("The workbook would have more than {} cells; the limit was reached on the sheet {} at row {}. Use fewer items.",
                         kMostCells, plan_.instances[instance_].name, cell.row)));
  }
  out_.cells.push_back(cell);
  return {};
}

bool Emitting::is_removed(std::uint32_t node, const TemplateCell& cell) const {
  if (plan_.removals.empty()) return false;
  for (auto at = node; at != kNone; at = plan_.made_from(at)) {
    const auto found = plan_.removals.find(at);
    if (found == plan_.removals.end()) continue;
    for (const auto& removal : found->second) {
      if (!removal.rows && removal.rect.has(cell.row, cell.column)) return true;
    }
  }
  return false;
}

void Emitting::emit_grid_row(const Growth& growth, std::uint32_t row, OutCell first) {
  const auto& grid = plan_.grids[growth.grid];
  for (std::uint32_t i = 0; i < grid.width; ++i) {
    OutCell out = first;
    out.column = static_cast<std::uint16_t>(first.column + i);
    out.kind = Kind::Blank;
    if (i < grid.rows[row].size() && !fill(out, grid.rows[row][i])) continue;
    if (i < grid.merged[row].size() && grid.merged[row][i]) merged_left_.push_back({out.row, out.column});
    out_.cells.push_back(out);
    ++count_;
  }
}

void Emitting::emit_text(std::uint32_t node, const TemplateCell& cell, OutCell out, std::uint32_t value) {
  const auto& at = plan_.nodes[node];
  const Growth* growth = at.growth == kNone ? nullptr : &plan_.growths[at.growth];
  if (growth != nullptr && growth->grid != kNone && plan_.grids[growth->grid].text == cell.index) {
    return emit_grid_row(*growth, node - growth->first, out);
  }
  if (value == kNone) value = plan_.value_at(node, cell.index);
  if (value == kNone || at.blank) {
    out_.cells.push_back(out);
    return;
  }
  CellValue found = plan_.values[value];
  if (found.kind == CellValue::Kind::Unset) {  // some of its tokens were never named, being in a part that went
    const auto& item = sheet_.texts[cell.index];
    const auto& text = *plan_.book.texts[item.text];
    const auto parts = plan_.parts_of(node, item.first_slot, text);
    const auto cuts = plan_.cuts_of(node, cell.index);
    auto whole = compose_text(text, parts, cuts);
    const bool formula = text.makes_formula() && text.tokens.size() == 1;  // and no token in it that would be named
    found.kind = whole.empty() ? CellValue::Kind::Empty : formula ? CellValue::Kind::Formula : CellValue::Kind::String;
    if (found.kind == CellValue::Kind::String) found.text = plan_.book.strings.add(compose_xml(text, parts, cuts));
    if (found.kind == CellValue::Kind::Formula) {
      found.text = static_cast<std::uint32_t>(plan_.formulas.size());
      plan_.formulas.push_back(std::move(whole));
    }
  }
  if (!fill(out, found)) return;
  if (out.kind == Kind::Made) out.at.b = node;
  if (value < plan_.merged_left.size() && plan_.merged_left[value]) merged_left_.push_back({out.row, out.column});
  out_.cells.push_back(out);
}

Result<void> Emitting::emit_cells(std::uint32_t node) {
  const auto& at = plan_.nodes[node];
  const auto& shape = plan_.shapes[at.shape];
  const bool simple = at.growths == kNone;
  const bool all_blank = at.blank && at.growth != kNone;
  std::uint32_t text = 0;
  for (const auto number : shape.cells) {
    const auto& cell = sheet_.cells[number];
    const std::uint32_t value = cell.kind == CellKind::Text && at.values != kNone ? at.values + text : kNone;
    if (cell.kind == CellKind::Text) ++text;
    if (!simple && plan_.growth_at(node, cell.row, cell.column) != kNone) continue;
    if (is_removed(node, cell)) continue;
    OutCell out;
    const Place place = simple ? Place{at.row + cell.row - shape.rect.top, at.column + cell.column - shape.rect.left}
                               : own_place(plan_, node, cell.row, cell.column);
    out.row = place.row;
    out.column = static_cast<std::uint16_t>(place.column);
    out.style = cell.style;
    out.at.a = cell.index;
    out.at.b = node;
    if (++count_ > kMostCells) {
      --count_;
      return add(out);
    }
    if (cell.kind == CellKind::Text) {
      out.number = 0;
      emit_text(node, cell, out, value);
      continue;
    }
    switch (all_blank && !is_header(shape, cell) ? CellKind::Blank : cell.kind) {
      case CellKind::Number: out.kind = Kind::Literal; break;
      case CellKind::Boolean: out.kind = Kind::TrueFalse; break;
      case CellKind::Error: out.kind = Kind::Error; break;
      case CellKind::String: out.kind = Kind::String; break;
      case CellKind::Formula: out.kind = Kind::Formula; break;
      default: out.kind = Kind::Blank; break;
    }
    out_.cells.push_back(out);
  }
  return {};
}

/// A table's header says what the table says, also in a copy for no item.
bool Emitting::is_header(const Shape& shape, const TemplateCell& cell) const {
  return std::ranges::any_of(shape.tables, [&](std::uint32_t number) {
    const auto& table = plan_.book.tables[number];
    return table.rect.has(cell.row, cell.column) && cell.row < table.rect.top + table.header_rows;
  });
}

void Emitting::emit_rows(std::uint32_t node) {
  const auto& at = plan_.nodes[node];
  const auto& rect = plan_.shapes[at.shape].rect;
  if (at.growth != kNone && plan_.growths[at.growth].across) return;
  const bool strong = at.growth != kNone;
  auto row = std::ranges::lower_bound(sheet_.rows, rect.top, {}, &TemplateRow::row);
  for (; row != sheet_.rows.end() && row->row <= rect.bottom; ++row) {
    bool inside = false;
    for (auto g = at.growths; g != kNone && !inside; g = plan_.growths[g].next) {
      const auto& block = plan_.shapes[plan_.growths[g].shape].rect;
      inside = row->row >= block.top && row->row <= block.bottom && !plan_.growths[g].across;
    }
    if (inside) continue;
    auto column = rect.left;
    const auto first = sheet_.first_at(row->row, rect.left);
    if (first < sheet_.cells.size() && sheet_.cells[first].row == row->row && sheet_.cells[first].column <= rect.right)
      column = sheet_.cells[first].column;
    const auto to = own_place(plan_, node, row->row, column).row;
    if (to >= out_.rows.size()) out_.rows.resize(to + 1);
    auto& style = out_.rows[to];
    if (style != 0 && !(strong && (style & kStrong) == 0)) continue;
    style = (static_cast<std::uint32_t>(row - sheet_.rows.begin()) + 1) | (strong ? kStrong : 0);
  }
}

void Emitting::emit_others(std::uint32_t node) {
  const auto& at = plan_.nodes[node];
  const auto& shape = plan_.shapes[at.shape];
  const auto own = [&](const Rect& rect) {
    for (auto g = at.growths; g != kNone; g = plan_.growths[g].next) {
      if (plan_.copies(plan_.growths[g], rect)) return false;
    }
    return true;
  };
  for (const auto number : shape.merges) {
    const auto& merge = sheet_.merges[number];
    if (!own(merge)) continue;
    const auto to = placed_merge(plan_, node, merge);
    if (to && (to->height() > 1 || to->width() > 1)) out_.merges.push_back(*to);
  }
  for (const auto number : shape.links) {
    const auto& rect = sheet_.links[number].rect;
    const bool gone = is_removed(node, {.row = rect.top, .column = rect.left, .style = 0, .index = 0, .kind = CellKind::Blank});
    if (!own(rect) || gone || at.blank) continue;
    if (const auto to = placed(plan_, node, rect)) out_.links.push_back({.link = number, .node = node, .rect = *to});
  }
  for (const auto number : shape.tables) {
    const auto& table = plan_.book.tables[number];
    if (at.growth != kNone && table.grows_with(shape.rect, plan_.growths[at.growth].across)) continue;  // it is the one around all copies
    bool inside = false;
    for (auto g = at.growths; g != kNone; g = plan_.growths[g].next) {
      const auto& block = plan_.shapes[plan_.growths[g].shape].rect;
      inside = inside || (block.has(table.rect) && !table.grows_with(block, plan_.growths[g].across));
    }
    if (inside) continue;
    if (const auto to = placed_around(plan_, node, table.rect))
      out_.tables.push_back({.table = number, .node = node, .rect = *to, .name = {}});
  }
}

Result<void> Emitting::emit_node(std::uint32_t node) {
  if (auto emitted = emit_cells(node); !emitted) return emitted;
  emit_rows(node);
  emit_others(node);
  std::vector<std::uint32_t> within;
  for (auto g = plan_.nodes[node].growths; g != kNone; g = plan_.growths[g].next) within.push_back(g);
  for (auto g = within.rbegin(); g != within.rend(); ++g) {
    const auto& growth = plan_.growths[*g];
    for (std::uint32_t i = 0; i < growth.count; ++i) {
      if (auto emitted = emit_node(growth.first + i); !emitted) return emitted;
    }
  }
  return {};
}

void Emitting::in_order() {
  const auto before = [](const OutCell& a, const OutCell& b) {
    if (a.row != b.row) return a.row < b.row;
    if (a.column != b.column) return a.column < b.column;
    return (a.kind != Kind::Blank) > (b.kind != Kind::Blank);  // of two in one place the one that says something stays
  };
  auto& cells = out_.cells;
  if (!std::ranges::is_sorted(cells, before)) std::ranges::sort(cells, before);
  const auto twice = std::ranges::unique(cells, [](const OutCell& a, const OutCell& b) { return a.row == b.row && a.column == b.column; });
  cells.erase(twice.begin(), twice.end());
}

void Emitting::merge_left() {
  std::ranges::sort(merged_left_);
  for (std::size_t i = 0; i < merged_left_.size();) {
    const auto first = merged_left_[i];
    auto last = first.column;
    for (++i; i < merged_left_.size() && merged_left_[i] == Place{first.row, last + 1}; ++i) ++last;
    if (first.column > 1) out_.merges.push_back({first.row, first.column - 1, first.row, last});
  }
}

void Emitting::measure() {
  if (out_.cells.empty()) return;
  const auto& first = out_.cells.front();
  out_.used = {first.row, first.column, out_.cells.back().row, first.column};
  for (const auto& cell : out_.cells) {
    out_.used.left = std::min<std::uint32_t>(out_.used.left, cell.column);
    out_.used.right = std::max<std::uint32_t>(out_.used.right, cell.column);
  }
}

}  // namespace

Result<OutSheet> emit(Plan& plan, std::uint32_t instance, std::size_t& cells) {
  return Emitting(plan, instance, cells).run();
}

}  // namespace docmill::templating::xlsx
