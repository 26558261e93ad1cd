#pragma once
#include <span>
#include <vector>

#include "templating/xlsx/plan.h"

namespace docmill::templating::xlsx {

/// The rectangles of a sheet in which the items of one collection are shown (§4.1): the rows of each table when all its tokens stand in
/// tables, the smallest named range around them, or the rectangle around them, widened so that nothing is torn.
/// `tokens`: of Book::slots, all on `sheet`, at least one with a place. `around`: the rectangle to stay in.
/// `across`: its copies go to the right, so that of a table only the tokens' columns are taken.
std::vector<Rect> blocks_on_sheet(const Book& book, std::uint32_t sheet, std::span<const std::uint32_t> tokens, const Rect& around,
                                  bool across);

/// Whether all tokens stand in tables (below their headers) within `around`, on whatever sheets.
bool all_in_tables(const Book& book, std::span<const std::uint32_t> tokens);

/// The table whose body has a cell; kNone when none has.
std::uint32_t table_at(const Book& book, std::uint32_t sheet, std::uint32_t row, std::uint32_t column);

/// Whether a formula or a chart's neighbour outside of `rect` refers to cells in it.
bool is_referred_to(const Book& book, std::uint32_t sheet, const Rect& rect);

}  // namespace docmill::templating::xlsx
