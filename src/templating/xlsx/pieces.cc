#include "templating/xlsx/pieces.h"

#include <algorithm>
#include <set>

#include "templating/xlsx/layout.h"

namespace docmill::templating::xlsx {
namespace {

/// Most columns, and most rows, a rectangle is cut into; where more were needed it stays whole.
constexpr std::size_t kMostStrips = 64;

/// Where strips of a rectangle begin.
struct Cuts {
  std::set<std::uint32_t> columns;
  std::set<std::uint32_t> rows;
};

void cut(std::set<std::uint32_t>& at, std::uint32_t first, std::uint32_t last, const Span& span) {
  if (span.first > first && span.first <= last) at.insert(span.first);
  if (span.last >= first && span.last < last) at.insert(span.last + 1);
}

/// Columns that something above or in the rectangle pushes down, and rows that something to the left of it or in it pushes right.
Cuts cuts_of(const Plan& plan, std::uint32_t node, const Rect& rect) {
  Cuts cuts{.columns = {rect.left}, .rows = {rect.top}};
  for (auto g = plan.nodes[node].growths; g != kNone; g = plan.growths[g].next) {
    const auto& growth = plan.growths[g];
    const auto& block = plan.shapes[growth.shape].rect;
    if (!growth.placed || block.has(rect)) continue;
    if (growth.height != block.height() && block.top <= rect.bottom) {
      cut(cuts.columns, rect.left, rect.right, {block.left, block.right});
      for (const auto& span : growth.columns) cut(cuts.columns, rect.left, rect.right, span);
    }
    if (growth.width != block.width() && block.left <= rect.right) {
      cut(cuts.rows, rect.top, rect.bottom, {block.top, block.bottom});
      for (const auto& span : growth.rows) cut(cuts.rows, rect.top, rect.bottom, span);
    }
  }
  return cuts;
}

/// Puts a piece beside or below one that it continues.
void join(std::vector<Rect>& pieces, const Rect& piece) {
  if (!pieces.empty()) {
    auto& last = pieces.back();
    if (last.top == piece.top && last.bottom == piece.bottom && last.right + 1 == piece.left) {
      last.right = piece.right;
      return;
    }
  }
  pieces.push_back(piece);
}

void join_below(std::vector<Rect>& pieces) {
  for (std::size_t i = 1; i < pieces.size();) {
    const auto above = std::ranges::find_if(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(i), [&](const Rect& one) {
      return one.left == pieces[i].left && one.right == pieces[i].right && one.bottom + 1 == pieces[i].top;
    });
    if (above == pieces.begin() + static_cast<std::ptrdiff_t>(i)) {
      ++i;
      continue;
    }
    above->bottom = pieces[i].bottom;
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace

std::vector<Rect> pieces_of(const Plan& plan, std::uint32_t node, const Rect& rect) {
  const bool endless = rect.height() == kMostRows || rect.width() == kMostColumns;
  auto cuts = endless ? Cuts{{rect.left}, {rect.top}} : cuts_of(plan, node, rect);
  if (cuts.columns.size() > kMostStrips || cuts.rows.size() > kMostStrips) cuts = {{rect.left}, {rect.top}};
  std::vector<Rect> pieces;
  for (auto row = cuts.rows.begin(); row != cuts.rows.end(); ++row) {
    for (auto column = cuts.columns.begin(); column != cuts.columns.end(); ++column) {
      const auto below = std::next(row);
      const auto beside = std::next(column);
      const Rect strip{*row, *column, below == cuts.rows.end() ? rect.bottom : *below - 1,
                       beside == cuts.columns.end() ? rect.right : *beside - 1};
      if (const auto to = placed(plan, node, strip)) join(pieces, *to);
    }
  }
  join_below(pieces);
  return pieces;
}

std::optional<Rect> placed_around(const Plan& plan, std::uint32_t node, const Rect& rect) {
  const auto pieces = pieces_of(plan, node, rect);
  if (pieces.empty()) return std::nullopt;
  Rect around = pieces.front();
  for (const auto& piece : pieces) around.take_in(piece);
  return around;
}

}  // namespace docmill::templating::xlsx
