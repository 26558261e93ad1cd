#include "actions/fields.h"
#include "actions/generate.h"

namespace docmill::actions {

model::Action from_pptx() {
  return {
      .id = "generate/from-pptx",
      .title = "Create PPTX from template",
      .summary =
          "Fills a presentation's tokens with data. Slides, groups of slides, table rows and list items repeat for each item; pictures, "
          "charts, notes and links follow.",
      .accepts = {"pptx", "potx", "pptm", "potm", "ppsx", "ppsm", "odp", "otp"},
      .makes = "bin",
      .fields = office_template_fields("The presentation with tokens: {{company.name}}.", "Pptx",
                                       "A presentation, an OpenDocument presentation, or a PDF. By default what the template is."),
      .documents = 1,
      .steps = office_template_steps("fill-pptx", "pptx"),
  };
}

}  // namespace docmill::actions
