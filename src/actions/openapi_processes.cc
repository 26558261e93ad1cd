// What the description of the API says about processes: stored templates, their starts, and what flows ask and do with them.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <utility>

#include "actions/fields.h"
#include "actions/openapi_examples.h"
#include "actions/openapi_words.h"
#include "actions/processes.h"

namespace docmill::actions::openapi {
namespace {

constexpr std::string_view kTag = "processes";
constexpr std::string_view kId = "^[a-z0-9_][a-z0-9_-]{0,63}$";
constexpr std::string_view kExampleProcess = "pxqngyj2ab3c";
constexpr std::string_view kAnOrder = R"({"number": 4711, "customer": {"name": "Mina Farrow"}})";

json::object about(std::string_view id, std::string_view summary, json::object responses,
                   std::initializer_list<int> trouble = {401, 403, 404, 503}) {
  return operation({.id = id, .tag = kTag, .summary = summary}, std::move(responses), trouble);
}

json::object process_parameter() {
  return path_parameter("process", "The process's id.", kId, kExampleProcess);
}

json::object user_parameter() {
  return path_parameter("user", "Whose process it is: shortUserId of the profile.", kId, "acme");
}

json::object process_query() {
  auto parameter = query_parameter("processId", "The process's id.", {{"type", "string"}, {"pattern", kId}}, true);
  parameter["example"] = kExampleProcess;
  return parameter;
}

json::object outline_example() {
  return json::parse(R"({"id":"pxqngyj2ab3c","name":"Invoices","kind":"docx","mode":"Active","requireKey":false,
    "startUrl":"https://docs.example.com/api/v2/processes/acme/pxqngyj2ab3c/start",
    "startJobUrl":"https://docs.example.com/api/v2/processes/jobs/acme/pxqngyj2ab3c/start",
    "createdAt":"2026-11-01T08:00:00Z","changedAt":"2026-11-02T08:00:00Z"})")
      .as_object();
}

json::object shown(std::string_view description) {
  auto example = outline_example();
  example["template"] = json::object{{"filename", "invoice.docx"}, {"size", 18211}, {"sha256", "9f86d081884c7d65"}};
  example["settings"] = json::object{{"OutputType", "Pdf"}, {"Mode", "Active"}};
  example["schema"] = json::parse(R"({"type":"object","properties":{"number":{"type":["string","number"]}},"required":["number"]})");
  return json_answer(description, ref("schemas", "Process"), std::move(example));
}

json::object with_form(json::object operation, bool fresh) {
  auto schema = form_schema(process_form(fresh));
  schema.at("properties").as_object().erase(kCallbackUrl);
  schema.at("properties").as_object().erase("FileUrl");
  schema.erase("allOf");
  if (fresh) schema["required"] = json::array{"File", "Name"};
  json::object example{{"OutputType", "Pdf"}, {"Mode", "Active"}};
  if (fresh) example = {{"File", "invoice.docx"}, {"Name", "Invoices"}, {"OutputType", "Pdf"}};
  operation["requestBody"] =
      json::object{{"required", true}, {"content", content("multipart/form-data", std::move(schema), std::move(example))}};
  return operation;
}

json::object data_body(std::string_view description) {
  const json::object schema{{"description", description},
                            {"anyOf", json::array{json::object{{"type", "object"}}, list_of(json::object{})}}};
  return {{"required", true}, {"content", content("application/json", schema, json::parse(kAnOrder))}};
}

json::array with_or_without_key() {
  return {json::object{}, json::object{{"ApiKey", json::array{}}}};  // for the process to say
}

json::object start(std::string_view id, std::string_view summary, json::object responses) {
  auto out = about(id, summary, std::move(responses), kSubmitProblems);
  out["requestBody"] = data_body("The data: an object, or a list of them.");
  out["parameters"] = json::array{ref("parameters", "IdempotencyKey"), ref("parameters", "RequestId")};
  out["security"] = with_or_without_key();
  return out;
}

void add_starts(json::object& paths) {
  const json::array where{user_parameter(), process_parameter()};
  for (const auto* version : {"v1", "v2"}) {
    auto waits =
        start(fmt::format("process_start_{}", version), "Start a process and wait for its document",
              {{"200", ref("responses", "Finished")}, {"410", ref("responses", "Problem410")}, {"504", ref("responses", "Problem504")}});
    paths[fmt::format("/api/{}/processes/{{user}}/{{process}}/start", version)] =
        json::object{{"parameters", where}, {"post", std::move(waits)}};
  }
  const std::string job_path = "/api/v2/processes/jobs/{user}/{process}/start";
  auto as_job = start("process_start_job", "Start a process as a job", {{"202", ref("responses", "Accepted")}});
  paths[job_path] = json::object{{"parameters", where}, {"post", std::move(as_job)}};
  auto poll = about("process_poll", "State or result of a process's job",
                    {{"200", ref("responses", "Finished")}, {"202", ref("responses", "Accepted")}}, {401, 403, 404, 410, 422, 500, 503});
  poll["security"] = with_or_without_key();
  auto with_job = where;
  with_job.push_back(job_id_parameter());
  paths[job_path + "/{jobId}"] = json::object{{"parameters", std::move(with_job)}, {"get", std::move(poll)}};
}

// ---- What flows do

json::object document_answer() {
  auto answer = bare_answer("The document itself.");
  answer["headers"].as_object()["X-Jobid"] = ref("headers", "JobId");
  answer["content"] = json::object{{"*/*", json::object{{"schema", json::object{}}}}};
  return answer;
}

void add_flow_starts(json::object& paths) {
  for (const std::string name : {"ExecuteProcess", "ExecuteProcessWithGeneratedData"}) {
    const bool generated = name != "ExecuteProcess";
    const auto path = "/flow/v1/ProcessesFlow/jobs/" + name;
    const auto id = generated ? std::string("flow_start_generated") : std::string("flow_start");
    auto run = about(id, generated ? "Start a process with fields from its template" : "Start a process with JSON",
                     {{"202", ref("responses", "Accepted")}}, kSubmitProblems);
    run["requestBody"] =
        data_body(generated ? "The data's members, beside or inside `jsonContent`." : "The data: an object, or a list of them.");
    run["parameters"] = json::array{ref("parameters", "IdempotencyKey")};
    paths[path] = json::object{{"parameters", json::array{process_query()}}, {"post", std::move(run)}};
    auto poll = about(id + "_poll", "The document that the process made",
                      {{"200", document_answer()}, {"202", ref("responses", "Accepted")}}, {401, 403, 404, 410, 422, 500, 503});
    paths[path + "/{jobId}"] = json::object{{"parameters", json::array{process_query(), job_id_parameter()}}, {"get", std::move(poll)}};
  }
}

void add_triggers(json::object& paths) {
  const json::object registration{{"type", "object"},
                                  {"required", json::array{"processId", "hookUrl"}},
                                  {"properties", json::object{{"processId", text_schema("The process's id.")},
                                                              {"hookUrl", json::object{{"type", "string"}, {"format", "uri"}}}}}};
  auto registered = json_answer("Registered; Location is its address.",
                                {{"type", "object"}, {"properties", json::object{{"id", text_schema("The hook's id.")}}}},
                                json::object{{"id", "pxqngyj2ab3c-7f3k2m9qhx4c"}});
  registered["headers"].as_object()["Location"] = ref("headers", "Location");
  auto subscribe = about("flow_hook", "Be told whenever a process has made a document", {{"201", std::move(registered)}},
                         {400, 401, 403, 404, 408, 409, 413, 503});
  subscribe["requestBody"] =
      json::object{{"required", true},
                   {"content", content("application/json", registration,
                                       json::object{{"processId", kExampleProcess}, {"hookUrl", "https://flows.example.com/hooks/1"}})}};
  paths["/flow/v1/ProcessesFlow/triggers"] = json::object{{"post", std::move(subscribe)}};
  auto hook = path_parameter("hook", "The hook's id.", "^[a-z0-9_-]{3,129}$", "pxqngyj2ab3c-7f3k2m9qhx4c");
  paths["/flow/v1/ProcessesFlow/triggers/{hook}"] =
      json::object{{"parameters", json::array{std::move(hook)}},
                   {"delete", about("flow_unhook", "Be told no more", {{"204", bare_answer("It is no more.")}})}};
  const auto schema = json_answer("JSON Schema.", ref("schemas", "JsonSchema"),
                                  json::parse(R"({"type":"object","properties":{"link":{"type":"string","format":"uri"}}})"));
  paths["/flow/v1/ProcessesFlow/triggers/{process}/schema"] = json::object{
      {"parameters", json::array{process_parameter()}}, {"get", about("flow_hook_schema", "What a hook is sent", {{"200", schema}})}};
}

}  // namespace

