#include "actions/convert.h"
#include "actions/document_types.h"
#include "actions/fields.h"
#include "actions/pdf.h"

namespace docmill::actions {
namespace {

constexpr std::string_view kOfAMessage = "Of a message: whether what is attached follows it.";
constexpr std::string_view kRemoteOfAMessage =
    "Of a message: whether pictures and styles that lie elsewhere are loaded, which can tell its sender that it was read.";

/// A step for the documents of which an engine makes a PDF.
model::Step pages_by(std::string_view engine, std::string_view operation) {
  return {.engine = engine, .operation = operation, .target = "pdf", .only = types_paged_by(engine)};
}

}  // namespace

model::Field with_attachments(std::string_view summary) {
  return {.name = "MergeAttachments", .type = model::FieldType::Boolean, .summary = summary, .fallback = "true"};
}

model::Field with_remote_content(std::string_view summary) {
  return {.name = "LoadRemoteContent", .type = model::FieldType::Boolean, .summary = summary, .fallback = "false"};
}

std::vector<model::Step> one_pdf_of_all() {
  return {
      // "bin": a message becomes its page and documents of whatever types are attached.
      {.engine = "mail", .operation = "email-to-html", .target = "bin", .only = {"eml", "msg"}},
      {.engine = "mail", .operation = "markdown-to-html", .target = "html", .only = {"md"}},
      pages_by("browser", "print"),
      pages_by("image", "to-pdf"),
      pages_by("office", "convert"),
      {.engine = "pdf", .operation = "merge", .target = "pdf", .if_several = true},
  };
}

model::Action any_to_pdf() {
  return {
      .id = "convert/any-to-pdf",
      .title = "Any document to PDF",
      .summary =
          "Turns a document of any known type into a PDF: office documents, pictures, web pages, Markdown, and messages with what is "
          "attached "
          "to them. The type is taken from the document's bytes first, then from its name. A PDF comes back as it is.",
      .accepts = types_paged_by({}),
      .makes = "pdf",
      .fields = {source_file("The document."), name_of_document(), with_attachments(kOfAMessage), with_remote_content(kRemoteOfAMessage),
                 source_password()},
      .documents = 1,
      .steps = one_pdf_of_all(),
  };
}

model::Action merge_any_to_pdf() {
  auto steps = one_pdf_of_all();
  steps.back().if_several = false;  // it makes the bookmarks too
  return {
      .id = "pdf/merge-any",
      .title = "Merge any documents to PDF",
      .summary = "Makes a PDF of each document, whatever its type, and puts them together in the order they are sent.",
      .accepts = types_paged_by({}),
      .makes = "pdf",
      .fields = {source_files("The documents, in order."), generated_bookmarks(), preserved_bookmarks(), with_attachments(kOfAMessage),
                 with_remote_content(kRemoteOfAMessage), source_password()},
      .documents = 1,
      .steps = std::move(steps),
  };
}

}  // namespace docmill::actions
