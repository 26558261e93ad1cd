#include "actions/connector_schema.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

#include "actions/catalogue.h"
#include "actions/field_schema.h"
#include "actions/fields.h"
#include "base/small_letters.h"

namespace docmill::actions {
namespace {

namespace json = boost::json;
using model::FieldType;

constexpr std::string_view kTypeField = "Type";

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

/// How the operation's requests name a field and carry its value: the first of its names counts.
WireName wire_name(const ConnectorOperation& operation, const model::Field& field) {
  const auto listed = std::ranges::find(operation.names, field.name, &WireName::field);
  return listed == operation.names.end() ? WireName{.wire = field.name, .field = field.name} : *listed;
}

json::object list_schema(json::object items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

json::object member_schema(const model::Field& field, const WireName& name) {
  auto schema = field_schema(field);
  schema["title"] = title_of(name.wire);
  if (field.type == FieldType::File) {
    schema.erase("contentMediaType");
    if (name.value != WireValue::Plain) schema["format"] = "byte";
  }
  return field.many ? list_schema(std::move(schema)) : schema;
}

bool is_asked_for(const ConnectorOperation& operation, const model::Field& field, std::string_view type) {
  const auto is_this = [&](const auto& fixed) { return fixed.first == field.name; };
  if (std::ranges::any_of(operation.fixed, is_this) || field.name == kTypeField) return false;
  return field.goes_with.empty() || same_ignoring_case(field.goes_with, type);
}

}  // namespace

std::string camel(std::string_view name) {
  std::string out(name);
  if (!out.empty()) out.front() = small_letter(out.front());
  return out;
}

std::string title_of(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins_word = i > 0 && is_capital(name[i]) && !is_capital(name[i - 1]);
    if (begins_word) out += ' ';
    out += i == 0 ? name[i] : small_letter(name[i]);
  }
  return out;
}

json::object request_schema(const ConnectorOperation& operation, const model::Action& action, std::string_view type) {
  json::object properties;
  json::array required;
  for (const auto& field : action.fields) {
    if (!is_asked_for(operation, field, type)) continue;
    const auto name = wire_name(operation, field);
    const auto member = camel(name.wire);
    properties[member] = member_schema(field, name);
    if (field.required) required.emplace_back(member);
  }
  return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

}  // namespace docmill::actions
