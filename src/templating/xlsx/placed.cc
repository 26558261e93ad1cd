#include <algorithm>

#include "templating/xlsx/layout.h"

// Where what the template has stands once the sheet is laid out.

namespace docmill::templating::xlsx {
namespace {

/// The node that a copy of `growth` is meant by.
std::uint32_t copy_meant(const Growth& growth, End end, std::span<const std::uint32_t> chain) {
  for (const auto node : chain) {
    if (node >= growth.first && node < growth.first + growth.count) return node;
  }
  return end == End::First ? growth.first : growth.first + growth.count - 1;
}

}  // namespace

Place own_place(const Plan& plan, std::uint32_t node, std::uint32_t row, std::uint32_t column) {
  const auto& at = plan.nodes[node];
  const auto& own = plan.shape_of(at).rect;
  std::int64_t down = std::int64_t{at.row} + row - own.top;
  std::int64_t right = std::int64_t{at.column} + column - own.left;
  for (auto g = at.growths; g != kNone; g = plan.growths[g].next) {
    const auto& growth = plan.growths[g];
    const auto& rect = plan.shapes[growth.shape].rect;
    if (!growth.placed) continue;
    if (row > rect.bottom && any_has(growth.columns, column)) down += grown_by(growth.height, rect.height());
    if (column > rect.right && any_has(growth.rows, row)) right += grown_by(growth.width, rect.width());
  }
  return {static_cast<std::uint32_t>(std::clamp<std::int64_t>(down, 1, kMostRows)),
          static_cast<std::uint32_t>(std::clamp<std::int64_t>(right, 1, kMostColumns))};
}

std::vector<std::uint32_t> chain_of(const Plan& plan, std::uint32_t node) {
  std::vector<std::uint32_t> chain;
  for (auto at = node; at != kNone; at = plan.owner(at)) chain.push_back(at);
  std::ranges::reverse(chain);
  return chain;
}

std::optional<Place> placed(const Plan& plan, std::uint32_t node, std::uint32_t row, std::uint32_t column, End end,
                            std::span<const std::uint32_t> chain) {
  for (;;) {
    const auto number = plan.growth_at(node, row, column);
    if (number == kNone) return own_place(plan, node, row, column);
    const auto& growth = plan.growths[number];
    if (growth.count == 0) return std::nullopt;
    const auto& rect = plan.shapes[growth.shape].rect;
    if (growth.grid != kNone && end == End::Last && column == rect.right) {
      return Place{growth.row + growth.height - 1, growth.column + growth.width - 1};
    }
    node = copy_meant(growth, end, chain);
  }
}

std::optional<Rect> placed(const Plan& plan, std::uint32_t node, const Rect& rect) {
  if (rect == kWholeSheet) return rect;
  auto first = placed(plan, node, rect.top, rect.left, End::First);
  auto last = placed(plan, node, rect.bottom, rect.right, End::Last);
  // An end that is gone gives way to what is left of the rest.
  for (auto row = rect.top; !first && row < rect.bottom;) {
    const auto gone = plan.growth_at(node, row, rect.left);
    if (gone == kNone) break;
    row = plan.shapes[plan.growths[gone].shape].rect.bottom + 1;
    if (row <= rect.bottom) first = placed(plan, node, row, rect.left, End::First);
  }
  for (auto row = rect.bottom; !last && row > rect.top;) {
    const auto gone = plan.growth_at(node, row, rect.right);
    if (gone == kNone) break;
    row = plan.shapes[plan.growths[gone].shape].rect.top - 1;
    if (row >= rect.top) last = placed(plan, node, row, rect.right, End::Last);
  }
  if (!first || !last) return std::nullopt;
  Rect out{std::min(first->row, last->row), std::min(first->column, last->column), std::max(first->row, last->row),
           std::max(first->column, last->column)};
  if (rect.top == 1 && rect.bottom == kMostRows) out.top = 1, out.bottom = kMostRows;
  if (rect.left == 1 && rect.right == kMostColumns) out.left = 1, out.right = kMostColumns;
  return out;
}

std::optional<Rect> placed_merge(const Plan& plan, std::uint32_t node, const Rect& rect) {
  auto out = placed(plan, node, rect);
  if (!out || plan.nodes[node].growth == kNone) return out;
  for (auto g = plan.nodes[node].growths; g != kNone; g = plan.growths[g].next) {
    const auto& growth = plan.growths[g];
    const auto& block = plan.shapes[growth.shape].rect;
    const bool below_each_other = rect.left <= block.right && block.left <= rect.right;
    const bool beside_each_other = rect.top <= block.bottom && block.top <= rect.bottom;
    if (!below_each_other && rect.bottom == block.bottom && any_has(growth.columns, rect.right)) {
      out->bottom = static_cast<std::uint32_t>(std::max<std::int64_t>(out->top, out->bottom + grown_by(growth.height, block.height())));
    }
    if (!beside_each_other && growth.across && rect.right == block.right && any_has(growth.rows, rect.bottom)) {
      out->right = static_cast<std::uint32_t>(std::max<std::int64_t>(out->left, out->right + grown_by(growth.width, block.width())));
    }
  }
  return out;
}

void for_each_copy(const Plan& plan, std::uint32_t node, const Rect& rect, const std::function<void(std::uint32_t)>& found) {
  for (auto g = plan.nodes[node].growths; g != kNone; g = plan.growths[g].next) {
    const auto& growth = plan.growths[g];
    if (!plan.copies(growth, rect)) continue;
    if (growth.rounds) return for_each_copy(plan, plan.round_with(growth, rect), rect, found);
    for (std::uint32_t i = 0; i < growth.count; ++i) for_each_copy(plan, growth.first + i, rect, found);
    return;
  }
  found(node);
}

std::vector<Rect> copies_of(const Plan& plan, std::uint32_t node, const Rect& rect) {
  std::vector<Rect> out;
  for_each_copy(plan, node, rect, [&](std::uint32_t copy) {
    const auto made = placed(plan, copy, rect);
    if (!made) return;
    if (!out.empty() && out.back().left == made->left && out.back().right == made->right && out.back().bottom + 1 == made->top) {
      out.back().bottom = made->bottom;
    } else if (!out.empty() && out.back().top == made->top && out.back().bottom == made->bottom && out.back().right + 1 == made->left) {
      out.back().right = made->right;
    } else {
      out.push_back(*made);
    }
  });
  return out;
}

}  // namespace docmill::templating::xlsx
