#pragma once
#include <cstddef>
#include <vector>

#include "templating/markup/fragment.h"

namespace docmill::templating::docx {

/// A cell in its place in the grid of a table.
struct PlacedCell {
  const markup::Cell* cell = nullptr;  // none: filled up, or goes on from above
  int columns = 1;
  bool begins = false;   // reaches over rows below
  bool goes_on = false;  // belongs to a cell above
};

struct RichLayout {
  int columns = 1;
  std::vector<std::vector<PlacedCell>> rows;  // all as wide as the grid
  std::size_t cells = 0;
  bool cut = false;  // there were more columns than Word's tables have
};

/// Where the cells of a table stand when some reach over others' columns and rows. Borrows the table.
RichLayout layout_of(const markup::Table& table);

/// Widths of the columns in twentieths of a point, `room` together, or less where all say so.
std::vector<long long> widths_of(const RichLayout& layout, long long room);

}  // namespace docmill::templating::docx
