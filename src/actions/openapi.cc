#include "actions/openapi.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <initializer_list>
#include <utility>
#include <vector>

#include "actions/catalogue.h"
#include "actions/design_schema.h"
#include "actions/document_types.h"
#include "actions/field_schema.h"
#include "actions/fields.h"
#include "actions/processes.h"
#include "base/error.h"

namespace docmill::actions {
namespace {

namespace json = boost::json;

json::object ref(std::string_view kind, std::string_view name) {
  return {{"$ref", fmt::format("#/components/{}/{}", kind, name)}};
}

json::object string_schema(std::string_view description) {
  return {{"type", "string"}, {"description", description}};
}

json::object header(std::string_view description, json::object schema) {
  return {{"description", description}, {"schema", std::move(schema)}};
}

json::object content(std::string_view type, json::object schema) {
  return {{std::string(type), json::object{{"schema", std::move(schema)}}}};
}

json::object path_parameter(std::string_view name, std::string_view description) {
  return {{"name", name}, {"in", "path"}, {"required", true}, {"description", description}, {"schema", {{"type", "string"}}}};
}

// ---- Forms

json::object many(json::object schema) {
  return {{"type", "array"}, {"items", std::move(schema)}};
}

json::object form_field(const model::Field& field) {
  auto schema = field_schema(field);
  schema["description"] = described(field);
  return field.many ? many(std::move(schema)) : schema;
}

json::object form_schema(const model::Action& action) {
  json::object properties;
  json::array required;
  json::array one_of_each;
  for (const auto& field : action.fields) {
    properties[field.name] = form_field(field);
    if (field.type != model::FieldType::File) {
      if (field.required) required.emplace_back(field.name);
      continue;
    }
    json::object address{
        {"type", "string"}, {"format", "uri"}, {"description", fmt::format("Where Docmill may fetch {} from.", field.name)}};
    properties[url_name(field)] = field.many ? many(std::move(address)) : std::move(address);
    if (!field.required) continue;
    const json::array by_file{json::object{{"required", json::array{field.name}}},
                              json::object{{"required", json::array{url_name(field)}}}};
    one_of_each.push_back(json::object{{"anyOf", by_file}});
  }
  for (const auto& field : common_fields()) properties[field.name] = form_field(field);
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  if (!one_of_each.empty()) schema["allOf"] = std::move(one_of_each);
  return schema;
}

// ---- Answers

/// Problem answers by status, each listing the codes that come with it.
json::object problems(std::initializer_list<int> statuses) {
  json::object out;
  for (const int status : statuses) out[std::to_string(status)] = ref("responses", fmt::format("Problem{}", status));
  return out;
}

json::object problem_response(int status) {
  std::string codes;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(ErrorCode::Internal); ++i) {
    const auto& row = info(static_cast<ErrorCode>(i));
    if (row.http_status == status) codes += fmt::format("{}`{}` {}", codes.empty() ? "" : "; ", row.name, row.title);
  }
  return {{"description", codes + "."}, {"content", content("application/problem+json", ref("schemas", "Problem"))}};
}

constexpr std::initializer_list<int> kSubmitProblems{400, 401, 402, 403, 408, 409, 413, 415, 422, 429, 500, 503, 507};

json::object accepted_response() {
  return {{"description", "The job is accepted; poll its address."},
          {"headers", json::object{{"Location", header("The job's address.", {{"type", "string"}, {"format", "uri-reference"}})},
                                   {"x-jobid", header("The job's id.", {{"type", "string"}})},
                                   {"Retry-After", header("Seconds until it is worth asking again.", {{"type", "integer"}})}}}};
}

/// What the action answers with instead of links.
json::object json_response(const model::Action& action) {
  return {{"description", fmt::format("{} The job's id stands in x-jobid.", action.summary)},
          {"content", content("application/json", json::object{})}};
}

json::object finished_answer(const model::Action& action) {
  return action.answer == model::Answer::Json ? json_response(action) : ref("responses", "Finished");
}

json::object finished_response() {
  return {{"description", "The job has succeeded."}, {"content", content("application/json", ref("schemas", "Result"))}};
}

// ---- Paths

json::object form_body(const model::Action& action) {
  return {{"required", true}, {"content", content("multipart/form-data", form_schema(action))}};
}

std::string operation_id(const model::Action& action, std::string_view suffix) {
  std::string id(action.id);
  for (auto& c : id) {
    if (c == '/' || c == '-') c = '_';
  }
  return id + std::string(suffix);
}

json::object submit(const model::Action& action, bool as_job) {
  const auto how =
      as_job ? " Answers at once with the job's address." : " Waits for the result; a job that takes longer answers 504 with its address.";
  json::object operation{
      {"operationId", operation_id(action, as_job ? "_start" : "")},        {"tags", json::array{action.group()}},
      {"summary", std::string(action.title) + (as_job ? " as a job" : "")}, {"description", std::string(action.summary) + how},
      {"parameters", json::array{ref("parameters", "IdempotencyKey")}},     {"requestBody", form_body(action)},
  };
  json::object responses;
  if (as_job) {
    responses["202"] = ref("responses", "Accepted");
  } else {
    responses["200"] = finished_answer(action);
    responses["410"] = ref("responses", "Problem410");
    responses["504"] = ref("responses", "Problem504");
  }
  for (auto& [status, answer] : problems(kSubmitProblems)) responses[status] = answer;
  operation["responses"] = std::move(responses);
  return operation;
}

json::object poll(const model::Action& action) {
  json::object responses{{"200", finished_answer(action)}, {"202", ref("responses", "Accepted")}};
  for (auto& [status, answer] : problems({400, 401, 403, 404, 410, 422, 500, 503})) responses[status] = answer;
  return {{"operationId", operation_id(action, "_poll")},
          {"tags", json::array{action.group()}},
          {"summary", std::string(action.title) + ": state or result of a job"},
          {"description", "202 until the job has ended; then its result, or the failure with the failure's own status."},
          {"responses", std::move(responses)}};
}

json::object cancel(const model::Action& action) {
  json::object responses{{"204", json::object{{"description", "The job is cancelled, or its outputs are removed if it had ended."}}}};
  for (auto& [status, answer] : problems({401, 403, 404, 503})) responses[status] = answer;
  return {{"operationId", operation_id(action, "_cancel")},
          {"tags", json::array{action.group()}},
          {"summary", std::string(action.title) + ": cancel a job or remove its outputs"},
          {"responses", std::move(responses)}};
}

void add_action(json::object& paths, const model::Action& action) {
  const auto job_path = fmt::format("/api/v2/{}/jobs/{}", action.group(), action.operation());
  paths[fmt::format("/api/v2/{}", action.id)] = json::object{{"post", submit(action, false)}};
  paths[job_path] = json::object{{"post", submit(action, true)}};
  paths[job_path + "/{jobId}"] = json::object{
      {"parameters", json::array{path_parameter("jobId", "As given in Location and x-jobid.")}},
      {"get", poll(action)},
      {"delete", cancel(action)},
  };
}

json::object without_key(std::string_view id, std::string_view summary, json::object responses) {
  return {{"operationId", id},
          {"tags", json::array{"service"}},
          {"summary", summary},
          {"security", json::array{}},
          {"responses", std::move(responses)}};
}

json::object plain(std::string_view description, std::string_view type) {
  return {{"description", description},
          {"content", content(type, json::object{{"type", type == "application/json" ? "object" : "string"}})}};
}

json::object download() {
  const json::object bytes{{"description", "The document."}, {"content", json::object{{"application/octet-stream", json::object{}}}}};
  json::object part = bytes;
  part["description"] = "The part that Range asked for.";
  json::object responses{{"200", bytes}, {"206", std::move(part)}, {"304", json::object{{"description", "Unchanged."}}}};
  for (auto& [status, answer] : problems({404, 410, 416, 503})) responses[status] = answer;
  auto operation = without_key("download", "Download a result by its link", std::move(responses));
  const json::object inline_flag{{"name", "inline"},
                                 {"in", "query"},
                                 {"description", "1 shows a PDF in the browser instead of saving it."},
                                 {"schema", {{"type", "string"}, {"enum", json::array{"0", "1"}}}}};
  operation["parameters"] = json::array{inline_flag};
  return {{"parameters", json::array{path_parameter("token", "The signed part of the link.")}}, {"get", std::move(operation)}};
}

json::object with_key(std::string_view id, std::string_view summary, json::object responses) {
  for (auto& [status, answer] : problems({401, 403, 503})) responses[status] = answer;
  auto operation = without_key(id, summary, std::move(responses));
  operation.erase("security");
  return operation;
}

/// What flows ask while they are built.
void add_design(json::object& paths) {
  for (const auto& question : design_questions()) {
    auto responses = json::object{{"200", plain("JSON Schema.", "application/json")}, {"400", ref("responses", "Problem400")}};
    auto operation =
        with_key(fmt::format("schema_{}", question.name),
                 fmt::format("Members that depend on {}, for the designers of flows", question.parameter), std::move(responses));
    operation["parameters"] =
        json::array{json::object{{"name", question.parameter}, {"in", "query"}, {"schema", json::object{{"type", "string"}}}}};
    paths[fmt::format("/flow/v1/DocumentsFlow/Schema/{}", question.name)] = json::object{{"post", std::move(operation)}};
  }
  auto profile = with_key("profile", "Whose key it is and what is left of the month", {{"200", plain("The profile.", "application/json")}});
  paths["/api/v2/user/Profiles/me"] = json::object{{"get", std::move(profile)}};
}

// ---- Processes

json::object about_process(std::string_view id, std::string_view summary, json::object responses,
                           std::initializer_list<int> trouble = {401, 403, 404, 503}) {
  for (auto& [status, answer] : problems(trouble)) responses[status] = answer;
  return {{"operationId", id}, {"tags", json::array{"processes"}}, {"summary", summary}, {"responses", std::move(responses)}};
}

json::object with_form(json::object operation, bool fresh) {
  auto schema = form_schema(process_form(fresh));
  schema.at("properties").as_object().erase(kCallbackUrl);
  schema.at("properties").as_object().erase("FileUrl");
  schema.erase("allOf");
  operation["requestBody"] = json::object{{"required", true}, {"content", content("multipart/form-data", std::move(schema))}};
  return operation;
}

json::object with_data(json::object operation) {
  const json::object schema{{"description", "The data: an object, or a list of them."}, {"type", json::array{"object", "array"}}};
  operation["requestBody"] = json::object{{"required", true}, {"content", content("application/json", schema)}};
  operation["parameters"] = json::array{ref("parameters", "IdempotencyKey")};
  operation["security"] = json::array{json::object{}, json::object{{"ApiKey", json::array{}}}};  // for the process to say
  return operation;
}

void add_starts(json::object& paths) {
  const json::array start{path_parameter("user", "Whose process it is: shortUserId of the profile."),
                          path_parameter("process", "The process's id.")};
  for (const auto* version : {"v1", "v2"}) {
    auto waits = about_process(fmt::format("process_start_{}", version), "Start a process and wait for its document",
                               {{"200", ref("responses", "Finished")}, {"504", ref("responses", "Problem504")}}, kSubmitProblems);
    paths[fmt::format("/api/{}/processes/{{user}}/{{process}}/start", version)] =
        json::object{{"parameters", start}, {"post", with_data(std::move(waits))}};
  }
  const std::string job_path = "/api/v2/processes/jobs/{user}/{process}/start";
  paths[job_path] = json::object{{"parameters", start},
                                 {"post", with_data(about_process("process_start_job", "Start a process as a job",
                                                                  {{"202", ref("responses", "Accepted")}}, kSubmitProblems))}};
  auto poll =
      about_process("process_poll", "State or result of a process's job",
                    {{"200", ref("responses", "Finished")}, {"202", ref("responses", "Accepted")}}, {401, 403, 404, 410, 422, 500, 503});
  poll["security"] = json::array{json::object{}, json::object{{"ApiKey", json::array{}}}};
  auto with_job = start;
  with_job.push_back(path_parameter("jobId", "As given in Location and x-jobid."));
  paths[job_path + "/{jobId}"] = json::object{{"parameters", std::move(with_job)}, {"get", std::move(poll)}};
}

void add_processes(json::object& paths) {
  const auto shown = plain("The process, without its passwords.", "application/json");
  const json::object gone{{"description", "It is no more; jobs under way are finished."}};
  paths["/api/v2/processes"] =
      json::object{{"get", about_process("process_list", "Your processes", {{"200", plain("{processes: […]}", "application/json")}})},
                   {"post", with_form(about_process("process_make", "Store a template to be started with data", {{"201", shown}},
                                                    {400, 401, 403, 409, 413, 415, 422, 503}),
                                      true)}};
  const json::array process{path_parameter("process", "The process's id.")};
  paths["/api/v2/processes/{process}"] =
      json::object{{"parameters", process},
                   {"get", about_process("process_show", "A process with its settings and the data it asks for", {{"200", shown}})},
                   {"put", with_form(about_process("process_change", "Change a process; what the form does not say stays", {{"200", shown}},
                                                   {400, 401, 403, 404, 409, 413, 415, 422, 503}),
                                     false)},
                   {"delete", about_process("process_remove", "Remove a process", {{"204", gone}})}};
  const json::object bytes{{"description", "The template."}, {"content", json::object{{"application/octet-stream", json::object{}}}}};
  paths["/api/v2/processes/{process}/template"] =
      json::object{{"parameters", process}, {"get", about_process("process_template", "The template of a process", {{"200", bytes}})}};
  add_starts(paths);
}

void add_service(json::object& paths) {
  paths["/d/{token}"] = download();
  paths["/health/live"] =
      json::object{{"get", without_key("live", "Whether the process runs", {{"200", plain("It runs.", "application/json")}})}};
  paths["/health/ready"] = json::object{
      {"get", without_key("ready", "Whether it can do its work",
                          {{"200", plain("It can.", "application/json")}, {"503", plain("Which part cannot.", "application/json")}})}};
  paths["/openapi.json"] =
      json::object{{"get", without_key("openapi", "This document", {{"200", plain("OpenAPI 3.1.", "application/json")}})}};
}

// ---- Components

json::object result_schema() {
  json::object font{{"type", "object"},
                    {"properties", json::object{{"requested", string_schema("As the document names it.")},
                                                {"used", string_schema("What stood in for it.")},
                                                {"substituted", json::object{{"type", "boolean"}}}}}};
  json::object properties{
      {"link", json::object{{"type", "string"}, {"format", "uri"}, {"description", "Where the result can be downloaded without a key."}}},
      {"links", many({{"type", "string"}, {"format", "uri"}})},
      {"jobId", string_schema("The job's id.")},
      {"expiresAt", json::object{{"type", "string"}, {"format", "date-time"}, {"description", "When the links stop working."}}},
      {"documents", json::object{{"type", "integer"}, {"description", "What the job is charged."}}},
      {"pages", json::object{{"type", "integer"}, {"description", "Pages of the result, when known."}}},
      {"engine", string_schema("What made it, with its version.")},
      {"fonts", many(std::move(font))},
      {"warnings", many({{"type", "string"}})},
      {"peakMemory", json::object{{"type", "integer"}, {"description", "Bytes of memory the document's own process took."}}},
      {"phases",
       json::object{
           {"type", "object"}, {"description", "Milliseconds by phase."}, {"additionalProperties", json::object{{"type", "integer"}}}}},
  };
  return {{"type", "object"},
          {"required", json::array{"jobId"}},
          {"description", "`link` for one document, `links` for several."},
          {"properties", std::move(properties)}};
}

json::object problem_schema() {
  json::array codes;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(ErrorCode::Internal); ++i) codes.emplace_back(info(static_cast<ErrorCode>(i)).name);
  json::object properties{
      {"type", json::object{{"type", "string"}, {"format", "uri-reference"}}},
      {"title", string_schema("The same for every problem of this code.")},
      {"status", json::object{{"type", "integer"}}},
      {"detail", string_schema("What is wrong and what to do.")},
      {"code", json::object{{"type", "string"}, {"enum", std::move(codes)}}},
      {"phase", string_schema("Which part of the job's life failed: door, form, queue, fetch, load, layout, export or store.")},
      {"retryable", json::object{{"type", "boolean"}, {"description", "Whether the same request may succeed later."}}},
      {"jobId", string_schema("The job, when there is one.")},
      {"requestId", string_schema("Name it when you ask for help.")},
  };
  return {{"type", "object"},
          {"description", "RFC 9457."},
          {"required", json::array{"type", "title", "status", "code"}},
          {"properties", std::move(properties)}};
}

