#pragma once
#include "engines/child/work.h"

namespace docmill::engines::ooxml {

/// A workbook made of a template (File) and data (Data). Parameters: OutputType, Locale, Timezone, Engine.
/// With OutputType Pdf it comes under the extension "xlsm", for the step that prints it.
/// Errors: those of reading the template and the data, and of templating::xlsx::fill().
Result<Finished> fill_xlsx(child::Work& work);

}  // namespace docmill::engines::ooxml
