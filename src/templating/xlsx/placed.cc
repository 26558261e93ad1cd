#include <algorithm>
#include <array>
#include <limits>

#include "templating/xlsx/layout.h"
#include "templating/xlsx/pieces.h"

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

/// Most blocks that are compared with one another for one cell; more are taken to stand below one another.
constexpr std::size_t kMostPushing = 64;

/// Whether a cell moves with what a block has grown.
bool pushes(const Plan& plan, const Growth& growth, std::uint32_t row, std::uint32_t column, Way way) {
  const auto& rect = plan.shapes[growth.shape].rect;
  return way == Way::Down ? row > rect.bottom && any_has(growth.columns, column) : column > rect.right && any_has(growth.rows, row);
}

/// How far the end of a placed block is from where the template has it: what moved the block, and what it has grown.
std::int64_t end_moved(const Plan& plan, std::uint32_t node, const Growth& growth, Way way) {
  const auto& at = plan.nodes[node];
  const auto& own = plan.shape_of(at).rect;
  const auto& rect = plan.shapes[growth.shape].rect;
  if (way == Way::Down)
    return std::int64_t{growth.row} - (std::int64_t{at.row} + rect.top - own.top) + grown_by(growth.height, rect.height());
  return std::int64_t{growth.column} - (std::int64_t{at.column} + rect.left - own.left) + grown_by(growth.width, rect.width());
}

}  // namespace

std::int64_t pushed(const Plan& plan, std::uint32_t node, std::uint32_t row, std::uint32_t column, Way way) {
  std::array<const Growth*, kMostPushing> pushing{};
  std::size_t count = 0;
  std::int64_t sum = 0;
  for (auto g = plan.nodes[node].growths; g != kNone; g = plan.growths[g].next) {
    const auto& growth = plan.growths[g];
    if (!growth.placed || !pushes(plan, growth, row, column, way)) continue;
    const auto& rect = plan.shapes[growth.shape].rect;
    sum += way == Way::Down ? grown_by(growth.height, rect.height()) : grown_by(growth.width, rect.width());
    if (count < kMostPushing) pushing[count] = &growth;
    ++count;
  }
  if (count == 0 || count > kMostPushing) return sum;
  const auto all = std::span(pushing).first(count);
  std::optional<std::int64_t> most;
  for (const auto* growth : all) {
    const bool behind_another = std::ranges::any_of(all, [&](const Growth* other) {
      const auto& rect = plan.shapes[other->shape].rect;
      return other != growth && pushes(plan, *growth, rect.top, rect.left, way);
    });
    if (!behind_another) most = std::max(most.value_or(std::numeric_limits<std::int64_t>::min()), end_moved(plan, node, *growth, way));
  }
  return most.value_or(sum);
}

Place own_place(const Plan& plan, std::uint32_t node, std::uint32_t row, std::uint32_t column) {
  const auto& at = plan.nodes[node];
  const auto& own = plan.shape_of(at).rect;
  std::int64_t down = std::int64_t{at.row} + row - own.top;
  std::int64_t right = std::int64_t{at.column} + column - own.left;
  if (at.growths != kNone) {
    down += pushed(plan, node, row, column, Way::Down);
    right += pushed(plan, node, row, column, Way::Right);
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
  // Of blocks side by side the tallest counts.
  std::optional<std::int64_t> taller;
  std::optional<std::int64_t> wider;
  for (auto g = plan.nodes[node].growths; g != kNone; g = plan.growths[g].next) {
    const auto& growth = plan.growths[g];
    const auto& block = plan.shapes[growth.shape].rect;
    const bool below_each_other = rect.left <= block.right && block.left <= rect.right;
    const bool beside_each_other = rect.top <= block.bottom && block.top <= rect.bottom;
    if (!below_each_other && rect.bottom == block.bottom && any_has(growth.columns, rect.right)) {
      const auto by = grown_by(growth.height, block.height());
      taller = std::max(taller.value_or(by), by);
    }
    if (!beside_each_other && growth.across && rect.right == block.right && any_has(growth.rows, rect.bottom)) {
      const auto by = grown_by(growth.width, block.width());
      wider = std::max(wider.value_or(by), by);
    }
  }
  out->bottom = static_cast<std::uint32_t>(std::max<std::int64_t>(out->top, out->bottom + taller.value_or(0)));
  out->right = static_cast<std::uint32_t>(std::max<std::int64_t>(out->left, out->right + wider.value_or(0)));
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

namespace {

/// In a row of a grid the last cell has become as many as the grid is wide.
Rect with_grid(const Plan& plan, std::uint32_t node, const Rect& rect, Rect placed) {
  const auto number = plan.nodes[node].growth;
  if (number == kNone || plan.growths[number].grid == kNone) return placed;
  const auto& growth = plan.growths[number];
  if (rect.right == plan.shapes[growth.shape].rect.right) placed.right = growth.column + growth.width - 1;
  return placed;
}

}  // namespace

std::vector<Rect> copies_of(const Plan& plan, std::uint32_t node, const Rect& rect) {
  std::vector<Rect> out;
  for_each_copy(plan, node, rect, [&](std::uint32_t copy) {
    for (const auto& piece : pieces_of(plan, copy, rect)) {
      const auto made = with_grid(plan, copy, rect, piece);
      if (!out.empty() && out.back().left == made.left && out.back().right == made.right && out.back().bottom + 1 == made.top) {
        out.back().bottom = made.bottom;
      } else if (!out.empty() && out.back().top == made.top && out.back().bottom == made.bottom && out.back().right + 1 == made.left) {
        out.back().right = made.right;
      } else {
        out.push_back(made);
      }
    }
  });
  return out;
}

}  // namespace docmill::templating::xlsx
