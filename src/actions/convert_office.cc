#include "actions/convert.h"
#include "actions/document_types.h"
#include "actions/fields.h"
#include "base/paper.h"

namespace docmill::actions {
model::Action html_to_docx() {
  auto page = source_file("The HTML page, as a file or as text.");
  page.alias = "Html";
  return {
      .id = "convert/html-to-docx",
      .title = "HTML to DOCX",
      .summary = "Turns an HTML page into a Word document that can be edited.",
      .accepts = {"html", "htm", "xhtml", "txt"},
      .makes = "docx",
      .fields =
          {std::move(page),
           {.name = "PaperSize", .type = model::FieldType::Choice, .summary = "The paper.", .fallback = "A4", .choices = paper_names()},
           {.name = "Orientation",
            .type = model::FieldType::Choice,
            .summary = "How the paper stands.",
            .fallback = "Portrait",
            .choices = {"Portrait", "Landscape"}},
           {.name = "Margins",
            .type = model::FieldType::Text,
            .summary = "One to four lengths, in the order of CSS: top, right, bottom, left; in points where no unit is given.",
            .longest = 100},
           {.name = "DecodeHtml",
            .type = model::FieldType::Boolean,
            .summary = "The mark-up came escaped, &lt;p&gt; for a paragraph.",
            .fallback = "false"}},
      .documents = 1,
      .steps = {{.engine = "office", .operation = "convert", .target = "docx"}},
  };
}

model::Action office_to_office() {
  return {
      .id = "convert/office",
      .title = "Office document to another format",
      .summary = "Turns a text, a spreadsheet or a presentation into another format of its kind, OpenDocument and Rich Text included.",
      .accepts = types_paged_by("office"),
      .makes = "bin",
      .fields = {source_file("The document."),
                 {.name = "Format",
                  .type = model::FieldType::Choice,
                  .required = true,
                  .summary = "Of a text: Docx, Odt, Rtf, Txt, Html, Epub, Doc. Of a spreadsheet: Xlsx, Ods, Xls, Csv (its first sheet), "
                             "Html. Of a presentation: Pptx, Odp, Ppt. Of a drawing: Odg. Of all: Pdf.",
                  .choices = {"Docx", "Odt", "Rtf", "Txt", "Html", "Epub", "Doc", "Xlsx", "Ods", "Xls", "Csv", "Pptx", "Odp", "Ppt", "Odg",
                              "Pdf"}},
                 name_of_document(),
                 source_password()},
      .documents = 1,
      .steps = {{.engine = "office", .operation = "convert", .target = "bin"}},
  };
}

}  // namespace docmill::actions
