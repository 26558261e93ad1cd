#include <algorithm>
#include <array>

#include "actions/fields.h"
#include "actions/generate.h"

namespace docmill::actions {

namespace {

/// The types around one that is filled: those of OpenDocument, and those under which a filled document goes on to another step
/// (engines/ooxml/child/templates/template_work.h).
struct OfficeTypes {
  std::string_view own;
  std::string_view choice;  // of OutputType
  std::string_view open;
  std::string_view open_template;
  std::string_view to_be_printed;
  std::string_view to_be_opened;
};
constexpr std::array kOfficeTypes{
    OfficeTypes{"docx", "Odt", "odt", "ott", "docm", "dotx"},
    OfficeTypes{"xlsx", "Ods", "ods", "ots", "xlsm", "xltx"},
    OfficeTypes{"pptx", "Odp", "odp", "otp", "pptm", "potx"},
};

const OfficeTypes& types_of(std::string_view own) {
  return *std::ranges::find_if(kOfficeTypes, [&](const OfficeTypes& types) { return same_ignoring_case(types.own, own); });
}

}  // namespace

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

model::Field missing_values() {
  return {.name = "MissingValues",
          .type = model::FieldType::Choice,
          .summary =
              "What becomes of a token whose name is not in the data: it stays in the text (Keep), prints nothing (Remove), or no "
              "document is made and the error names it (Error).",
          .fallback = "Keep",
          .choices = {"Keep", "Remove", "Error"}};
}

std::vector<model::Field> office_template_fields(std::string_view summary, std::string_view own, std::string_view types) {
  return {
      source_file(summary),
      template_data(),
      {.name = "OutputType", .type = model::FieldType::Choice, .summary = types, .choices = {own, types_of(own).choice, "Pdf"}},
      template_locale(),
      template_timezone(),
      {.name = "Engine",
       .type = model::FieldType::Choice,
       .summary = "The language of the tokens: {{price}:format(C)} is Classic, {{price|format(C)}} is Modern. By default it is told by the "
                  "tokens.",
       .choices = {"Classic", "Modern"}},
      missing_values()};
}

std::vector<model::Step> office_template_steps(std::string_view operation, std::string_view own) {
  const auto& types = types_of(own);
  return {{.engine = "office", .operation = "convert", .target = own, .only = {types.open, types.open_template}},
          {.engine = "ooxml", .operation = operation, .target = own},
          {.engine = "office", .operation = "convert", .target = "pdf", .only = {types.to_be_printed}},
          {.engine = "office", .operation = "convert", .target = types.open, .only = {types.to_be_opened}}};
}

namespace {

std::vector<model::Field> from_docx_fields() {
  auto fields = office_template_fields("The Word document with tokens: {{company.name}}.", "Docx",
                                       "A Word document, OpenDocument text, or a PDF. By default what the template is.");
  fields.push_back(
      {.name = "DocumentPerItem",
       .type = model::FieldType::Boolean,
       .summary = "Data is a list, and a document is made for each of its items: the Word documents come in a ZIP, at most 10,000; PDFs "
                  "come joined in one, at most 200. Without it one document is made of the whole list.",
       .fallback = "false"});
  return fields;
}

/// PDFs of several items are joined.
std::vector<model::Step> from_docx_steps() {
  auto steps = office_template_steps("fill-docx", "docx");
  steps.push_back({.engine = "pdf", .operation = "merge", .target = "pdf", .if_several = true});
  return steps;
}

/// Of merge fields: one record.
model::Field merge_record() {
  auto data = template_data();
  data.summary = "JSON, as a file or as text: an object whose names are those of the merge fields.";
  return data;
}

}  // namespace

model::Action from_docx() {
  return {
      .id = "generate/from-docx",
      .title = "Create DOCX from template",
      .summary =
          "Fills a Word document's tokens with data. Table rows, list items and sections repeat for each item; pictures, codes, "
          "charts, links and conditions come from the data too.",
      .accepts = {"docx", "dotx", "docm", "odt", "ott"},
      .makes = "bin",
      .fields = from_docx_fields(),
      .documents = 1,
      .steps = from_docx_steps(),
  };
}

model::Action from_fillable_docx() {
  return {
      .id = "generate/from-fillable-docx",
      .title = "Fill merge fields in DOCX",
      .summary = "Gives the merge fields of a Word document the values of the properties that have their names.",
      .accepts = {"docx", "dotx", "docm"},
      .makes = "docx",
      .fields = {source_file("The Word document with merge fields."), merge_record(), template_locale(), template_timezone(),
                 missing_values()},
      .documents = 1,
      .steps = {{.engine = "ooxml", .operation = "fill-merge-fields", .target = "docx"}},
  };
}

}  // namespace docmill::actions