void add_processes(json::object& paths) {
  const json::object list{{"type", "object"},
                          {"required", json::array{"processes"}},
                          {"properties", json::object{{"processes", list_of(ref("schemas", "ProcessOutline"))}}}};
  auto made = shown("The process, without its passwords.");
  made["headers"].as_object()["Location"] = ref("headers", "Location");
  paths["/api/v2/processes"] =
      json::object{{"get", about("process_list", "Your processes",
                                 {{"200", json_answer("At most 500.", list, json::object{{"processes", json::array{outline_example()}}})}},
                                 {401, 403, 503})},
                   {"post", with_form(about("process_make", "Store a template to be started with data", {{"201", std::move(made)}},
                                            {400, 401, 403, 408, 409, 413, 415, 422, 500, 503, 507}),
                                      true)}};
  paths["/api/v2/processes/{process}"] = json::object{
      {"parameters", json::array{process_parameter()}},
      {"get", about("process_show", "A process with its settings and the data it asks for",
                    {{"200", shown("The process, without its passwords.")}})},
      {"put", with_form(about("process_change", "Change a process; what the form does not say stays",
                              {{"200", shown("The process as it is now.")}}, {400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503, 507}),
                        false)},
      {"delete", about("process_remove", "Remove a process", {{"204", bare_answer("It is no more; jobs under way are finished.")}})}};
  auto bytes = bare_answer("The template.");
  bytes["content"] = json::object{{"*/*", json::object{{"schema", json::object{}}}}};
  paths["/api/v2/processes/{process}/template"] =
      json::object{{"parameters", json::array{process_parameter()}},
                   {"get", about("process_template", "The template of a process", {{"200", std::move(bytes)}}, {401, 403, 404, 410, 503})}};
  add_starts(paths);
}

void add_flow_processes(json::object& paths) {
  add_flow_starts(paths);
  const auto pair = json::parse(R"({"type":"array","items":{"type":"object","required":["id","name"],
    "properties":{"id":{"type":"string"},"name":{"type":"string"}}}})")
                        .as_object();
  paths["/flow/v1/ProcessesFlow/Schema/GetProcesses"] = json::object{
      {"post", about("flow_processes", "The processes to choose from",
                     {{"200", json_answer("Their ids and names.", pair, json::parse(R"([{"id":"pxqngyj2ab3c","name":"Invoices"}])"))}},
                     {401, 403, 503})}};
  const auto schema = json_answer("JSON Schema.", ref("schemas", "JsonSchema"),
                                  json::parse(R"({"type":"object","properties":{"number":{"type":["string","number"]}}})"));
  paths["/flow/v1/ProcessesFlow/Schema/GetJsonData"] =
      json::object{{"parameters", json::array{process_query()}},
                   {"post", about("flow_data_schema", "The data that a process's template asks for", {{"200", schema}})}};
  add_triggers(paths);
}

}  // namespace docmill::actions::openapi
