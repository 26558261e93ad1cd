#include "actions/convert.h"
#include "actions/document_types.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

std::vector<model::Step> office_pdf() {
  return {{.engine = "office", .operation = "convert", .target = "pdf"}};
}

model::Field option(std::string_view name, std::string_view summary) {
  return {.name = name, .type = model::FieldType::Boolean, .summary = summary};
}

/// How LibreOffice writes the PDF. Without a value it decides itself.
std::vector<model::Field> with_pdf_options(std::vector<model::Field> fields, std::vector<model::Field> more = {}) {
  std::vector<model::Field> options{
      {.name = "Pages",
       .type = model::FieldType::Pages,
       .summary = "The pages to keep, ascending, like 1-3;5. All by default.",
       .longest = 10'000},
      {.name = "PdfFormat",
       .type = model::FieldType::Choice,
       .summary = "The kind of PDF: for archives one of the PDF/A levels.",
       .choices = {"PDF1.7", "PDF1.6", "PDF/A-1b", "PDF/A-2b", "PDF/A-3b"}},
      option("PdfUa", "Tagged for readers of people who cannot see it (PDF/UA)."),
      option("Bookmarks", "Headings, sheets or slides become bookmarks."),
      option("FormFields", "Form fields stay fields that can be filled in."),
      {.name = "Quality", .type = model::FieldType::Integer, .summary = "JPEG quality of pictures, percent.", .least = 1, .most = 100},
      option("LosslessImages", "Pictures are stored without loss."),
      {.name = "MaxImageResolution",
       .type = model::FieldType::Integer,
       .summary = "Pictures with more dots an inch are made smaller.",
       .least = 36,
       .most = 2400},
      source_password(),
  };
  fields.insert(fields.end(), more.begin(), more.end());
  fields.insert(fields.end(), options.begin(), options.end());
  return fields;
}

}  // namespace

model::Action docx_to_pdf() {
  return {
      .id = "convert/docx-to-pdf",
      .title = "DOCX to PDF",
      .summary = "Turns a Word document into a PDF that looks the same.",
      .accepts = {"docx", "docm", "dotx", "dotm"},
      .makes = "pdf",
      .fields = with_pdf_options({source_file("The Word document.")},
                                 {option("Notes", "Comments become notes of the PDF."),
                                  option("UpdateIndexes", "Tables of contents and other indexes are made anew first.")}),
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
      .fields = with_pdf_options({source_file("The Excel workbook.")},
                                 {option("SinglePageSheets", "Each sheet on one page as large as it needs.")}),
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
      .fields = with_pdf_options({source_file("The PowerPoint presentation.")}, {option("HiddenSlides", "Hidden slides too.")}),
      .documents = 1,
      .steps = office_pdf(),
  };
}

}  // namespace docmill::actions
