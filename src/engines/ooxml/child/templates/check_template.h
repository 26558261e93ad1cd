#pragma once
#include "engines/child/work.h"

namespace docmill::engines::ooxml {

/// What a template (File) says, without filling it: JSON with its tokens and their places, the lists among its names, what is wrong with
/// it, a JSON Schema of the data it asks for and a sample of them (templating/check/inspection.h). Parameters: Engine, EscapeValues.
/// Errors: those of reading a template.
Result<Finished> check_template(child::Work& work);

/// Fills a template (File) with data (Data) and throws the document away: JSON with "complete" (whether nothing is missing), "missing",
/// "unused" and "warnings". Parameters: Locale, Timezone, Engine, EscapeValues. Errors: those of filling it.
Result<Finished> dry_run(child::Work& work);

}  // namespace docmill::engines::ooxml
