#pragma once
#include "engines/child/work.h"

namespace docmill::engines::ooxml {

/// A Word document made of a template (File) and data (Data). Parameters: OutputType, Locale, Timezone, Engine.
/// With OutputType Pdf it comes under the extension "docm", for the step that prints it. With DocumentPerItem: see fill_each.h.
/// Errors: those of reading the template and the data, and of templating::docx::fill().
Result<Finished> fill_docx(child::Work& work);

/// A Word document (File) whose merge fields show the properties of Data. Errors: likewise.
Result<Finished> fill_merge_fields(child::Work& work);

}  // namespace docmill::engines::ooxml
