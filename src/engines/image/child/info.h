#pragma once
#include "engines/child/work.h"

namespace docmill::engines::image {

/// {"format", "width", "height", "bands", "depth", "colourSpace", "alpha", "dpi": {"x", "y"} or null, "pages", "orientation",
/// "hasProfile"}: width and height as stored, before the orientation. Errors: as Picture::open.
Result<Finished> picture_info(child::Work& work);

}  // namespace docmill::engines::image
