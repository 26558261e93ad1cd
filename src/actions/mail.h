#pragma once
#include "model/action.h"

/// The declarations of what the mail engine performs: messages (EML, MSG) and Markdown.
namespace docmill::actions {

/// The message and, unless the caller declines, its attachments, as one PDF.
model::Action email_to_pdf();
model::Action email_to_html();
model::Action mail_parse();
model::Action mail_extract_attachments();
model::Action markdown_to_html();
model::Action markdown_to_pdf();

}  // namespace docmill::actions
