#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// Turns pages clockwise by Angle (90, 180 or 270) beside how they stand; Pages chooses, all by default.
Result<Finished> rotate(child::Work& work);

/// Leaves out the Pages. Errors: NotApplicable when none would be left.
Result<Finished> delete_pages(child::Work& work);

/// The Pages first, in their order, then those not named.
Result<Finished> reorder_pages(child::Work& work);

/// Draws annotations and form fields into the pages, where nobody changes them any more.
Result<Finished> flatten(child::Work& work);

/// Arranges the file so that a viewer shows the first page before the rest has arrived (ISO 32000-1, annex F).
Result<Finished> linearize(child::Work& work);

}  // namespace docmill::engines::pdf
