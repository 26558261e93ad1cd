// What the description of the API says about every action: the call that waits, the job, its polling and its cancelling.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <utility>

#include "actions/field_schema.h"
#include "actions/fields.h"
#include "actions/openapi_examples.h"
#include "actions/openapi_words.h"

namespace docmill::actions::openapi {
namespace {

json::object form_field(const model::Field& field) {
  auto schema = field_schema(field);
  schema["description"] = described(field);
  return field.many ? list_of(std::move(schema)) : schema;
}

/// The address of a file in its place. What stands for several files may be several addresses.
json::object address_field(const model::Field& field) {
  json::object address{{"type", "string"}, {"format", "uri"}, {"description", fmt::format("Where Docmill may fetch {} from.", field.name)}};
  return field.many ? list_of(std::move(address)) : address;
}

/// A file that must be given may be given as itself or by its address.
json::object one_of_both(const model::Field& field) {
  return {{"anyOf",
           json::array{json::object{{"required", json::array{field.name}}}, json::object{{"required", json::array{url_name(field)}}}}}};
}

json::object form_body(const model::Action& action) {
  return {{"required", true}, {"content", content("multipart/form-data", form_schema(action), example_object(action))}};
}

json::object finished_answer(const model::Action& action) {
  json::object headers{{"X-Jobid", ref("headers", "JobId")}, {"X-Request-Id", ref("headers", "RequestId")}};
  json::object answer{{"description", "The job has succeeded."}, {"headers", std::move(headers)}};
  if (const auto* shape = answer_shape(action.id); shape != nullptr) {
    answer["description"] = "What was asked. A very long answer, above 16 MiB, is given as a `link` instead.";
    answer["content"] = content("application/json", json::parse(shape->schema).as_object(), json::parse(shape->example));
  } else {
    answer["content"] = content("application/json", ref("schemas", "Result"), example_result(action));
  }
  return answer;
}

std::string operation_id(const model::Action& action, std::string_view suffix) {
  std::string id(action.id);
  for (auto& c : id) {
    if (c == '/' || c == '-') c = '_';
  }
  return id + std::string(suffix);
}

json::array samples(const model::Action& action, std::string_view path) {
  return {json::object{{"lang", "Shell"}, {"label", "curl"}, {"source", example_curl(action, path)}}};
}

json::object submit(const model::Action& action, std::string_view path, bool as_job) {
  const auto* const how =
      as_job ? " Answers at once with the job's address." : " Waits for the result; a job that takes longer answers 504 with its address.";
  const auto id = operation_id(action, as_job ? "_start" : "");
  const auto title = std::string(action.title) + (as_job ? " as a job" : "");
  const auto description = std::string(action.summary) + how;
  json::object responses;
  if (as_job) {
    responses["202"] = ref("responses", "Accepted");
  } else {
    responses["200"] = finished_answer(action);
    responses["410"] = ref("responses", "Problem410");
    responses["504"] = ref("responses", "Problem504");
  }
  auto out =
      operation({.id = id, .tag = action.group(), .summary = title, .description = description}, std::move(responses), kSubmitProblems);
  out["parameters"] = json::array{ref("parameters", "IdempotencyKey"), ref("parameters", "RequestId")};
  out["requestBody"] = form_body(action);
  out["x-codeSamples"] = samples(action, path);
  return out;
}

json::object poll(const model::Action& action) {
  const auto id = operation_id(action, "_poll");
  const auto title = std::string(action.title) + ": state or result of a job";
  return operation({.id = id,
                    .tag = action.group(),
                    .summary = title,
                    .description = "202 until the job has ended; then its result, or the failure with the failure's own status."},
                   {{"200", finished_answer(action)}, {"202", ref("responses", "Accepted")}},
                   {400, 401, 403, 404, 408, 409, 410, 413, 415, 422, 500, 503});
}

json::object cancel(const model::Action& action) {
  const auto id = operation_id(action, "_cancel");
  const auto title = std::string(action.title) + ": cancel a job or remove its outputs";
  json::object gone{{"description", "The job is cancelled, or its outputs are removed if it had ended."},
                    {"headers", json::object{{"X-Jobid", ref("headers", "JobId")}, {"X-Request-Id", ref("headers", "RequestId")}}}};
  return operation({.id = id, .tag = action.group(), .summary = title}, {{"204", std::move(gone)}}, {401, 403, 404, 503});
}

}  // namespace

json::object form_schema(const model::Action& action) {
  json::object properties;
  json::array required;
  json::array one_of_each;
  for (const auto& field : action.fields) {
    properties[field.name] = form_field(field);
    if (field.type == model::FieldType::File) {
      properties[url_name(field)] = address_field(field);
      if (field.required) one_of_each.push_back(one_of_both(field));
    } else if (field.required) {
      required.emplace_back(field.name);
    }
  }
  for (const auto& field : common_fields()) properties[field.name] = form_field(field);
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  if (!one_of_each.empty()) schema["allOf"] = std::move(one_of_each);
  return schema;
}

void add_action(json::object& paths, const model::Action& action) {
  const auto path = fmt::format("/api/v2/{}", action.id);
  const auto job_path = fmt::format("/api/v2/{}/jobs/{}", action.group(), action.operation());
  paths[path] = json::object{{"post", submit(action, path, false)}};
  paths[job_path] = json::object{{"post", submit(action, job_path, true)}};
  paths[job_path + "/{jobId}"] =
      json::object{{"parameters", json::array{job_id_parameter()}}, {"get", poll(action)}, {"delete", cancel(action)}};
}

}  // namespace docmill::actions::openapi
