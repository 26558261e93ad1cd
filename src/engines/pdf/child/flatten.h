#pragma once
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// Draws fields and annotations into the pages, where nobody changes them any more. Links stay what they are: nothing of them is seen,
/// they are followed. What is hidden on screen stays hidden; what is not for print is left out of neither.
void draw_annotations_in(QPDF& file);

}  // namespace docmill::engines::pdf
