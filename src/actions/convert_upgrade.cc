#include "actions/convert.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

std::vector<model::Step> office_step(std::string_view target) {
  return {{.engine = "office", .operation = "convert", .target = target}};
}

}  // namespace

model::Action doc_to_docx() {
  return {
      .id = "convert/doc-to-docx",
      .title = "DOC to DOCX",
      .summary = "Turns a Word 97-2003 document into a DOCX. Rich Text, which Word also stores as .doc, is taken too.",
      .accepts = {"doc", "dot", "rtf"},
      .makes = "docx",
      .fields = {source_file("The Word 97-2003 document."), source_password()},
      .documents = 1,
      .steps = office_step("docx"),
  };
}

model::Action xls_to_xlsx() {
  return {
      .id = "convert/xls-to-xlsx",
      .title = "XLS to XLSX",
      .summary = "Turns an Excel 97-2003 workbook into an XLSX.",
      .accepts = {"xls", "xlt"},
      .makes = "xlsx",
      .fields = {source_file("The Excel 97-2003 workbook."), source_password()},
      .documents = 1,
      .steps = office_step("xlsx"),
  };
}

model::Action ppt_to_pptx() {
  return {
      .id = "convert/ppt-to-pptx",
      .title = "PPT to PPTX",
      .summary = "Turns a PowerPoint 97-2003 presentation into a PPTX.",
      .accepts = {"ppt", "pot", "pps"},
      .makes = "pptx",
      .fields = {source_file("The PowerPoint 97-2003 presentation."), source_password()},
      .documents = 1,
      .steps = office_step("pptx"),
  };
}

}  // namespace docmill::actions
