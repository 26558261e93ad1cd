#include "actions/fields.h"
#include "actions/pdf.h"

namespace docmill::actions {
namespace {

model::Field right(std::string_view name, std::string_view summary) {
  return {.name = name, .type = model::FieldType::Boolean, .required = true, .summary = summary};
}

model::Field new_password(std::string_view name, std::string_view summary) {
  return {.name = name, .type = model::FieldType::Text, .summary = summary, .longest = 127, .secret = true};
}

}  // namespace

model::Action pdf_protect() {
  return {
      .id = "pdf/protect",
      .title = "Protect PDF",
      .summary = "Encrypts a PDF with AES-256, with passwords and with what a reader may do.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), right("AllowPrinting", "Readers may print."),
                 right("AllowModification", "Readers may change pages."), right("AllowExtract", "Readers may copy text and pictures."),
                 right("AllowAnnotate", "Readers may comment, fill forms and sign."),
                 new_password("NewOwnerPassword", "Lifts the limits. A random one by default."),
                 new_password("NewUserPassword", "Opens the document. None by default: it opens for everyone."), source_password()},
      .documents = 1,
      .steps = pdf_step("protect"),
  };
}

model::Action pdf_unprotect() {
  return {
      .id = "pdf/unprotect",
      .title = "Unprotect PDF",
      .summary = "Takes passwords and limits off a PDF. A document that does not open without needs its password.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."), source_password()},
      .documents = 1,
      .steps = pdf_step("unprotect"),
  };
}

model::Action pdf_protection_info() {
  return pdf_question("pdf/protection-info", "Get PDF protection info",
                      "Says whether a PDF is encrypted, whether it opens without a password, and what a reader may do.", "protection-info");
}

}  // namespace docmill::actions
