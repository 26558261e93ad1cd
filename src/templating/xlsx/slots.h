#pragma once
#include "templating/xlsx/book.h"

namespace docmill::templating::xlsx {

/// Numbers all tokens of a workbook in their order, and the places whose scope is kept; each thing that has tokens learns its first, each
/// name of a range how many it has.
void number_slots(Book& book);

}  // namespace docmill::templating::xlsx
