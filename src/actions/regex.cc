#include "actions/regex.h"

namespace docmill::actions {
namespace {

model::Action regex_action(std::string_view id, std::string_view title, std::string_view summary, std::string_view operation) {
  return {
      .id = id,
      .title = title,
      .summary = summary,
      .accepts = {"txt", "csv", "tsv", "html", "htm", "xhtml", "json"},
      .makes = "json",
      .fields = {{.name = "Text",
                  .type = model::FieldType::File,
                  .required = true,
                  .summary = "The text, as a file or as the field's value.",
                  .alias = "File"},
                 {.name = "Pattern",
                  .type = model::FieldType::Text,
                  .required = true,
                  .summary = "A regular expression as .NET writes them; options such as (?mi) stand at its start.",
                  .longest = 32 * 1024}},
      .documents = 1,
      .steps = {{.engine = "data", .operation = operation, .target = "json"}},
      .answer = model::Answer::Json,
  };
}

}  // namespace

model::Action regex_match() {
  return regex_action("regex/match", "Regular expression match",
                      "Answers every match: the whole as Match0, named groups by their names, others as Match1 and so on.", "regex-match");
}

model::Action regex_replace() {
  auto action = regex_action("regex/replace", "Regular expression replace", "Answers the text with every match replaced.", "regex-replace");
  action.fields.push_back({.name = "Replacement",
                           .type = model::FieldType::Text,
                           .summary = "What takes the place of a match, with $1, ${name}, $$, $&, $`, $', $+ and $_. Nothing by default.",
                           .longest = 256 * 1024});
  return action;
}

model::Action regex_test() {
  return regex_action("regex/test", "Regular expression test", "Answers whether the text has a match.", "regex-test");
}

model::Action regex_split() {
  return regex_action("regex/split", "Regular expression split",
                      "Answers the parts of the text between the matches, and what groups of the pattern matched.", "regex-split");
}

}  // namespace docmill::actions
