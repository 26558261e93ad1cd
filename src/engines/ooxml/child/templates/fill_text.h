#pragma once
#include "engines/child/work.h"

namespace docmill::engines::ooxml {

/// An HTML page or any other text (File) filled with data (Data), under the extension it came with, in UTF-8. Parameters: Locale, Timezone,
/// EscapeValues. Errors: those of reading the template and the data, and of templating::html::fill().
Result<Finished> fill_text(child::Work& work);

}  // namespace docmill::engines::ooxml
