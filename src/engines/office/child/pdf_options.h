#pragma once
#include <string>

#include "engines/child/work.h"

namespace docmill::engines::office {

/// The options of LibreOffice's PDF export that the parameters of a step ask for, as the JSON its filter takes; empty when they ask for
/// nothing. Parameters: Pages (page list, ascending), PdfFormat (PDF1.7, PDF/A-1b, PDF/A-2b, PDF/A-3b), PdfUa, Bookmarks, FormFields,
/// SinglePageSheets, Quality (1 to 100), LosslessImages, MaxImageResolution (dots an inch), Notes, HiddenSlides.
/// Source: the property names of com.sun.star.document.PDFExportFilter, LibreOffice 7.4 (filter/source/pdf).
std::string pdf_options(const child::Work& work);

}  // namespace docmill::engines::office
