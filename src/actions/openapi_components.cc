// Schemas, answers, headers and parameters that the paths of the API's description refer to.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <utility>

#include "actions/openapi_examples.h"
#include "actions/openapi_words.h"
#include "base/error.h"

namespace docmill::actions::openapi {
namespace {

constexpr int kAllStatuses[] = {400, 401, 402, 403, 404, 408, 409, 410, 413, 415, 416, 422, 429, 500, 503, 504, 507};

const ErrorInfo& row(std::size_t i) {
  return info(static_cast<ErrorCode>(i));
}

constexpr std::size_t kCodes = static_cast<std::size_t>(ErrorCode::Internal) + 1;

json::object result_schema() {
  const auto font = json::parse(R"({"type":"object","properties":{
    "requested":{"type":"string","description":"As the document names it."},
    "used":{"type":"string","description":"What stood in for it."},"substituted":{"type":"boolean"}}})")
                        .as_object();
  json::object properties{
      {"link", json::object{{"type", "string"}, {"format", "uri"}, {"description", "Where the result can be downloaded without a key."}}},
      {"links", list_of({{"type", "string"}, {"format", "uri"}})},
      {"jobId", text_schema("The job's id.")},
      {"expiresAt", json::object{{"type", "string"}, {"format", "date-time"}, {"description", "When the links stop working."}}},
      {"documents", json::object{{"type", "integer"}, {"description", "What the job is charged."}}},
      {"pages", json::object{{"type", "integer"}, {"description", "Pages of the result, when known."}}},
      {"engine", text_schema("What made it, with its version.")},
      {"fonts", list_of(font)},
      {"warnings", list_of({{"type", "string"}})},
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
  for (std::size_t i = 0; i < kCodes; ++i) codes.emplace_back(row(i).name);
  json::object properties{
      {"type", json::object{{"type", "string"}, {"format", "uri-reference"}}},
      {"title", text_schema("The same for every problem of this code.")},
      {"status", json::object{{"type", "integer"}}},
      {"detail", text_schema("What is wrong and what to do.")},
      {"code", json::object{{"type", "string"}, {"enum", std::move(codes)}}},
      {"phase", text_schema("Which part of the job's life failed: door, form, queue, fetch, load, layout, export or store.")},
      {"retryable", json::object{{"type", "boolean"}, {"description", "Whether the same request may succeed later."}}},
      {"jobId", text_schema("The job, when there is one.")},
      {"requestId", text_schema("Name it when you ask for help.")},
  };
  return {{"type", "object"},
          {"description", "RFC 9457."},
          {"required", json::array{"type", "title", "status", "code"}},
          {"properties", std::move(properties)}};
}

/// Members of a process as the list has it; what is shown of one alone comes on top.
json::object outline_schema() {
  return json::parse(R"({"type":"object","required":["id","name","kind","mode","requireKey","startUrl"],"properties":{
    "id":{"type":"string"},"name":{"type":"string"},"kind":{"type":"string","enum":["docx","xlsx","pptx","html","pdf"]},
    "mode":{"type":"string","enum":["Testing","Active"]},"requireKey":{"type":"boolean"},
    "startUrl":{"type":"string","description":"Waits for the document."},
    "startJobUrl":{"type":"string","description":"Answers with the job's address."},
    "createdAt":{"type":"string","format":"date-time"},"changedAt":{"type":"string","format":"date-time"}}})")
      .as_object();
}

json::object process_schema() {
  auto out = outline_schema();
  auto& properties = out.at("properties").as_object();
  properties["template"] =
      json::parse(R"({"type":"object","properties":{"filename":{"type":"string"},"size":{"type":"integer"},"sha256":{"type":"string"}}})");
  properties["settings"] = json::object{{"type", "object"}, {"description", "As the form had them, passwords left out."}};
  properties["schema"] =
      json::object{{"type", json::array{"object", "null"}}, {"description", "JSON Schema of the data; null when it is not known."}};
  return out;
}

json::object schemas() {
  return {{"Result", result_schema()},
          {"Problem", problem_schema()},
          {"ProcessOutline", outline_schema()},
          {"Process", process_schema()},
          {"JsonSchema", json::object{{"type", "object"}, {"description", "A JSON Schema."}}},
          {"Addresses",
           json::parse(R"({"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"email":{"type":"string"}}}})")},
          {"Profile", json::parse(R"({"type":"object","required":["name","licenseStatus","licenseInfo","shortUserId"],"properties":{
             "name":{"type":"string"},"email":{"type":"string"},"licenseStatus":{"type":"string","enum":["Active","QuotaExceeded"]},
             "teamName":{"type":"string"},"shortUserId":{"type":"string","description":"Stands in the addresses of processes."},
             "licenseInfo":{"type":"object","properties":{"type":{"type":"integer"},"plan":{"type":"string"},
               "credits":{"type":"integer","description":"Documents left this month."},"additionalCredits":{"type":"integer"},
               "expirationDate":{"type":"string","format":"date-time","description":"When the month ends."}}}}})")}};
}

