#pragma once
#include <vector>

#include "model/action.h"

/// The declarations of the converters between documents.
namespace docmill::actions {

/// Steps that make a PDF of every document, whatever its type, of a message one of its attachments too, and one PDF of all of them.
std::vector<model::Step> one_pdf_of_all();

/// The field "MergeAttachments" of an action with these steps.
model::Field with_attachments(std::string_view summary);
/// The field "LoadRemoteContent" of an action with these steps, which the browser engine looks at for what was made of messages.
model::Field with_remote_content(std::string_view summary);

model::Action docx_to_pdf();
model::Action xlsx_to_pdf();
model::Action pptx_to_pdf();
/// A PDF comes back as it is.
model::Action any_to_pdf();
model::Action merge_any_to_pdf();

model::Action doc_to_docx();
model::Action xls_to_xlsx();
model::Action ppt_to_pptx();

// convert_office.cc
model::Action html_to_docx();
/// Within a family: text, spreadsheet, presentation, drawing.
model::Action office_to_office();

}  // namespace docmill::actions
