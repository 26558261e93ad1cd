#pragma once
#include "engines/child/work.h"

namespace docmill::engines::ooxml {

/// Word documents one behind the other. Parameters: ApplyHeaderAndFooter, AddPageBreak.
/// Errors: those of reading a document, with its name; InputTooComplex.
Result<Finished> merge_docx(child::Work& work);

}  // namespace docmill::engines::ooxml
