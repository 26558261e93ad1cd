#include "actions/fields.h"
#include "actions/pdf.h"

namespace docmill::actions {

model::Action pdf_compress() {
  return {
      .id = "pdf/compress",
      .title = "Compress PDF",
      .summary = "Makes a PDF smaller. Where nothing can be won it comes back as it is.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."),
                 {.name = "LosslessMode",
                  .type = model::FieldType::Choice,
                  .summary = "On changes nothing one can see; Off also stores photographs as JPEG in the resolution of a good print.",
                  .fallback = "On",
                  .choices = {"On", "Off"}},
                 source_password()},
      .documents = 1,
      .steps = pdf_step("compress"),
  };
}

model::Action pdf_linearize() {
  return {
      .id = "pdf/linearize",
      .title = "Linearize PDF",
      .summary = "Arranges a PDF for the web: the first page shows before the rest has arrived.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), source_password()},
      .documents = 1,
      .steps = pdf_step("linearize"),
  };
}

model::Action pdf_flatten() {
  return {
      .id = "pdf/flatten",
      .title = "Flatten PDF",
      .summary = "Draws form fields and annotations into the pages, where nobody changes them any more.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), source_password()},
      .documents = 1,
      .steps = pdf_step("flatten"),
  };
}

}  // namespace docmill::actions
