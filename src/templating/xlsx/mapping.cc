#include "templating/xlsx/mapping.h"

#include <algorithm>

#include "templating/xlsx/pieces.h"
#include "templating/xlsx/structured.h"

namespace docmill::templating::xlsx {

Mapping::Mapping(const Filled& filled, std::uint32_t instance) : filled_(filled), instance_(instance) {
  if (instance != kNone) chain_ = {filled.plan.instances[instance].root};
}

Mapping::Mapping(const Filled& filled, std::uint32_t node, std::uint32_t row)
    : filled_(filled), instance_(filled.plan.nodes[node].instance), row_(row), chain_(chain_of(filled.plan, node)) {}

Mapping::Mapping(const Filled& filled, std::uint32_t instance, const Rect& rule)
    : filled_(filled), instance_(instance), row_(rule.top), rule_(rule) {
  const auto& plan = filled_.plan;
  auto node = plan.instances[instance].root;
  bool has_all = true;
  for (;;) {
    if (has_all) chain_ = chain_of(plan, node);
    const auto number = plan.growth_at(node, rule.top, rule.left);
    if (number == kNone || plan.growths[number].count == 0) break;
    const auto& growth = plan.growths[number];
    has_all = has_all && plan.copies(growth, rule);
    const Rect cell{rule.top, rule.left, rule.top, rule.left};
    const auto next = growth.rounds ? plan.round_with(growth, cell) : growth.first;
    if (next == kNone) break;
    node = next;
  }
  first_cell_ = chain_of(plan, node);
}

std::uint32_t Mapping::instance_of(std::string_view name) const {
  const auto& plan = filled_.plan;
  if (name.empty()) return instance_;
  const auto number = plan.book.sheet_named(name);
  if (number == kNone) return kNone;
  if (instance_ != kNone) {
    for (const auto mate : plan.instances[instance_].mates) {
      if (plan.instances[mate].sheet == number) return mate;
    }
  }
  for (std::uint32_t i = 0; i < plan.instances.size(); ++i) {
    if (plan.instances[i].sheet == number) return i;
  }
  return kNone;
}

std::optional<Place> Mapping::corner(std::uint32_t root, std::uint32_t row, std::uint32_t column, bool fixed, End end) const {
  // $ before the row that the formula itself stands in: not the own copy is meant but where the copies begin or end, as when a row is
  // filled down in Excel ($B$4:B4 is a running total, B4/SUM(B$4:B$4) a share of all).
  auto chain = std::span<const std::uint32_t>(rule_ && !fixed ? first_cell_ : chain_);
  if (fixed && row == row_ && chain.size() > 1) chain = chain.first(chain.size() - 1);
  return placed(filled_.plan, root, row, column, end, chain);
}

/// A relative row of a rule is one row: of the copies it may mean the one next to the rule's first cell. Where the rule is of one row, a
/// range may mean all of them as in a cell.
End Mapping::end_of(const Reference& reference, const Corner& corner, std::uint32_t row, End usual) const {
  if (!rule_ || corner.row_fixed || (reference.range && rule_->height() == 1)) return usual;
  return row >= row_ ? End::First : End::Last;
}

std::optional<Rect> Mapping::rect(std::uint32_t instance, const Reference& reference) const {
  const auto root = filled_.plan.instances[instance].root;
  Rect rect = reference.rect();
  if (rect.top == 1 && rect.bottom == kMostRows && rect.left == 1 && rect.right == kMostColumns) return rect;
  if (reference.whole_columns()) {
    const auto first = placed(filled_.plan, root, kMostRows, rect.left, End::First);
    const auto last = placed(filled_.plan, root, kMostRows, rect.right, End::Last);
    if (first && last) rect.left = first->column, rect.right = last->column;
    return rect;
  }
  if (reference.whole_rows()) {
    // A row has many columns: the first block that stands in it, or pushes it, says where it goes.
    auto column = kMostColumns;
    for (auto g = filled_.plan.nodes[root].growths; g != kNone; g = filled_.plan.growths[g].next) {
      const auto& block = filled_.plan.shapes[filled_.plan.growths[g].shape].rect;
      if (block.top <= rect.bottom) column = std::min(column, block.left);
    }
    const auto first = placed(filled_.plan, root, rect.top, column, End::First, chain_);
    const auto last = placed(filled_.plan, root, rect.bottom, column, End::Last, chain_);
    if (!first || !last) return std::nullopt;
    return Rect{std::min(first->row, last->row), 1, std::max(first->row, last->row), kMostColumns};
  }
  // What is no formula of a cell means all that its rectangle has become.
  if (row_ == 0) return placed_around(filled_.plan, root, rect);
  const bool first_fixed = reference.first.row_fixed;
  const bool both_fixed = first_fixed && reference.last.row_fixed;
  const auto first = corner(root, rect.top, rect.left, first_fixed, end_of(reference, reference.first, rect.top, End::First));
  const bool own_row = (both_fixed && !reference.range && rect.top == row_) || reference.spill;
  const auto last = corner(root, rect.bottom, rect.right, reference.range ? both_fixed : first_fixed,
                           end_of(reference, reference.last, rect.bottom, own_row ? End::First : End::Last));
  if (first && last) {
    return Rect{std::min(first->row, last->row), std::min(first->column, last->column), std::max(first->row, last->row),
                std::max(first->column, last->column)};
  }
  return first || last ? placed(filled_.plan, root, rect) : std::nullopt;
}

void Mapping::reference(const Reference& reference, std::string& out) {
  const auto instance = instance_of(reference.sheet);
  if (instance == kNone) return append_reference(out, reference, reference.sheet, reference.rect());
  const auto& name = reference.sheet.empty() ? reference.sheet : filled_.plan.instances[instance].name;
  const auto to = rect(instance, reference);
  if (!to) {
    out += "#REF!";
    return;
  }
  append_reference(out, reference, name, *to);
}

std::string Mapping::sheet(std::string_view name) {
  const auto instance = instance_of(name);
  return instance == kNone ? std::string(name) : filled_.plan.instances[instance].name;
}

const OutTable* Mapping::table_meant(std::string_view name) const {
  const auto number = filled_.plan.book.table_named(name);
  if (number == kNone) return nullptr;
  const auto instance = instance_of(filled_.plan.book.sheets[filled_.plan.book.tables[number].sheet].name);
  if (instance == kNone) return nullptr;
  const OutTable* first = nullptr;
  for (const auto& table : filled_.sheets[instance].tables) {
    if (table.table != number) continue;
    if (first == nullptr) first = &table;
    if (std::ranges::find(chain_, table.node) != chain_.end() && table.node != chain_.front()) return &table;
  }
  return first;
}

std::string Mapping::table(std::string_view name) {
  const auto* meant = name.empty() ? nullptr : table_meant(name);
  return meant == nullptr ? std::string(name) : meant->name;
}

std::string Mapping::columns(std::string_view table, std::string_view brackets) {
  const auto* meant = table.empty() ? nullptr : table_meant(table);
  if (meant == nullptr || !meant->renamed) return std::string(brackets);
  return renamed_columns(brackets, [&](std::string_view column) { return columns_now(filled_.plan, *meant, column, chain_); });
}

}  // namespace docmill::templating::xlsx
