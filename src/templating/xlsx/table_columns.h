#pragma once
#include "templating/xlsx/emit.h"

namespace docmill::templating::xlsx {

/// Says which columns each table of a sheet has, in their order, and makes its header cells say their names: Excel calls a workbook damaged
/// where a header is a number, is empty, stands there twice, or reads otherwise than the table says. The sheet's cells are in order before
/// and after.
void name_columns(Plan& plan, OutSheet& sheet);

}  // namespace docmill::templating::xlsx
