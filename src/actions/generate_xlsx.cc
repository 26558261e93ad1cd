#include "actions/fields.h"
#include "actions/generate.h"

namespace docmill::actions {

model::Action from_xlsx() {
  return {
      .id = "generate/from-xlsx",
      .title = "Create XLSX from template",
      .summary =
          "Fills a workbook's tokens with data. Rows, ranges, columns and sheets repeat for each item; formulas, charts and tables "
          "follow.",
      .accepts = {"xlsx", "xltx", "xlsm"},
      .makes = "bin",
      .fields = {source_file("The workbook with tokens: {{company.name}}."),
                 template_data(),
                 {.name = "OutputType",
                  .type = model::FieldType::Choice,
                  .summary = "A workbook, or a PDF of it.",
                  .fallback = "Xlsx",
                  .choices = {"Xlsx", "Pdf"}},
                 template_locale(),
                 template_timezone(),
                 {.name = "Engine",
                  .type = model::FieldType::Choice,
                  .summary =
                      "The language of the tokens: {{price}:format(C)} is Classic, {{price|format(C)}} is Modern. By default it is told "
                      "by the tokens.",
                  .choices = {"Classic", "Modern"}}},
      .documents = 1,
      // What is to be printed leaves the first step as "xlsm", so that the second one takes it.
      .steps = {{.engine = "ooxml", .operation = "fill-xlsx", .target = "xlsx"},
                {.engine = "office", .operation = "convert", .target = "pdf", .only = {"xlsm"}}},
  };
}

}  // namespace docmill::actions
