#pragma once
#include "engines/ooxml/child/xlsx/book.h"

namespace docmill::engines::ooxml {

/// Takes slicers and timelines out of a workbook's sheets: they hang together with lists of the whole workbook, which are not merged.
/// Returns whether there were any. Errors: what reading the parts can cause.
Result<bool> leave_out_slicers(Book& book);

}  // namespace docmill::engines::ooxml
