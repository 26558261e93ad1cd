#include "actions/processes.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "actions/fields.h"
#include "actions/generate.h"
#include "actions/page_mark.h"

namespace docmill::actions {
namespace {

using model::FieldType;
using Steps = std::vector<model::Step>;

struct Kind {
  std::string_view name;
  std::string_view action;
  std::vector<std::string_view> types;
};

/// Any text may be a template, but one in JSON could be mistaken for the data.
std::vector<std::string_view> process_types(std::vector<std::string_view> types) {
  std::erase(types, "json");
  return types;
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {"docx", "process/docx", process_types(from_docx().accepts)},
      {"xlsx", "process/xlsx", process_types(from_xlsx().accepts)},
      {"pptx", "process/pptx", process_types(from_pptx().accepts)},
      {"html", "process/html", process_types(from_html().accepts)},
      {"pdf", "process/pdf", {"pdf"}},
  };
  return all;
}

std::vector<std::string_view> all_types() {
  std::vector<std::string_view> types;
  for (const auto& kind : kinds()) types.insert(types.end(), kind.types.begin(), kind.types.end());
  return types;
}

model::Field yes_or_no(std::string_view name, std::string_view fallback, std::string_view summary) {
  return {.name = name, .type = FieldType::Boolean, .summary = summary, .fallback = fallback};
}

model::Field process_password(std::string_view name, std::string_view summary) {
  return {.name = name, .type = FieldType::Text, .summary = summary, .longest = 127, .secret = true};
}

model::Field process_mode() {
  return {.name = "Mode",
          .type = FieldType::Choice,
          .summary = "Runs of a process in Testing are free, and a PDF they make is marked as a test.",
          .fallback = "Testing",
          .choices = {"Testing", "Active"}};
}

model::Field process_output() {
  return {.name = "OutputType",
          .type = FieldType::Choice,
          .summary = "What a run makes: a document of the template's own type, or a PDF.",
          .fallback = "Own",
          .choices = {"Own", "Pdf"}};
}

std::vector<model::Field> all_form_fields(bool fresh) {
  auto file = source_file("The template: a document of Word, Excel or PowerPoint, OpenDocument, HTML, text, or a PDF form.");
  file.required = fresh;
  return {std::move(file),
          {.name = "Name", .type = FieldType::Text, .required = fresh, .summary = "What people call the process.", .longest = 200},
          process_mode(),
          {.name = "OutputFilename",
           .type = FieldType::Text,
           .summary = "What the document is called, without extension; tokens are filled: \"Invoice {{number}}\". The template's name by "
                      "default.",
           .longest = 1000},
          process_output(),
          template_locale(),
          template_timezone(),
          {.name = "Engine",
           .type = FieldType::Choice,
           .summary = "The language of the tokens of an Office template. By default it is told by the tokens.",
           .choices = {"Classic", "Modern"}},
          {.name = "MissingValues",
           .type = FieldType::Choice,
           .summary = "What becomes of a token whose name is not in the data. Keep stands for Remove where the template is HTML or text.",
           .fallback = "Keep",
           .choices = {"Keep", "Remove", "Error"}},
          yes_or_no("EscapeValues", "false", "Of HTML: whether & < > \" ' of the data are written as entities."),
          yes_or_no("LockFormFields", "true", "Of a PDF form: nobody may change the fields any more."),
          yes_or_no("Protect", "false", "Encrypts the PDF with what follows."),
          yes_or_no("AllowPrinting", "true", "Readers may print."),
          yes_or_no("AllowModification", "true", "Readers may change pages."),
          yes_or_no("AllowExtract", "true", "Readers may copy text and pictures."),
          yes_or_no("AllowAnnotate", "true", "Readers may comment, fill forms and sign."),
          process_password("NewOwnerPassword", "Lifts the limits. A random one by default."),
          process_password("NewUserPassword", "Opens the document. None by default."),
          yes_or_no("RequireKey", "false", "Whether starting it needs an API key of yours. Without, its address is all that is needed.")};
}

/// A form that changes something has no defaults: what it does not say stays.
std::vector<model::Field> form_fields(bool fresh) {
  auto fields = all_form_fields(fresh);
  for (auto& field : fields) {
    if (!fresh) field.fallback = {};
  }
  return fields;
}

model::Action process_form_of(bool fresh) {
  return {.id = "process/form",
          .title = "Process",
          .summary = "Stores a template with its settings, to be started with data.",
          .accepts = all_types(),
          .makes = "json",
          .fields = form_fields(fresh),
          .documents = 0,
          .steps = {}};
}

/// The name first, while the data is there; what makes a PDF a test's or protects it last.
Steps around(Steps own) {
  Steps steps{
      {.engine = "ooxml", .operation = "name-output", .target = "json", .only = {"json"}, .when = {"Named", "true"}, .names = true}};
  steps.insert(steps.end(), own.begin(), own.end());
  steps.push_back(mark_step({"Mode", "Testing"}));
  steps.push_back({.engine = "pdf", .operation = "protect", .target = "pdf", .only = {"pdf"}, .when = {"Protect", "true"}});
  return steps;
}

Steps own_steps(std::string_view kind) {
  if (kind == "docx") return office_template_steps("fill-docx", "docx");
  if (kind == "xlsx") return office_template_steps("fill-xlsx", "xlsx");
  if (kind == "pptx") return office_template_steps("fill-pptx", "pptx");
  if (kind == "pdf") return {{.engine = "pdf", .operation = "fill-form", .target = "pdf"}};
  return {{.engine = "ooxml", .operation = "fill-text", .target = "html"},
          {.engine = "browser", .operation = "print", .target = "pdf", .only = {"html", "htm", "xhtml"}, .when = {"OutputType", "Pdf"}},
          {.engine = "office", .operation = "convert", .target = "pdf", .only = {"txt", "csv"}, .when = {"OutputType", "Pdf"}}};
}

model::Action run_of(const Kind& kind) {
  return {.id = kind.action,
          .title = "Run of a process",
          .summary = "Fills a stored template with data.",
          .accepts = kind.types,
          .makes = "bin",
          .fields = {source_file("The template."), template_data()},
          .documents = 1,
          .steps = around(own_steps(kind.name))};
}

}  // namespace

const model::Action& process_form(bool fresh) {
  static const std::array<model::Action, 2> forms{process_form_of(false), process_form_of(true)};
  return forms.at(fresh ? 1 : 0);
}

std::span<const model::Action> process_actions() {
  static const std::vector<model::Action> all = [] {
    std::vector<model::Action> made;
    for (const auto& kind : kinds()) made.push_back(run_of(kind));
    return made;
  }();
  return all;
}

const model::Action* process_action(std::string_view kind) {
  for (std::size_t i = 0; i < kinds().size(); ++i) {
    if (kinds()[i].name == kind) return &process_actions()[i];
  }
  return nullptr;
}

std::string_view process_kind(std::string_view extension) {
  for (const auto& kind : kinds()) {
    if (std::ranges::find(kind.types, extension) != kind.types.end()) return kind.name;
  }
  return {};
}

Params process_params(const Params& settings, bool active) {
  Params params = settings;
  params.erase("Name");
  params["Mode"] = active ? "Active" : "Testing";
  if (params["OutputType"] == "Own") params.erase("OutputType");
  if (params.contains("OutputFilename")) params["Named"] = "true";
  if (!active) mark_across(params, "TEST", "30");
  return params;
}

std::string_view process_check(std::string_view kind) {
  return kind == "pdf" ? "pdf/get-form" : "generate/check-template";
}

}  // namespace docmill::actions
