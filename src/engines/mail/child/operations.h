#pragma once
#include "engines/child/work.h"

namespace docmill::engines::mail {

/// Does what the work asks for, in the jailed child. Exceptions stop here.
/// Errors: InputDamaged, InputTooComplex, NotApplicable (the message lacks what was asked for), EngineFailed; each with its phase.
Result<Finished> perform(child::Work& work);

/// One message as HTML ("html"), and with MergeAttachments=true each of its files behind it that some engine makes pages of; messages
/// inside it as HTML with their files. What is left out is a warning.
Result<Finished> email_to_html(child::Work& work);

/// JSON: subject, from, to, cc, bcc, replyTo, date, messageId, text, html, attachments, notes.
Result<Finished> email_info(child::Work& work);

/// Every file attached to a message, under its own name; messages inside it as files. Errors: NotApplicable when there is none.
Result<Finished> extract_files(child::Work& work);

/// GitHub-flavoured Markdown as HTML.
Result<Finished> markdown_to_html(child::Work& work);

}  // namespace docmill::engines::mail
