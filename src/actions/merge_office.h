#pragma once
#include "model/action.h"

/// The declarations of what puts Word documents or workbooks together without making PDFs of them.
namespace docmill::actions {

model::Action merge_docx();
model::Action merge_xlsx();

}  // namespace docmill::actions
