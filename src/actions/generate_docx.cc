#include "actions/fields.h"
#include "actions/generate.h"

namespace docmill::actions {

model::Field template_data() {
  return {.name = "Data",
          .type = model::FieldType::File,
          .required = true,
          .summary = "JSON, as a file or as text: an object, or a list of them. Its names are those of the template's tokens.",
          .accepts = {"json"}};
}

model::Field template_locale() {
  return {.name = "Locale",
          .type = model::FieldType::Text,
          .summary = "The language and country whose dates, numbers and currency are written: \"de-DE\".",
          .fallback = "en-US",
          .longest = 40};
}

model::Field template_timezone() {
  return {.name = "Timezone",
          .type = model::FieldType::Text,
          .summary = "Where the clock stands that dates are shown by: \"Europe/Berlin\", or as Windows names it.",
          .fallback = "UTC",
          .longest = 100};
}

std::vector<model::Field> office_template_fields(std::string_view summary, std::string_view own, std::string_view types) {
  return {
      source_file(summary),
      template_data(),
      {.name = "OutputType", .type = model::FieldType::Choice, .summary = types, .fallback = own, .choices = {own, "Pdf"}},
      template_locale(),
      template_timezone(),
      {.name = "Engine",
       .type = model::FieldType::Choice,
       .summary = "The language of the tokens: {{price}:format(C)} is Classic, {{price|format(C)}} is Modern. By default it is told by the "
                  "tokens.",
       .choices = {"Classic", "Modern"}}};
}

model::Action from_docx() {
  return {
      .id = "generate/from-docx",
      .title = "Create DOCX from template",
      .summary =
          "Fills a Word document's tokens with data. Table rows, list items and sections repeat for each item; pictures, codes, "
          "charts, links and conditions come from the data too.",
      .accepts = {"docx", "dotx", "docm"},
      .makes = "bin",
      .fields = office_template_fields("The Word document with tokens: {{company.name}}.", "Docx", "A Word document, or a PDF of it."),
      .documents = 1,
      // What is to be printed leaves the first step as "docm", so that the second one takes it.
      .steps = {{.engine = "ooxml", .operation = "fill-docx", .target = "docx"},
                {.engine = "office", .operation = "convert", .target = "pdf", .only = {"docm"}}},
  };
}

model::Action from_fillable_docx() {
  return {
      .id = "generate/from-fillable-docx",
      .title = "Fill merge fields in DOCX",
      .summary = "Gives the merge fields of a Word document the values of the properties that have their names.",
      .accepts = {"docx", "dotx", "docm"},
      .makes = "docx",
      .fields = {source_file("The Word document with merge fields."), template_data()},
      .documents = 1,
      .steps = {{.engine = "ooxml", .operation = "fill-merge-fields", .target = "docx"}},
  };
}

}  // namespace docmill::actions
