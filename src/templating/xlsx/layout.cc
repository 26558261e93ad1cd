#include "templating/xlsx/layout.h"

#include <fmt/format.h>

#include <algorithm>

#include "templating/xlsx/push.h"

namespace docmill::templating::xlsx {
namespace {

struct Size {
  std::uint64_t height = 0;
  std::uint64_t width = 0;
  std::uint64_t reach = 0;  // columns that its cells take, which are more where nothing stood beside a grid
};

class LayOut {
 public:
  explicit LayOut(Plan& plan) : plan_(plan) {}

  Result<void> run(std::uint32_t instance) {
    instance_ = instance;
    auto size = place(plan_.instances[instance].root, 1, 1);
    if (!size) return Failed(size.error());
    return {};
  }

 private:
  Result<Size> place(std::uint32_t node, std::uint64_t row, std::uint64_t column);
  Result<void> place_growth(std::uint32_t growth);
  bool leaves_a_gap(std::uint32_t node, std::uint32_t growth) const;
  void keep_blank(std::uint32_t node, std::uint32_t growth);
  std::vector<std::uint32_t> in_order(std::uint32_t node) const;
  void add_removals(std::uint32_t node);
  Size size_of(std::uint32_t node, const std::vector<std::uint32_t>& placed) const;
  Result<void> check(std::uint64_t row, std::uint64_t column) const;

  const Rect& rect(std::uint32_t growth) const { return plan_.shapes[plan_.growths[growth].shape].rect; }

