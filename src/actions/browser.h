#pragma once
#include <vector>

#include "model/action.h"

/// The declarations of what Chromium performs.
namespace docmill::actions {

model::Action html_to_pdf();
model::Action url_to_pdf();
model::Action html_to_image();
model::Action url_to_image();

/// `file` and everything one may choose about a page that is printed, for an action whose last step is the browser's "print".
std::vector<model::Field> printed_fields(model::Field file);

}  // namespace docmill::actions
