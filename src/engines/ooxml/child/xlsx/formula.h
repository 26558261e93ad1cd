#pragma once
#include <string>
#include <string_view>

#include "engines/ooxml/child/parts/xml_tools.h"

namespace docmill::engines::ooxml {

/// How what formulas name is called in the merged workbook. Keys are in small letters: workbooks do not tell case.
struct FormulaNames {
  IdMap sheets;
  IdMap tables;
  IdMap names;             // defined names
  int external_books = 0;  // added to the number of another workbook, [1]

  bool empty() const { return sheets.empty() && tables.empty() && names.empty() && external_books == 0; }
};

/// A formula with new names, all else as it was: Sheet1!A1 becomes 'Sheet1 (2)'!A1.
std::string renamed_formula(std::string_view formula, const FormulaNames& names);
/// A sheet's name as formulas have it, in quotes where it needs them.
std::string quoted_sheet(const std::string& name);

}  // namespace docmill::engines::ooxml
