#pragma once
#include "engines/child/work.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// Every file attached to the document, under its own name. Errors: NotApplicable when there is none.
Result<Finished> extract_attachments(child::Work& work);

/// Attaches the inputs of the field "Attachments" under their own names, each with the Description. One of the same name stays beside it.
Result<Finished> add_attachments(child::Work& work);

/// Takes attached files out: those whose names are in Names, one a line, or all. Errors: NotApplicable when there is none of them.
Result<Finished> remove_attachments(child::Work& work);

/// Attaches copies of the files that are attached to `from` to `to` as well, under their names; a name that is taken gets a number.
/// `from` must live until `to` is written. Throws what the library throws.
void carry_attachments(QPDF& from, QPDF& to);

}  // namespace docmill::engines::pdf
