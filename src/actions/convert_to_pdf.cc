#include "actions/convert.h"
#include "actions/document_types.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

std::vector<model::Step> office_pdf() {
  return {{.engine = "office", .operation = "convert", .target = "pdf"}};
}

}  // namespace

model::Action docx_to_pdf() {
  return {
      .id = "convert/docx-to-pdf",
      .title = "DOCX to PDF",
      .summary = "Turns a Word document into a PDF that looks the same.",
      .accepts = {"docx", "docm", "dotx", "dotm"},
      .makes = "pdf",
      .fields = {source_file("The Word document.")},
      .documents = 1,
      .steps = office_pdf(),
  };
}

model::Action xlsx_to_pdf() {
  return {
      .id = "convert/xlsx-to-pdf",
      .title = "XLSX to PDF",
      .summary = "Turns an Excel workbook into a PDF, sheet by sheet, by each sheet's print settings.",
      .accepts = {"xlsx", "xlsm", "xlsb", "xltx", "xltm"},
      .makes = "pdf",
      .fields = {source_file("The Excel workbook.")},
      .documents = 1,
      .steps = office_pdf(),
  };
}

model::Action pptx_to_pdf() {
  return {
      .id = "convert/pptx-to-pdf",
      .title = "PPTX to PDF",
      .summary = "Turns a PowerPoint presentation into a PDF with one page per slide.",
      .accepts = {"pptx", "pptm", "potx", "potm", "ppsx", "ppsm"},
      .makes = "pdf",
      .fields = {source_file("The PowerPoint presentation.")},
      .documents = 1,
      .steps = office_pdf(),
  };
}

model::Action any_to_pdf() {
  return {
      .id = "convert/any-to-pdf",
      .title = "Any document to PDF",
      .summary =
          "Turns a document of any known type into a PDF. The type is taken from the document's bytes first, then from its name. A PDF "
          "comes back as it is.",
      .accepts = types_paged_by({}),
      .makes = "pdf",
      .fields = {source_file("The document."),
                 {.name = kFilename,
                  .type = model::FieldType::Text,
                  .summary = "The document's name with its extension, when the uploaded file has another name or none.",
                  .longest = 255}},
      .documents = 1,
      .steps = {{.engine = "mail", .operation = "email-to-html", .target = "html", .only = {"eml", "msg"}},
                {.engine = "mail", .operation = "markdown-to-html", .target = "html", .only = {"md"}},
                {.engine = "office", .operation = "convert", .target = "pdf", .only = types_paged_by("office")},
                {.engine = "image", .operation = "to-pdf", .target = "pdf", .only = types_paged_by("image")}},
  };
}

}  // namespace docmill::actions
