#pragma once
#include "engines/child/work.h"

namespace docmill::engines::ooxml {

/// The sheets of all workbooks in one.
/// Errors: those of reading a workbook, with its name; InputTooComplex.
Result<Finished> merge_xlsx(child::Work& work);

}  // namespace docmill::engines::ooxml
