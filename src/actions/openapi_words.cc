#include "actions/openapi_words.h"

#include <fmt/format.h>

#include <utility>

namespace docmill::actions::openapi {

json::object ref(std::string_view kind, std::string_view name) {
  return {{"$ref", fmt::format("#/components/{}/{}", kind, name)}};
}

json::object text_schema(std::string_view description) {
  return {{"type", "string"}, {"description", description}};
}

json::object list_of(json::object schema) {
  return {{"type", "array"}, {"items", std::move(schema)}};
}

json::object header(std::string_view description, json::object schema) {
  return {{"description", description}, {"schema", std::move(schema)}};
}

json::object content(std::string_view type, json::object schema) {
  return {{std::string(type), json::object{{"schema", std::move(schema)}}}};
}

json::object content(std::string_view type, json::object schema, json::value example) {
  return {{std::string(type), json::object{{"schema", std::move(schema)}, {"example", std::move(example)}}}};
}

json::object path_parameter(std::string_view name, std::string_view description, std::string_view pattern, std::string_view example) {
  return {{"name", name},
          {"in", "path"},
          {"required", true},
          {"description", description},
          {"schema", json::object{{"type", "string"}, {"pattern", pattern}}},
          {"example", example}};
}

json::object query_parameter(std::string_view name, std::string_view description, json::object schema, bool required) {
  return {{"name", name}, {"in", "query"}, {"required", required}, {"description", description}, {"schema", std::move(schema)}};
}

json::object bare_answer(std::string_view description) {
  return {{"description", description}, {"headers", json::object{{"X-Request-Id", ref("headers", "RequestId")}}}};
}

json::object json_answer(std::string_view description, json::object schema, json::value example) {
  auto answer = bare_answer(description);
  answer["content"] = content("application/json", std::move(schema), std::move(example));
  return answer;
}

json::object problems(std::initializer_list<int> statuses) {
  json::object out;
  for (const int status : statuses) out[std::to_string(status)] = ref("responses", fmt::format("Problem{}", status));
  out["default"] = ref("responses", "Problem");
  return out;
}

json::object operation(const Operation& what, json::object responses, std::initializer_list<int> trouble) {
  for (auto& [status, answer] : problems(trouble)) responses[status] = answer;
  return {{"operationId", what.id},
          {"tags", json::array{what.tag}},
          {"summary", what.summary},
          {"description", what.description.empty() ? fmt::format("{}.", what.summary) : std::string(what.description)},
          {"responses", std::move(responses)}};
}

json::object job_id_parameter() {
  return path_parameter("jobId", "As given in Location and x-jobid.", "^[a-z0-9_][a-z0-9_-]{0,63}$", "5p4k9pfm2e7x");
}

}  // namespace docmill::actions::openapi
