#pragma once
#include "engines/child/work.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// Fills the form with the JSON object of the input "Data" (spec O-30). LockFormFields: nobody may change it any more. Flatten: it becomes
/// part of the pages. Names that no field has are told as a warning.
/// Errors: NotApplicable when there is no form, BadRequest when the data is no JSON object.
Result<Finished> fill_form(child::Work& work);

/// [{"name", "type", "value", "options", "required", "readOnly", "multiline", "maxLength", "page", "rect"}] of every field of a form,
/// absent properties left out; rect is in points from the page's origin.
Result<Finished> get_form_fields(child::Work& work);

/// Draws the fields of a form that leaves this to its viewers (/NeedAppearances), for when its pages are put elsewhere.
void draw_form_if_needed(QPDF& file);

}  // namespace docmill::engines::pdf
