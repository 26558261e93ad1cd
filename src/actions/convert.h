#pragma once
#include "model/action.h"

/// The declarations of the converters that LibreOffice performs.
namespace docmill::actions {

model::Action docx_to_pdf();
model::Action xlsx_to_pdf();
model::Action pptx_to_pdf();
/// Every type the office engine reads; a PDF comes back as it is.
model::Action any_to_pdf();

model::Action doc_to_docx();
model::Action xls_to_xlsx();
model::Action ppt_to_pptx();

}  // namespace docmill::actions
