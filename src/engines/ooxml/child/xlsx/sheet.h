#pragma once
#include <cstdint>
#include <vector>

#include "engines/ooxml/child/xlsx/formats.h"
#include "engines/ooxml/child/xlsx/formula.h"

namespace docmill::engines::ooxml {

/// How what a workbook's parts name by number or by name is called in the merged one.
struct BookNames {
  FormulaNames formulas;
  FormatMap formats;
  std::vector<int> strings;
  IdMap table_ids;
  IdMap pivot_caches;          // cacheId
  bool keeps_metadata = true;  // cells may name rich values and dynamic arrays (cm, vm)
  double days_later = 0;       // added to dates: the workbook counts from another year
  std::uint32_t book = 0;      // which of the merged workbooks it is, from 1
};

/// Changes a sheet: its texts and formats by their new numbers, its formulas by their new names.
void rename_sheet(pugi::xml_node sheet, const BookNames& names);
/// Changes any other part that belongs to a sheet: tables, charts, drawings, comments, pivot tables and their data.
void rename_sheet_part(std::string_view kind, pugi::xml_node root, const BookNames& names);
/// Writes the colours of a theme by their values: in formats, rich text and rules.
void write_sheet_colours(pugi::xml_node root, pugi::xml_node theme);

}  // namespace docmill::engines::ooxml