  Plan& plan_;
  std::uint32_t instance_ = 0;
};

Result<void> LayOut::check(std::uint64_t row, std::uint64_t column) const {
  if (row <= kMostRows + 1ULL && column <= kMostColumns + 1ULL) return {};
  const bool rows = row > kMostRows + 1ULL;
  return Failed(
      fail(ErrorCode::InputTooComplex,
           fmt::format("The sheet {} would need more than {} {}, which is all that a sheet has. Use fewer items, or spread them over "
                       "several sheets.",
                       plan_.instances[instance_].name, rows ? kMostRows : kMostColumns, rows ? "rows" : "columns")));
}

/// Rows that a cut takes: those of this node and of the nodes around it that lie within it.
void LayOut::add_removals(std::uint32_t node) {
  if (plan_.removals.empty()) return;
  const Rect own = plan_.shape_of(plan_.nodes[node]).rect;
  const auto shape_sheet = plan_.shape_of(plan_.nodes[node]).sheet;
  for (auto at = node; at != kNone; at = plan_.owner(at)) {
    const auto found = plan_.removals.find(at);
    if (found == plan_.removals.end()) continue;
    for (const auto& removal : found->second) {
      Rect gone = removal.rect;
      if (!removal.rows || gone.top < own.top || gone.bottom > own.bottom) continue;
      gone.left = own.left;
      gone.right = own.right;
      bool inside = false;  // of a block, whose copies lose these rows themselves
      for (auto g = plan_.nodes[node].growths; g != kNone; g = plan_.growths[g].next) {
        inside = inside || (rect(g).top <= gone.top && rect(g).bottom >= gone.bottom);
      }
      if (inside) continue;
      Growth growth;
      growth.owner = node;
      growth.shape = plan_.shape(shape_sheet, gone);
      growth.whole = true;
      plan_.add_growth(std::move(growth));
    }
  }
}

/// Blocks above and to the left come before what they push.
std::vector<std::uint32_t> LayOut::in_order(std::uint32_t node) const {
  std::vector<std::uint32_t> open;
  for (auto at = plan_.nodes[node].growths; at != kNone; at = plan_.growths[at].next) open.push_back(at);
  std::ranges::sort(open, {}, [&](std::uint32_t at) { return std::tuple(rect(at).top, rect(at).left, at); });
  std::vector<std::uint32_t> order;
  while (!open.empty()) {
    auto next = open.begin();
    for (auto at = open.begin(); at != open.end(); ++at) {
      const auto before = [&](std::uint32_t other) {
        const auto& a = rect(other);
        const auto& b = rect(*at);
        return other != *at && (a.bottom < b.top || (a.right < b.left && a.top <= b.bottom && b.top <= a.bottom));
      };
      if (std::ranges::none_of(open, before)) {
        next = at;
        break;
      }
    }
    order.push_back(*next);
    open.erase(next);
  }
  return order;
}

Result<void> LayOut::place_growth(std::uint32_t number) {
  const auto count = plan_.growths[number].count;
  const auto first = plan_.growths[number].first;
  const bool across = plan_.growths[number].across;
  const std::uint64_t row = plan_.growths[number].row;
  const std::uint64_t column = plan_.growths[number].column;
  Size whole;
  for (std::uint32_t i = 0; i < count; ++i) {
    auto size = across ? place(first + i, row, column + whole.width) : place(first + i, row + whole.height, column);
    if (!size) return Failed(size.error());
    whole.reach = std::max(whole.reach, size->reach + (across ? whole.width : 0));
    if (across) {
      whole.width += size->width;
      whole.height = std::max(whole.height, size->height);
    } else {
      whole.height += size->height;
      whole.width = std::max(whole.width, size->width);
    }
  }
  auto& growth = plan_.growths[number];
  const auto& own = plan_.shapes[growth.shape].rect;
  if (count == 0) whole = across ? Size{own.height(), 0, 0} : Size{0, own.width(), own.width()};
  if (growth.grid != kNone) {
    const auto& grid = plan_.grids[growth.grid];
    whole.width = std::max<std::uint64_t>(own.width(), std::uint64_t{grid.column} - own.left + grid.width);
  }
  if (auto fits = check(row + whole.height, column + std::max(whole.width, whole.reach)); !fits) return fits;
  growth.height = static_cast<std::uint32_t>(whole.height);
  growth.width = static_cast<std::uint32_t>(whole.width);
  growth.reach = static_cast<std::uint32_t>(std::max(whole.width, whole.reach));
  growth.placed = true;
  return {};
}

/// Whether a block without items would pull what is below it over what stands beside it: an item whose own list is empty keeps its row.
bool LayOut::leaves_a_gap(std::uint32_t node, std::uint32_t number) const {
  const auto& growth = plan_.growths[number];
  if (growth.count != 0 || growth.across || growth.whole || growth.fixed || growth.grid != kNone) return false;
  const auto& own = plan_.shape_of(plan_.nodes[node]);
  const auto& cells = plan_.book.sheets[own.sheet].cells;
  for (auto i = plan_.book.sheets[own.sheet].first_at(rect(number).top, own.rect.left);
       i < cells.size() && cells[i].row <= rect(number).bottom; ++i) {
    const auto& cell = cells[i];
    if (cell.kind != CellKind::Blank && own.rect.has(cell.row, cell.column) && any_has(growth.columns, cell.column) &&
        plan_.growth_at(node, cell.row, cell.column) == kNone) {
      return true;
    }
  }
  return false;
}

void LayOut::keep_blank(std::uint32_t node, std::uint32_t number) {
  const auto made = plan_.add_node(number, plan_.growths[number].shape, plan_.nodes[node].instance);
  plan_.nodes[made].blank = true;
  plan_.growths[number].first = made;
  plan_.growths[number].count = 1;
}

Size LayOut::size_of(std::uint32_t node, const std::vector<std::uint32_t>& placed) const {
  const auto& own = plan_.shape_of(plan_.nodes[node]).rect;
  // The tallest and widest of all columns and rows; it changes only where a span begins or ends.
  std::vector<std::uint32_t> columns{own.left};
  std::vector<std::uint32_t> rows{own.top};
  for (const auto at : placed) {
    for (const auto& span : plan_.growths[at].columns) columns.insert(columns.end(), {span.first, span.last + 1});
    for (const auto& span : plan_.growths[at].rows) rows.insert(rows.end(), {span.first, span.last + 1});
  }
  std::optional<std::int64_t> down;
  std::optional<std::int64_t> right;
  for (const auto column : columns) {
    if (column < own.left || column > own.right) continue;
    const auto by = pushed(plan_, node, own.bottom + 1, column, Way::Down);
    down = std::max(down.value_or(by), by);
  }
  for (const auto row : rows) {
    if (row < own.top || row > own.bottom) continue;
    const auto by = pushed(plan_, node, row, own.right + 1, Way::Right);
    right = std::max(right.value_or(by), by);
  }
  const auto width = static_cast<std::uint64_t>(std::max<std::int64_t>(0, std::int64_t{own.width()} + right.value_or(0)));
  auto reach = width;
  for (const auto at : placed)
    reach = std::max(reach, std::uint64_t{plan_.growths[at].column} + plan_.growths[at].reach - plan_.nodes[node].column);
  return {static_cast<std::uint64_t>(std::max<std::int64_t>(0, std::int64_t{own.height()} + down.value_or(0))), width, reach};
}

Result<Size> LayOut::place(std::uint32_t node, std::uint64_t row, std::uint64_t column) {
  if (auto fits = check(row, column); !fits) return Failed(fits.error());
  plan_.nodes[node].row = static_cast<std::uint32_t>(row);
  plan_.nodes[node].column = static_cast<std::uint32_t>(column);
  const Rect own = plan_.shape_of(plan_.nodes[node]).rect;
  add_removals(node);
  if (plan_.nodes[node].growths == kNone) return Size{own.height(), own.width(), own.width()};
  const auto order = in_order(node);
  for (const auto at : order) {
    const auto place = own_place(plan_, node, rect(at).top, rect(at).left);
    plan_.growths[at].row = place.row;
    plan_.growths[at].column = place.column;
    if (auto done = place_growth(at); !done) return Failed(done.error());
    find_push(plan_, plan_.growths[at], order);
    if (!leaves_a_gap(node, at)) continue;
    keep_blank(node, at);
    if (auto done = place_growth(at); !done) return Failed(done.error());
    find_push(plan_, plan_.growths[at], order);
  }
  if (plan_.nodes[node].growth == kNone) return Size{};
  return size_of(node, order);
}

}  // namespace

Result<void> lay_out(Plan& plan, std::uint32_t instance) {
  return LayOut(plan).run(instance);
}

}  // namespace docmill::templating::xlsx
