#include "templating/xlsx/push.h"

#include <algorithm>

namespace docmill::templating::xlsx {
namespace {

/// Takes the columns of `holes` out of `span`.
std::vector<Span> without(Span span, std::vector<Span> holes) {
  std::ranges::sort(holes, {}, &Span::first);
  std::vector<Span> left;
  for (const auto& hole : holes) {
    if (hole.last < span.first || hole.first > span.last) continue;
    if (hole.first > span.first) left.push_back({span.first, hole.first - 1});
    span.first = hole.last + 1;
  }
  if (span.first <= span.last) left.push_back(span);
  return left;
}

class Pushing {
 public:
  Pushing(const Plan& plan, std::uint32_t owner)
      : plan_(plan), owner_(owner), sheet_(plan.book.sheets[plan.instances[plan.nodes[owner].instance].sheet]) {}

  void find_push(Growth& growth, const std::vector<std::uint32_t>& all) const;

 private:
  std::vector<Span> widened(const Growth& growth, const std::vector<std::uint32_t>& all, Span span) const;
  Span columns_taken(const Growth& growth) const;
  void push_beside_grid(Growth& growth) const;

  const Rect& rect(std::uint32_t growth) const { return plan_.shapes[plan_.growths[growth].shape].rect; }
  Rect reached(std::uint32_t growth) const;

  const Plan& plan_;
  std::uint32_t owner_;
  const TemplateSheet& sheet_;
};

/// The cells of a block, and those that it will take to its right.
Rect Pushing::reached(std::uint32_t number) const {
  const auto& growth = plan_.growths[number];
  Rect out = rect(number);
  auto right = std::uint64_t{out.right};
  if (growth.across) right = std::max(right, out.left - 1 + std::uint64_t{growth.count} * out.width());
  if (growth.grid != kNone) right = std::max(right, std::uint64_t{plan_.grids[growth.grid].column} - 1 + plan_.grids[growth.grid].width);
  out.right = static_cast<std::uint32_t>(std::min<std::uint64_t>(right, kMostColumns));
  return out;
}

/// Columns below a block on a sheet that must move with it: what would be torn otherwise (§4.2), but never those of a block of the same
/// collection beside it.
std::vector<Span> Pushing::widened(const Growth& growth, const std::vector<std::uint32_t>& all, Span span) const {
  const auto& own = plan_.shapes[growth.shape].rect;
  std::vector<Span> holes;
  if (growth.choice != kNone) {
    for (const auto& sibling : plan_.choices[growth.choice].siblings) {
      if (sibling.top <= own.bottom && own.top <= sibling.bottom) holes.push_back({sibling.left, sibling.right});
    }
  }
  const auto take = [&](const Rect& other) {
    const bool torn = other.top > own.bottom && other.left <= span.last && other.right >= span.first &&
                      (other.left < span.first || other.right > span.last) && other.width() < kMostColumns;
    if (!torn) return false;
    span.first = std::min(span.first, other.left);
    span.last = std::max(span.last, other.right);
    return true;
  };
  bool more = true;
  for (int step = 0; more && step < 200; ++step) {
    more = false;
    for (const auto& merge : sheet_.merges) more = take(merge) || more;
    for (const auto table : sheet_.tables) more = take(plan_.book.tables[table].rect) || more;
    for (const auto& name : sheet_.names) more = take(name.rect) || more;
    for (const auto other : all) more = take(reached(other)) || more;
  }
  return without(span, holes);
}

void Pushing::find_push(Growth& growth, const std::vector<std::uint32_t>& all) const {
  if (growth.fixed) return;
  const auto& own = plan_.shapes[growth.shape].rect;
  const auto& around = plan_.shape_of(plan_.nodes[owner_]).rect;
  const bool nested = plan_.nodes[owner_].growth != kNone;
  if (growth.whole && growth.across) {
    growth.rows = {{around.top, around.bottom}};
    growth.columns = {{own.left, own.right}};
    return;
  }
  if (growth.whole) {
    growth.columns = {{around.left, around.right}};
    growth.rows = {{own.top, own.bottom}};
    return;
  }
  if (growth.grid != kNone) {
    growth.columns = nested ? std::vector<Span>{{around.left, around.right}} : widened(growth, all, columns_taken(growth));
    return push_beside_grid(growth);
  }
  std::vector<Span> beside;
  std::vector<Span> above;
  if (growth.choice != kNone) {
    for (const auto& sibling : plan_.choices[growth.choice].siblings) {
      if (sibling.top <= own.bottom && own.top <= sibling.bottom) beside.push_back({sibling.left, sibling.right});
      if (sibling.left <= own.right && own.left <= sibling.right) above.push_back({sibling.top, sibling.bottom});
    }
  }
  growth.columns = nested ? without({around.left, around.right}, beside) : widened(growth, all, columns_taken(growth));
  growth.rows = nested ? without({around.top, around.bottom}, above) : std::vector<Span>{{own.top, own.bottom}};
}

/// Columns of a block, and those behind them that its copies take further down, unless all is blank there.
Span Pushing::columns_taken(const Growth& growth) const {
  const auto& own = plan_.shapes[growth.shape].rect;
  const auto right = own.left + growth.reach - 1;
  const auto bottom = own.top + growth.height - 1;
  const auto& cells = sheet_.cells;
  for (auto i = sheet_.first_at(own.bottom + 1, 1); right > own.right && i < cells.size() && cells[i].row <= bottom; ++i) {
    if (cells[i].kind != CellKind::Blank && cells[i].column > own.right && cells[i].column <= right) return {own.left, right};
  }
  return {own.left, own.right};
}

/// A grid lies down over blank cells to its right; when not all are blank they move.
void Pushing::push_beside_grid(Growth& growth) const {
  const auto& own = plan_.shapes[growth.shape].rect;
  const auto right = own.left + growth.width - 1;
  const auto& cells = sheet_.cells;
  for (auto i = sheet_.first_at(own.top, 1); i < cells.size() && cells[i].row == own.top; ++i) {
    if (cells[i].kind == CellKind::Blank || cells[i].column > right || cells[i].column <= own.right) continue;
    growth.rows = {{own.top, own.bottom}};
    return;
  }
}

}  // namespace

void find_push(const Plan& plan, Growth& growth, const std::vector<std::uint32_t>& all) {
  Pushing(plan, growth.owner).find_push(growth, all);
}

}  // namespace docmill::templating::xlsx
