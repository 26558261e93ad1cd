#include "actions/merge_office.h"

#include "actions/fields.h"

namespace docmill::actions {

model::Action merge_docx() {
  return {
      .id = "convert/merge-docx",
      .title = "Merge DOCX",
      .summary = "Puts several Word documents together, in the order they are sent. Styles, lists, notes, pictures and charts come along.",
      .accepts = {"docx"},
      .makes = "docx",
      .fields = {source_files("The documents, in order."),
                 {.name = "ApplyHeaderAndFooter",
                  .type = model::FieldType::Boolean,
                  .summary = "The first document's headers and footers on all pages. Without AddPageBreak it is always so.",
                  .fallback = "false"},
                 {.name = "AddPageBreak",
                  .type = model::FieldType::Boolean,
                  .summary = "Each document begins on a new page and keeps its own page size, margins and orientation.",
                  .fallback = "false"}},
      .documents = 1,
      .steps = {{.engine = "ooxml", .operation = "merge-docx", .target = "docx"}},
  };
}

model::Action merge_xlsx() {
  return {
      .id = "convert/merge-xlsx",
      .title = "Merge XLSX",
      .summary =
          "Puts the sheets of several workbooks into one, in the order they are sent. A sheet whose name is taken gets a number: "
          "\"Sheet1 (2)\"; formulas, charts and pivot tables follow.",
      .accepts = {"xlsx"},
      .makes = "xlsx",
      .fields = {source_files("The workbooks, in order.")},
      .documents = 1,
      .steps = {{.engine = "ooxml", .operation = "merge-xlsx", .target = "xlsx"}},
  };
}

}  // namespace docmill::actions
