#pragma once
#include "model/action.h"

/// The declarations of what poppler performs.
namespace docmill::actions {

// raster_convert.cc
model::Action pdf_to_image();
model::Action pdf_to_text();
model::Action pdf_thumbnail();

// raster_facts.cc
model::Action pdf_info();
model::Action pdf_compare();
model::Action pdf_difference_images();

}  // namespace docmill::actions
