#include "templating/docx/rich_layout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace docmill::templating::docx {
namespace {

constexpr int kMostRichColumns = 63;  // of a table of Word
constexpr long long kNarrowestColumn = 200;

/// What of the rows above still reaches down, by column.
struct Reach {
  int rows = 0;
  int columns = 1;
};

class Layouting {
 public:
  RichLayout run(const markup::Table& table) {
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      add_row(table.rows[row], static_cast<int>(std::min<std::size_t>(table.rows.size() - row, 100'000)));
    for (auto& row : made_.rows) {
      const auto wide = std::accumulate(row.begin(), row.end(), 0, [](int sum, const PlacedCell& cell) { return sum + cell.columns; });
      for (int missing = wide; missing < made_.columns; ++missing) row.emplace_back();
      made_.cells += row.size();
    }
    return std::move(made_);
  }

 private:
  void go_on(std::vector<PlacedCell>& row, std::size_t& column) {
    while (column < kMostRichColumns && reach_[column].rows > 0) {
      --reach_[column].rows;
      const auto columns = reach_[column].columns;
      row.push_back({.cell = nullptr, .columns = columns, .begins = false, .goes_on = true});
      column += static_cast<std::size_t>(columns);
    }
  }

  void add_row(const markup::Row& cells, int left) {
    std::vector<PlacedCell> row;
    std::size_t column = 0;
    for (const auto& cell : cells.cells) {
      go_on(row, column);
      if (column >= kMostRichColumns) {
        made_.cut = true;
        break;
      }
      int columns = 1;
      while (columns < cell.columns && column + static_cast<std::size_t>(columns) < kMostRichColumns &&
             reach_[column + static_cast<std::size_t>(columns)].rows == 0)
        ++columns;
      const auto rows = std::min(cell.rows, left);
      reach_[column] = {rows - 1, columns};
      row.push_back({.cell = &cell, .columns = columns, .begins = rows > 1, .goes_on = false});
      column += static_cast<std::size_t>(columns);
      made_.columns = std::max(made_.columns, static_cast<int>(column));
    }
    // Cells above that reach down further to the right: what is between is filled up.
    const auto last = std::find_if(reach_.rbegin(), reach_.rend(), [](const Reach& one) { return one.rows > 0; });
    const auto end = static_cast<std::size_t>(reach_.rend() - last);
    while (column < end) {
      const auto before = column;
      go_on(row, column);
      if (column != before) continue;
      row.emplace_back();
      ++column;
    }
    made_.columns = std::max(made_.columns, static_cast<int>(std::min<std::size_t>(column, kMostRichColumns)));
    made_.rows.push_back(std::move(row));
  }

  RichLayout made_;
  std::vector<Reach> reach_ = std::vector<Reach>(kMostRichColumns);
};

}  // namespace

RichLayout layout_of(const markup::Table& table) {
  return Layouting().run(table);
}

std::vector<long long> widths_of(const RichLayout& layout, long long room) {
  const auto columns = static_cast<std::size_t>(layout.columns);
  std::vector<long long> widths(columns, 0);
  for (const auto& row : layout.rows) {
    std::size_t column = 0;
    for (const auto& placed : row) {
      if (placed.cell != nullptr && placed.columns == 1 && column < columns && widths[column] == 0) {
        const auto& said = placed.cell->width;
        if (said.percent > 0) widths[column] = std::llround(said.percent / 100 * static_cast<double>(room));
        if (said.pixels > 0) widths[column] = std::llround(said.pixels * 15);
      }
      column += static_cast<std::size_t>(placed.columns);
    }
  }
  const auto said = std::accumulate(widths.begin(), widths.end(), 0LL);
  const auto silent = std::ranges::count(widths, 0LL);
  const auto share = silent > 0 ? std::max((room - said) / silent, kNarrowestColumn) : 0;
  for (auto& width : widths) width = std::max(width == 0 ? share : width, kNarrowestColumn);
  const auto all = std::accumulate(widths.begin(), widths.end(), 0LL);
  if (all > room) {
    for (auto& width : widths) width = std::max(1LL, width * room / all);
  }
  return widths;
}

}  // namespace docmill::templating::docx
