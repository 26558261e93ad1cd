#include "actions/mail.h"

#include "actions/browser.h"
#include "actions/convert.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

std::vector<std::string_view> message_types() {
  return {"eml", "msg"};
}

model::Field message_file() {
  return source_file("The message: EML, or MSG as Outlook saves it.");
}

}  // namespace

model::Action email_to_pdf() {
  return {
      .id = "convert/email-to-pdf",
      .title = "Email to PDF",
      .summary =
          "Turns an e-mail message into a PDF: sender, recipients, date, subject and list of attachments, then the body with its pictures. "
          "Attached documents, pictures and messages follow in their order; attachments that have no pages are left out with a warning.",
      .accepts = message_types(),
      .makes = "pdf",
      .fields = {message_file(), with_attachments("Whether the attachments are turned into PDF and put behind the message."),
                 with_remote_content("Whether pictures and styles that lie elsewhere are loaded. That can tell the sender that the message "
                                     "was read, so it is not done unless asked for; what was not loaded is told in a warning.")},
      .documents = 1,
      .steps = one_pdf_of_all(),
  };
}

model::Action email_to_html() {
  return {
      .id = "convert/email-to-html",
      .title = "Email to HTML",
      .summary =
          "Turns an e-mail message into an HTML page that stands alone: its head, then its body with the pictures that came along inside "
          "it; "
          "scripts, forms and whatever else acts are taken out.",
      .accepts = message_types(),
      .makes = "html",
      .fields = {message_file()},
      .documents = 1,
      .steps = {{.engine = "mail", .operation = "email-to-html", .target = "html"}},
  };
}

model::Action mail_parse() {
  return {
      .id = "mail/parse",
      .title = "Parse email",
      .summary =
          "Answers what an e-mail message holds: subject, from, to, cc, bcc, replyTo, date, messageId, text, html without what acts, and "
          "name, "
          "type and size of each attachment.",
      .accepts = message_types(),
      .makes = "json",
      .fields = {message_file()},
      .documents = 1,
      .steps = {{.engine = "mail", .operation = "email-info", .target = "json"}},
      .answer = model::Answer::Json,
  };
}

model::Action mail_extract_attachments() {
  return {
      .id = "mail/extract-attachments",
      .title = "Extract attachments from email",
      .summary = "Gives every file attached to an e-mail message, under its own name; a Winmail.dat is opened.",
      .accepts = message_types(),
      .makes = "bin",
      .fields = {message_file()},
      .documents = 1,
      .steps = {{.engine = "mail", .operation = "extract-attachments", .target = "bin"}},
      .answer = model::Answer::Links,
  };
}

model::Action markdown_to_html() {
  return {
      .id = "convert/markdown-to-html",
      .title = "Markdown to HTML",
      .summary =
          "Turns Markdown into an HTML page with a style for print: GitHub's flavour, with tables, task lists, strikethrough, links and "
          "footnotes. HTML in it is kept as far as it is harmless.",
      .accepts = {"md"},
      .makes = "html",
      .fields = {source_file("The Markdown text.")},
      .documents = 1,
      .steps = {{.engine = "mail", .operation = "markdown-to-html", .target = "html"}},
  };
}

model::Action markdown_to_pdf() {
  return {
      .id = "convert/markdown-to-pdf",
      .title = "Markdown to PDF",
      .summary = "Turns Markdown into a PDF: GitHub's flavour, with tables, task lists, strikethrough, links and footnotes.",
      .accepts = {"md"},
      .makes = "pdf",
      .fields = printed_fields(source_file("The Markdown text.")),
      .documents = 1,
      .steps = {{.engine = "mail", .operation = "markdown-to-html", .target = "html", .only = {"md"}},
                {.engine = "browser", .operation = "print", .target = "pdf"}},
  };
}

}  // namespace docmill::actions
