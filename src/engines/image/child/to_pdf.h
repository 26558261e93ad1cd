#pragma once
#include "engines/child/work.h"

namespace docmill::engines::image {

/// Pictures as a PDF, in their order; of TIFF every page, of what moves the first frame. Parameters: ImagePerPage, PageSize, Orientation,
/// Margin, Fit, Dpi (where a picture does not say). Errors: InputDamaged, UnsupportedType, InputTooComplex, TooManyPages, BadRequest.
Result<Finished> to_pdf(child::Work& work);

}  // namespace docmill::engines::image
