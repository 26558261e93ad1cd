#include "actions/convert.h"
#include "actions/document_types.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

std::vector<model::Step> office_pdf() {
  return {{.engine = "office", .operation = "convert", .target = "pdf"}};
}

/// Everything in the table of types that has pages: the office engine reads all of it, and a PDF needs no conversion.
std::vector<std::string_view> every_type() {
  std::vector<std::string_view> extensions;
  for (const auto& type : document_types()) {
    if (type.extension != "json" && type.extension != "bin") extensions.push_back(type.extension);
  }
  return extensions;
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
      .accepts = every_type(),
      .makes = "pdf",
      .fields = {source_file("The document."),
                 {.name = kFilename,
                  .type = model::FieldType::Text,
                  .summary = "The document's name with its extension, when the uploaded file has another name or none.",
                  .longest = 255}},
      .documents = 1,
      .steps = office_pdf(),
  };
}

}  // namespace docmill::actions