// ---- Answers

/// The code that stands for a status in its example: the first of them.
const ErrorInfo& first_of(int status) {
  for (std::size_t i = 0; i < kCodes; ++i) {
    if (row(i).http_status == status) return row(i);
  }
  return info(ErrorCode::Internal);
}

json::object example_problem(const ErrorInfo& about) {
  return {{"type", fmt::format("urn:docmill:problem:{}", about.name)},
          {"title", about.title},
          {"status", about.http_status},
          {"detail", about.code == ErrorCode::BadRequest ? "Pages: send 2-5 in place of 5-2." : fmt::format("{}.", about.title)},
          {"code", about.name},
          {"retryable", about.retry != Retry::Never},
          {"requestId", "q3mx2b7kd9wz"}};
}

json::object problem_response(int status) {
  std::string codes;
  for (std::size_t i = 0; i < kCodes; ++i) {
    if (row(i).http_status == status) codes += fmt::format("{}`{}` {}", codes.empty() ? "" : "; ", row(i).name, row(i).title);
  }
  auto response = bare_answer(codes + ".");
  auto& headers = response["headers"].as_object();
  if (status == 429 || status == 503 || status == 504 || status == 507) headers["Retry-After"] = ref("headers", "RetryAfter");
  if (status == 504) {
    headers["Location"] = ref("headers", "Location");
    headers["X-Jobid"] = ref("headers", "JobId");
  }
  if (status == 401) headers["WWW-Authenticate"] = json::object{{"schema", json::object{{"type", "string"}}}};
  response["content"] = content("application/problem+json", ref("schemas", "Problem"), example_problem(first_of(status)));
  return response;
}

json::object responses() {
  auto accepted = bare_answer("The job is accepted, or goes on; ask at its address.");
  for (const auto& [name, refers] : {std::pair{"Location", "Location"}, {"X-Jobid", "JobId"}, {"Retry-After", "RetryAfter"}}) {
    accepted["headers"].as_object()[name] = ref("headers", refers);
  }
  auto finished = json_answer("The job has succeeded.", ref("schemas", "Result"), example_link_result("pdf"));
  finished["headers"].as_object()["X-Jobid"] = ref("headers", "JobId");
  auto other = bare_answer("Any other problem.");
  other["content"] = content("application/problem+json", ref("schemas", "Problem"), example_problem(info(ErrorCode::Internal)));
  json::object out{{"Accepted", std::move(accepted)}, {"Finished", std::move(finished)}, {"Problem", std::move(other)}};
  for (const int status : kAllStatuses) out[fmt::format("Problem{}", status)] = problem_response(status);
  return out;
}

json::object headers() {
  return {{"RequestId", header("The request's name, for whoever helps: the caller's X-Request-Id, or a new one.", {{"type", "string"}})},
          {"JobId", header("The job's id.", {{"type", "string"}})},
          {"RetryAfter", header("Seconds until it is worth asking again.", {{"type", "integer"}})},
          {"Location", header("The address of what was made, or of the job.", {{"type", "string"}, {"format", "uri-reference"}})}};
}

json::object parameters() {
  constexpr std::string_view kIdempotency =
      "1 to 255 printable characters of your choice. A repeat with the same key and action answers with the first job and charges nothing, "
      "for as long as the job's record is kept.";
  return {{"IdempotencyKey", json::object{{"name", "Idempotency-Key"},
                                          {"in", "header"},
                                          {"required", false},
                                          {"description", kIdempotency},
                                          {"schema", {{"type", "string"}, {"minLength", 1}, {"maxLength", 255}}},
                                          {"example", "order-4711"}}},
          {"RequestId", json::object{{"name", "X-Request-Id"},
                                     {"in", "header"},
                                     {"required", false},
                                     {"description", "Your name for the request; it stands in the answer and in the log."},
                                     {"schema", {{"type", "string"}, {"maxLength", 64}}}}}};
}

}  // namespace

json::object components() {
  json::object key{
      {"type", "apiKey"}, {"in", "header"}, {"name", "Authorization"}, {"description", "The API key as it is, or after `Bearer `."}};
  return {{"schemas", schemas()},
          {"responses", responses()},
          {"headers", headers()},
          {"parameters", parameters()},
          {"securitySchemes", json::object{{"ApiKey", std::move(key)}}}};
}

}  // namespace docmill::actions::openapi
