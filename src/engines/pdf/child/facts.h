#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// {"isPasswordProtected", "requiresPassword", "algorithm", "allowPrinting", "allowModification", "allowExtract", "allowAnnotate"};
/// of a document that does not open only the first two are known.
Result<Finished> protection_info(child::Work& work);

/// {"title", …, "pages", "pdfVersion", "encrypted"}: the document information, absent entries left out, dates as ISO 8601.
Result<Finished> get_metadata(child::Work& work);

/// Sets Title, Author, Subject, Keywords and Creator where they are given. A packet of XMP that would contradict them goes.
Result<Finished> set_metadata(child::Work& work);

/// {"field name": "value"} of every field of a form (spec O-31); buttons come as their export value, several choices with commas.
Result<Finished> get_form(child::Work& work);

}  // namespace docmill::engines::pdf
