#pragma once
#include "engines/child/work.h"

namespace docmill::engines::raster {

/// The text of chosen pages. Parameters: StartPage, EndPage, Pages, ResultType (Raw: plain text, each page ended by a form feed as
/// pdftotext does; HTML: see html.h), Layout for Raw (Reading: in reading order; Physical: kept where it stands, with spaces; Raw: as the
/// content comes).
Result<Finished> pdf_to_text(child::Work& work);

}  // namespace docmill::engines::raster
