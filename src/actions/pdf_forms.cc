#include "actions/fields.h"
#include "actions/pdf.h"

namespace docmill::actions {
namespace {

model::Field choice_of_action(std::string_view name, std::string_view summary, bool by_default) {
  return {.name = name, .type = model::FieldType::Boolean, .summary = summary, .fallback = by_default ? "true" : "false"};
}

}  // namespace

model::Action pdf_fill_form() {
  return {
      .id = "pdf/fill-form",
      .title = "Fill PDF form",
      .summary = "Fills the fields of a PDF form and draws their values, so that every viewer and printer shows them.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF form."),
                 {.name = "Data",
                  .type = model::FieldType::File,
                  .summary = "A JSON object of field names and values: texts and numbers, true or false for check boxes, the value of a "
                             "button or option for the others, a list of them where several may be chosen; null leaves a field alone.",
                  .accepts = {"json"}},
                 choice_of_action("LockFormFields", "Nobody may change the fields any more.", false),
                 choice_of_action("Flatten", "The form becomes part of the pages; there are no fields any more.", false),
                 source_password()},
      .documents = 1,
      .steps = pdf_step("fill-form"),
  };
}

model::Action pdf_get_form_fields() {
  return pdf_question("pdf/get-form-fields", "List the fields of PDF form",
                      "Answers each field of a PDF form with its type, value, options, page and place.", "get-form-fields");
}

model::Action pdf_add_attachments() {
  return {
      .id = "pdf/add-attachments",
      .title = "Attach files to PDF",
      .summary = "Attaches files of any kind to a PDF, under their own names.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields =
          {source_file("The PDF."),
           {.name = "Attachments",
            .type = model::FieldType::File,
            .required = true,
            .summary = "The files to attach.",
            .many = true,
            .accepts = {"bin"}},
           {.name = "Description", .type = model::FieldType::Text, .summary = "What a viewer shows beside their names.", .longest = 2000},
           source_password()},
      .documents = 1,
      .steps = pdf_step("add-attachments"),
  };
}

model::Action pdf_remove_attachments() {
  return {
      .id = "pdf/remove-attachments",
      .title = "Remove attachments from PDF",
      .summary = "Takes attached files out of a PDF.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The PDF."),
                 {.name = "Names",
                  .type = model::FieldType::Text,
                  .summary = "The names of those to remove, one on each line. All by default.",
                  .longest = 100'000},
                 source_password()},
      .documents = 1,
      .steps = pdf_step("remove-attachments"),
  };
}

}  // namespace docmill::actions
