#pragma once
#include "engines/child/work.h"

namespace docmill::engines::raster {

/// {"pdfVersion", "pages", "encrypted", "linearized", "title"?, "hasText", "pageSizes": [{"first", "last", "width", "height", "rotation"}],
/// "fonts": [{"name", "type", "embedded", "subset", "substitute"?}]}. Sizes are in points, as the page is shown; pages of one size that
/// follow each other are one entry.
Result<Finished> info(child::Work& work);

}  // namespace docmill::engines::raster
