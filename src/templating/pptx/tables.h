#pragma once
#include <pugixml.hpp>

namespace docmill::templating::pptx {

/// Carries out what merge-nulls and span-nulls asked of a cell (§5.2).
void merge_cell(pugi::xml_node cell);

/// Takes a row out; cells below that one of its cells covered stand for themselves. A table without rows goes with its frame.
void remove_row(pugi::xml_node row);

/// Makes a table whose rows or columns changed whole again: how many rows cells cover, the height of its frame, the numbers of its rows and
/// columns, of which no two may be the same (MS-ODRAWXML 2.21: a16:rowId, a16:colId).
void mend_table(pugi::xml_node table);

}  // namespace docmill::templating::pptx
