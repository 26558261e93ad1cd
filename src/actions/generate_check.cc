#include "actions/fields.h"
#include "actions/generate.h"

namespace docmill::actions {
namespace {

/// What can be filled can be looked at.
const std::vector<std::string_view>& template_types() {
  static const std::vector<std::string_view> types = [] {
    std::vector<std::string_view> all;
    for (const auto& filled : {from_docx(), from_xlsx(), from_pptx(), from_html()})
      all.insert(all.end(), filled.accepts.begin(), filled.accepts.end());
    return all;
  }();
  return types;
}

/// What comes as OpenDocument is turned into what the reader of templates knows.
std::vector<model::Step> look_with(std::string_view operation) {
  return {{.engine = "office", .operation = "convert", .target = "docx", .only = {"odt", "ott"}},
          {.engine = "office", .operation = "convert", .target = "xlsx", .only = {"ods", "ots"}},
          {.engine = "office", .operation = "convert", .target = "pptx", .only = {"odp", "otp"}},
          {.engine = "ooxml", .operation = operation, .target = "json"}};
}

model::Field dialect() {
  return {.name = "Engine",
          .type = model::FieldType::Choice,
          .summary = "The language of the tokens of an Office template. By default it is told by the tokens.",
          .choices = {"Classic", "Modern"}};
}

model::Field escapes() {
  return {.name = "EscapeValues",
          .type = model::FieldType::Boolean,
          .summary = "Of an HTML template: whether {{{name}}} is a key too, as when it is filled so.",
          .fallback = "false"};
}

}  // namespace

model::Action check_template() {
  return {
      .id = "generate/check-template",
      .title = "Check a template",
      .summary =
          "Answers a template's tokens with their places, what is wrong with them, and the data they ask for: as a JSON Schema and "
          "as a sample to start from. Nothing is filled.",
      .accepts = template_types(),
      .makes = "json",
      .fields = {source_file("The template: a document of Word, Excel or PowerPoint, OpenDocument, HTML or text."), dialect(), escapes()},
      .documents = 0,  // it makes none, and the console and processes look at templates with it
      .steps = look_with("check-template"),
      .answer = model::Answer::Json,
  };
}

model::Action dry_run() {
  return {
      .id = "generate/dry-run",
      .title = "Try data on a template",
      .summary = "Fills a template and answers, instead of the document, what the data lacks, what of it is not used, and the warnings.",
      .accepts = template_types(),
      .makes = "json",
      .fields = {source_file("The template: a document of Word, Excel or PowerPoint, OpenDocument, HTML or text."), template_data(),
                 template_locale(), template_timezone(), dialect(), escapes()},
      .documents = 1,
      .steps = look_with("dry-run"),
      .answer = model::Answer::Json,
  };
}

}  // namespace docmill::actions
