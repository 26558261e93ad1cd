#pragma once
#include <vector>

#include "model/action.h"

/// The declarations of what libvips performs.
namespace docmill::actions {

// image_to_pdf.cc
model::Action image_to_pdf();

// image.cc
model::Action image_convert();
model::Action image_resize();
model::Action image_rotate();
model::Action image_crop();
model::Action image_info();
model::Action image_strip_metadata();

/// The extensions of the pictures that are read.
std::vector<std::string_view> picture_types();

}  // namespace docmill::actions
