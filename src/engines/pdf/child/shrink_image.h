#pragma once
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// Replaces a picture by a JPEG of at most 2,000 pixels a side where that saves a tenth or more. Left alone: masks, pictures of one bit,
/// palettes, other colour spaces than grey and RGB, and what cannot be decoded.
void shrink_image(QPDFObjectHandle image);

}  // namespace docmill::engines::pdf
