#pragma once
#include "engines/child/work.h"

namespace docmill::engines::image {

/// The same picture without Exif, XMP, IPTC, comments and previews. Its pixels are not touched: JPEG and WebP keep their coding, others
/// are packed again without loss. The colour profile, the density and how the picture is turned stay, since it would look different.
/// Errors: NotApplicable for HEIF, AVIF, BMP and SVG; InputDamaged.
Result<Finished> strip_metadata(child::Work& work);

}  // namespace docmill::engines::image
