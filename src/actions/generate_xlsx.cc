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
      .fields = office_template_fields("The workbook with tokens: {{company.name}}.", "Xlsx", "A workbook, or a PDF of it."),
      .documents = 1,
      // What is to be printed leaves the first step as "xlsm", so that the second one takes it.
      .steps = {{.engine = "ooxml", .operation = "fill-xlsx", .target = "xlsx"},
                {.engine = "office", .operation = "convert", .target = "pdf", .only = {"xlsm"}}},
  };
}

}  // namespace docmill::actions
