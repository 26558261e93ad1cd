#include "actions/handbook.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "actions/catalogue.h"
#include "actions/connector.h"
#include "actions/field_schema.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

constexpr std::size_t kListed = 8;  // types named one by one

/// A bar would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string types_of(const model::Action& action) {
  if (action.accepts.size() > kListed) return fmt::format("{} types", action.accepts.size());
  return fmt::format("{}", fmt::join(action.accepts, ", "));
}

std::string answer_of(const model::Action& action) {
  switch (action.answer) {
    case model::Answer::Link:
      return action.makes == "bin" ? "`link` (a file of the chosen kind)" : fmt::format("`link` ({})", action.makes);
    case model::Answer::Links: return action.makes == "bin" ? "`links` (files of any kind)" : fmt::format("`links` ({})", action.makes);
    case model::Answer::Json: return "its JSON";
  }
  return {};
}

std::string kind_of(const model::Field& field) {
  switch (field.type) {
    case model::FieldType::File: return field.many ? "files" : "file";
    case model::FieldType::Text: return field.secret ? "password" : "text";
    case model::FieldType::Integer: return fmt::format("{} to {}", field.least, field.most);
    case model::FieldType::Decimal: return fmt::format("decimal, {} to {}", field.least, field.most);
    case model::FieldType::Boolean: return "true, false";
    case model::FieldType::Choice: return fmt::format("{}", fmt::join(field.choices, ", "));
    case model::FieldType::Pages: return "page list";
  }
  return {};
}

std::string row_of(const model::Field& field) {
  const auto fallback = field.required           ? std::string("required")
                        : field.fallback.empty() ? std::string()
                                                 : fmt::format("`{}`", field.fallback);
  const auto name = field.alias.empty() ? fmt::format("`{}`", field.name) : fmt::format("`{}`, `{}`", field.name, field.alias);
  return fmt::format("| {} | {} | {} | {} |\n", name, kind_of(field), fallback, cell(described(field)));
}

/// How connectors call it: `Docx2Pdf`, `SplitPdfV2?type=…`.
std::string connector_names(const model::Action& action) {
  std::string names;
  for (const auto& operation : connector_operations()) {
    if (operation.action != action.id) continue;
    const auto type = operation.type.empty() ? std::string() : fmt::format("?type={}", operation.type);
    names += fmt::format("{}`{}{}`", names.empty() ? " Connectors: " : ", ", operation.name, type);
  }
  return names.empty() ? names : names + ".";
}

std::string section_of(const model::Action& action) {
  auto out = fmt::format("\n### {}\n`POST /api/v2/{}` · {}\n\nTakes {}; answers {}.{}\n\n", action.title, action.id, cell(action.summary),
                         types_of(action), answer_of(action), connector_names(action));
  out += "| field | value | default | |\n|---|---|---|---|\n";
  for (const auto& field : action.fields) out += row_of(field);
  return out;
}

}  // namespace

std::string handbook() {
  std::string out =
      "# Actions\n"
      "Made from the catalogue by `docmill actions --markdown`; a test compares the two.\n\n"
      "Every action is a form sent to `/api/v2/<action>`, or with `jobs/` before its last part as a job. A field of kind *file* may be "
      "sent as\n"
      "`<field>Url` instead, an address to fetch it from. Every action also takes `CallbackUrl`. A *page list* is like `1-3;9;5`: pages "
      "counted\n"
      "from 1, in the order wanted.\n\n"
      "Connectors (Power Automate, Logic Apps) send JSON with documents in base64 to `/flow/v1/Documents/jobs/<name>`, under the names "
      "given\n"
      "below, and get them back in the answer; `/api/v1/Documents/<name>` and `/api/v1/Documents/jobs/<name>` do the same.\n"
      "`POST /flow/v1/DocumentsFlow/Schema/` with `SplitPdf?type=`, `AddWatermarkToPdf?type=`, `ParseCsv?headers=` or "
      "`RegExpMatch?pattern=`\n"
      "answers, free of charge, a JSON Schema of what depends on that value; `GET /profiles/me` tells whose key it is and what is left of "
      "the\n"
      "month.\n";
  std::string_view group;
  for (const auto& action : catalogue()) {
    if (action.group() != group) out += fmt::format("\n## {}\n", action.group());
    group = action.group();
    out += section_of(action);
  }
  return out;
}

}  // namespace docmill::actions
