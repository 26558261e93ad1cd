#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// Several PDFs as one, in their order. Parameters: Pages ("1-3|all|2": a page list for each document, "" or "all" for all of it),
/// GenerateBookmarks (one for each document, named like it), PreserveBookmarks (theirs are kept), Password (for all of them).
/// Form fields are kept; those of one name in two documents get new names.
Result<Finished> merge(child::Work& work);

}  // namespace docmill::engines::pdf
