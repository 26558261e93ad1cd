#pragma once
#include <pugixml.hpp>

namespace docmill::templating::pptx {

// Cells of a table (ECMA-376 part 1, 21.1.3.16): a row has one for each column of the grid, also those that others cover.

/// Columns a cell covers, from 1.
int span_of(pugi::xml_node cell);
void set_span(pugi::xml_node cell, int columns);

/// Whether another cell covers it: one to the left, one above.
bool is_covered_left(pugi::xml_node cell);
bool is_covered_above(pugi::xml_node cell);

/// The cell's place in its row, from 0, and the cell of that place; none when the row is shorter.
int column_of(pugi::xml_node cell);
pugi::xml_node cell_at(pugi::xml_node row, int column);

/// The cell that covers this one from the left, or the cell itself.
pugi::xml_node covering_left(pugi::xml_node cell);

/// Leaves one empty paragraph in it.
void empty_cell(pugi::xml_node cell);

/// A row's height and a column's width in EMU; 0 where it is not said or out of bounds.
long long height_of(pugi::xml_node row);
long long width_of(pugi::xml_node column);

}  // namespace docmill::templating::pptx
