#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// Every file attached to the document, under its own name. Errors: NotApplicable when there is none.
Result<Finished> extract_attachments(child::Work& work);

}  // namespace docmill::engines::pdf
