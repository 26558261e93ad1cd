#include "actions/design_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "actions/catalogue.h"
#include "actions/connector.h"
#include "actions/connector_schema.h"
#include "actions/fields.h"
#include "actions/validate.h"
#include "model/csv_rows.h"
#include "model/dotnet_pattern.h"

namespace docmill::actions {
namespace {

namespace json = boost::json;

constexpr std::string_view kType = "Type";

json::object string_property(std::string_view title) {
  return {{"type", "string"}, {"title", title}};
}

json::object array_of(json::object items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

// ---- Requests

Error unknown_type(const std::vector<std::string_view>& known) {
  return fail(ErrorCode::BadRequest, fmt::format("type: send one of {}.", fmt::join(known, ", "))).in(Phase::Form);
}

/// The types of an operation are those of the names it shares ("AddWatermarkToPdf"), or the choices of its action's field.
Result<json::object> typed_request(std::string_view name, std::string_view type) {
  std::vector<std::string_view> known;
  for (const auto& operation : connector_operations()) {
    if (operation.name != name) continue;
    const auto& action = *find_action(operation.action);
    const auto field = find_field(action, kType).field;
    const auto types = operation.type.empty() && field != nullptr ? field->choices : std::vector{operation.type};
    for (const auto& one : types) {
      if (same_ignoring_case(one, type)) return request_schema(operation, action, one);
      known.push_back(one);
    }
  }
  return Failed(unknown_type(known));
}

// ---- Answers

/// The value as the action takes it: the same checks as when the flow runs.
Result<std::string> checked(std::string_view action, std::string_view field, std::string_view value) {
  const auto* declared = find_field(*find_action(action), field).field;
  if (declared == nullptr) return Failed(fail(ErrorCode::Internal, fmt::format("{} has no field {}.", action, field)));
  return validate_value(*declared, value);
}

Result<json::object> csv_rows(std::string_view headers) {
  const auto text = checked("convert/csv-to-json", "Headers", headers);
  if (!text) return Failed(text.error());
  auto names = model::column_names(*text);
  if (!names) return Failed(std::move(names.error()).in(Phase::Form));
  if (names->empty()) return array_of({{"type", "object"}, {"additionalProperties", json::object{{"type", "string"}}}});
  json::object properties;
  for (const auto& name : model::distinct_names(*std::move(names))) properties[name] = string_property(name);
  return array_of({{"type", "object"}, {"properties", std::move(properties)}});
}

Result<json::object> regex_matches(std::string_view pattern) {
  if (pattern.empty()) return Failed(fail(ErrorCode::BadRequest, "pattern: send the regular expression.").in(Phase::Form));
  const auto text = checked("regex/match", "Pattern", pattern);
  if (!text) return Failed(text.error());
  const auto read = model::translate_dotnet(*text);
  if (!read) return Failed(Error(read.error()).in(Phase::Form));
  json::object groups{{"Match0", string_property("Match0")}};
  for (const auto& group : model::named_groups(*read)) groups[group.name] = string_property(group.name);
  json::object match{{"type", "object"}, {"properties", std::move(groups)}};
  json::object properties{{"isSuccess", json::object{{"type", "boolean"}, {"title", "Is success"}}},
                          {"matches", array_of(std::move(match))}};
  return json::object{{"type", "object"}, {"properties", std::move(properties)}};
}

Result<json::object> schema_for(std::string_view name, std::string_view value) {
  if (name == "ParseCsv") return csv_rows(value);
  if (name == "RegExpMatch") return regex_matches(value);
  return typed_request(name == "SplitPdf" ? "SplitPdfV2" : name, value);
}

constexpr DesignQuestion kQuestions[] = {
    {"SplitPdf", "type"},
    {"AddWatermarkToPdf", "type"},
    {"ParseCsv", "headers"},
    {"RegExpMatch", "pattern"},
};

}  // namespace

const DesignQuestion* find_design_question(std::string_view name) {
  const auto* const found = std::ranges::find_if(kQuestions, [&](const auto& one) { return same_ignoring_case(one.name, name); });
  return found == std::end(kQuestions) ? nullptr : found;
}

std::vector<DesignQuestion> design_questions() {
  return {std::begin(kQuestions), std::end(kQuestions)};
}

Result<std::string> design_schema(const DesignQuestion& question, std::string_view value) {
  auto schema = schema_for(question.name, value);
  if (!schema) return Failed(schema.error());
  return json::serialize(*schema);
}

}  // namespace docmill::actions
