#pragma once
#include "engines/child/work.h"

namespace docmill::engines::ooxml {

/// A presentation made of a template (File) and data (Data). Parameters: OutputType, Locale, Timezone, Engine, MissingValues.
/// With OutputType Pdf it comes under the extension "pptm", for the step that prints it.
/// Errors: those of reading the template and the data, and of templating::pptx::fill().
Result<Finished> fill_pptx(child::Work& work);

}  // namespace docmill::engines::ooxml
