#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// The pictures on the pages that "Pages" names, each once, under its page and its number there: "Report-3-1.jpg". FilenamePrefix takes
/// the place of the document's name. Pictures that can be no file are left out with a warning.
/// Errors: NotApplicable (there are none), InputTooComplex, those of open_pdf().
Result<Finished> extract_images(child::Work& work);

}  // namespace docmill::engines::pdf
