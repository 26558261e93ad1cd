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
      .accepts = {"xlsx", "xltx", "xlsm", "ods", "ots"},
      .makes = "bin",
      .fields = office_template_fields("The workbook with tokens: {{company.name}}.", "Xlsx",
                                       "A workbook, an OpenDocument spreadsheet, or a PDF. By default what the template is."),
      .documents = 1,
      .steps = office_template_steps("fill-xlsx", "xlsx"),
  };
}

}  // namespace docmill::actions
