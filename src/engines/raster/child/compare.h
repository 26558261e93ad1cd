#pragma once
#include "engines/child/work.h"

namespace docmill::engines::raster {

/// What differs between the pictures of two PDFs, page by page: {"same", "dpi", "pages": [of the first, of the second], "differing":
/// [{"page", "pixels", "share", "area": {"left", "top", "right", "bottom"}} or {"page", "missingIn": "File" or "OtherFile"}]}. Areas are in
/// points from the page's upper left corner. Parameters: Dpi; Tolerance (how far a colour may be off, 0 to 255).
/// Errors: InputTooComplex (a page too large), as for opening.
Result<Finished> compare(child::Work& work);

/// The same answer as a file, and beside it a PNG of each page that differs: the first PDF's page in pale grey, differences in red.
Result<Finished> difference_images(child::Work& work);

}  // namespace docmill::engines::raster
