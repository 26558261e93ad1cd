#pragma once
#include "engines/child/work.h"

namespace docmill::engines::image {

// Each makes one picture of one, upright, in the Format wanted; frames and pages stay where both formats hold several.
// Errors: InputDamaged, UnsupportedType, InputTooComplex, BadRequest, NotApplicable.

/// The picture in another format. Parameters of all: Format, Quality, Background.
Result<Finished> convert_picture(child::Work& work);

/// Width, Height (pixels, either may be missing), Fit (Inside, Cover, Stretch), Enlarge.
Result<Finished> resize_picture(child::Work& work);

/// Angle (0, 90, 180, 270, clockwise), then Flip (None, Horizontal, Vertical).
Result<Finished> rotate_picture(child::Work& work);

/// Left, Top, Width, Height; what lies outside is left out.
Result<Finished> crop_picture(child::Work& work);

}  // namespace docmill::engines::image