json::object components() {
  json::object responses{{"Accepted", accepted_response()}, {"Finished", finished_response()}};
  for (const int status : {400, 401, 402, 403, 404, 408, 409, 410, 413, 415, 416, 422, 429, 500, 503, 504, 507}) {
    responses[fmt::format("Problem{}", status)] = problem_response(status);
  }
  json::object idempotency{{"name", "Idempotency-Key"},
                           {"in", "header"},
                           {"description",
                            "1 to 255 printable characters of your choice. A repeat with the same key and action answers with the first "
                            "job and charges nothing, "
                            "for as long as the job's record is kept."},
                           {"schema", {{"type", "string"}, {"minLength", 1}, {"maxLength", 255}}}};
  json::object key{
      {"type", "apiKey"}, {"in", "header"}, {"name", "Authorization"}, {"description", "The API key as it is, or after `Bearer `."}};
  return {{"schemas", json::object{{"Result", result_schema()}, {"Problem", problem_schema()}}},
          {"responses", std::move(responses)},
          {"parameters", json::object{{"IdempotencyKey", std::move(idempotency)}}},
          {"securitySchemes", json::object{{"ApiKey", std::move(key)}}}};
}

}  // namespace

std::string openapi_json(std::string_view version, std::string_view server_url) {
  json::object paths;
  for (const auto& action : catalogue()) add_action(paths, action);
  add_processes(paths);
  add_design(paths);
  add_service(paths);
  const json::object about{{"title", "Docmill"},
                           {"version", version},
                           {"description", "Documents in, documents out: every action at once or as a job."},
                           {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
  const json::object document{
      {"openapi", "3.1.0"},
      {"info", about},
      {"servers", json::array{json::object{{"url", server_url.empty() ? std::string_view("/") : server_url}}}},
      {"security", json::array{json::object{{"ApiKey", json::array{}}}}},
      {"paths", std::move(paths)},
      {"components", components()},
  };
  return json::serialize(document);
}

}  // namespace docmill::actions
