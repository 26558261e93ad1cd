#pragma once
#include <vector>

#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// Takes pages out of a document for good: nothing that still points to them, no bookmark and no link, keeps what stood on them in the
/// file, and the fields of a form that stood on them alone go with them.
void take_pages_out(QPDF& file, std::vector<QPDFPageObjectHelper>& pages);

}  // namespace docmill::engines::pdf
