#pragma once
#include "engines/ooxml/child/docx/document.h"

namespace docmill::engines::ooxml {

/// Where a document has another theme than the merged one, writes the theme's fonts by their names and its colours by their values into
/// the document's text and styles, so that they stay what they are. Errors: what reading the parts can cause.
Result<void> leave_theme(Document& base, Document& other);

}  // namespace docmill::engines::ooxml
