#include "actions/fields.h"
#include "actions/generate.h"

namespace docmill::actions {

model::Action from_html() {
  return {
      .id = "generate/from-html",
      .title = "Create HTML from template",
      .summary =
          "Fills an HTML page, or any other text, with data: {{name}}, {{#each items}} … {{/each}}, {{#if paid}} … {{#else}} … {{/if}}, "
          "{{#with "
          "customer}}, and .NET formats such as {{total:C}}.",
      .accepts = {"html", "htm", "xhtml", "txt", "csv", "json"},
      .makes = "bin",
      .fields =
          {source_file("The HTML page or text with tokens: {{company.name}}."),
           template_data(),
           template_locale(),
           template_timezone(),
           {.name = "EscapeValues",
            .type = model::FieldType::Boolean,
            .summary =
                "Whether & < > \" ' of the data are written as entities, so that they are text and not HTML; {{{name}}} is then printed as "
                "it is.",
            .fallback = "false"},
           {.name = "MissingValues",
            .type = model::FieldType::Choice,
            .summary =
                "What becomes of a key that is not in the data: it prints nothing (Remove), or nothing is made and the error names it "
                "(Error).",
            .fallback = "Remove",
            .choices = {"Remove", "Error"}}},
      .documents = 1,
      .steps = {{.engine = "ooxml", .operation = "fill-text", .target = "html"}},
  };
}

}  // namespace docmill::actions
