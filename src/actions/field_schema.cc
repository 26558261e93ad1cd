#include "actions/field_schema.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace docmill::actions {
namespace {

namespace json = boost::json;
using model::FieldType;

void add_bounds(json::object& schema, const model::Field& field) {
  if (field.least >= field.most) return;
  schema["minimum"] = field.least;
  schema["maximum"] = field.most;
}

/// Numbers, true and false stand as such; they are written in a declaration as JSON writes them.
json::value default_of(const model::Field& field) {
  const bool literal = field.type == FieldType::Integer || field.type == FieldType::Decimal || field.type == FieldType::Boolean;
  return literal ? json::parse(field.fallback) : json::value(field.fallback);
}

}  // namespace

json::object field_schema(const model::Field& field) {
  json::object schema{{"description", field.summary}};
  switch (field.type) {
    case FieldType::File:
      schema["type"] = "string";
      schema["contentMediaType"] = "application/octet-stream";
      break;
    case FieldType::Text:
      schema["type"] = "string";
      schema["maxLength"] = field.longest;
      if (field.secret) schema["format"] = "password";
      break;
    case FieldType::Pages:
      schema["type"] = "string";
      schema["maxLength"] = field.longest;
      schema["pattern"] = R"(^\s*((\d+\s*(-\s*\d+\s*)?)?([;,]\s*|$))*$)";
      break;
    case FieldType::Integer:
      schema["type"] = "integer";
      add_bounds(schema, field);
      break;
    case FieldType::Decimal:
      schema["type"] = "number";
      add_bounds(schema, field);
      break;
    case FieldType::Boolean: schema["type"] = "boolean"; break;
    case FieldType::Choice:
      schema["type"] = "string";
      schema["enum"] = json::array(field.choices.begin(), field.choices.end());
      break;
  }
  if (!field.fallback.empty()) schema["default"] = default_of(field);
  return schema;
}

std::string described(const model::Field& field) {
  return field.goes_with.empty() ? std::string(field.summary) : fmt::format("{}: {}", field.goes_with, field.summary);
}

}  // namespace docmill::actions
