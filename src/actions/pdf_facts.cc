#include "actions/fields.h"
#include "actions/pdf.h"

namespace docmill::actions {

model::Action pdf_question(std::string_view id, std::string_view title, std::string_view summary, std::string_view operation) {
  return {
      .id = id,
      .title = title,
      .summary = summary,
      .accepts = {"pdf"},
      .makes = "json",
      .fields = {source_file("The PDF."), source_password()},
      .documents = 1,
      .steps = {{.engine = "pdf", .operation = operation, .target = "json"}},
      .answer = model::Answer::Json,
  };
}

namespace {

model::Field entry(std::string_view name, std::string_view summary) {
  return {.name = name, .type = model::FieldType::Text, .summary = summary, .longest = 10'000};
}

}  // namespace

model::Action pdf_get_metadata() {
  return pdf_question("pdf/get-metadata", "Get PDF metadata",
                      "Answers title, author, subject, keywords, creator, producer, dates, number of pages and version.", "get-metadata");
}

model::Action pdf_set_metadata() {
  return {
      .id = "pdf/set-metadata",
      .title = "Set PDF metadata",
      .summary = "Sets title, author, subject, keywords and creator; what is not given stays.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), entry("Title", "The new title."), entry("Author", "The new author."),
                 entry("Subject", "The new subject."), entry("Keywords", "The new keywords."),
                 entry("Creator", "The program that made the original."), source_password()},
      .documents = 1,
      .steps = pdf_step("set-metadata"),
  };
}

model::Action pdf_get_bookmarks() {
  return pdf_question("pdf/get-bookmarks", "Get PDF bookmarks", "Answers the bookmarks as a tree of title, page and children.",
                      "get-bookmarks");
}

model::Action pdf_set_bookmarks() {
  return {
      .id = "pdf/set-bookmarks",
      .title = "Set PDF bookmarks",
      .summary = "Replaces the bookmarks of a PDF.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."),
                 {.name = "Bookmarks",
                  .type = model::FieldType::Text,
                  .required = true,
                  .summary = R"(A JSON list of {"title", "page", "children"}, as get-bookmarks answers it; [] removes them.)",
                  .longest = 500'000},
                 source_password()},
      .documents = 1,
      .steps = pdf_step("set-bookmarks"),
  };
}

model::Action pdf_extract_attachments() {
  return {
      .id = "pdf/extract-attachments",
      .title = "Extract attachments from PDF",
      .summary = "Gives every file attached to a PDF, under its own name.",
      .accepts = {"pdf"},
      .makes = "bin",
      .fields = {source_file("The PDF."), source_password()},
      .documents = 1,
      .steps = {{.engine = "pdf", .operation = "extract-attachments", .target = "bin"}},
      .answer = model::Answer::Links,
  };
}

model::Action pdf_extract_images() {
  return {
      .id = "pdf/extract-images",
      .title = "Extract images from PDF",
      .summary =
          "Gives every picture of a PDF as a file: JPEG and JPEG 2000 as they are, faxes as TIFF, others as PNG without loss. "
          "Page and number are in the names.",
      .accepts = {"pdf"},
      .makes = "bin",
      .fields = {source_file("The PDF."),
                 page_list("The pages to look at, like 1;4-6. All by default."),
                 {.name = "FilenamePrefix",
                  .type = model::FieldType::Text,
                  .summary = "What the names begin with; page and number follow. The PDF's own name by default.",
                  .longest = 100},
                 source_password()},
      .documents = 1,
      .steps = {{.engine = "pdf", .operation = "extract-images", .target = "bin"}},
      .answer = model::Answer::Links,
  };
}

model::Action pdf_get_form() {
  return pdf_question("pdf/get-form", "Get form data from PDF", "Answers the name and value of every field of a PDF form.", "get-form");
}

}  // namespace docmill::actions
