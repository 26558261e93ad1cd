// What the description of the API says about everything that is no action and no process: downloads, questions of designers, the
// account, health, and the description itself.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <utility>

#include "actions/design_schema.h"
#include "actions/openapi_examples.h"
#include "actions/openapi_words.h"

namespace docmill::actions::openapi {
namespace {

constexpr std::string_view kService = "service";

json::object open_to_all(json::object operation) {
  operation["security"] = json::array{};
  return operation;
}

json::object state(std::string_view description, bool good) {
  json::object example{{"status", good ? "ready" : "unavailable"}};
  return json_answer(description, {{"type", "object"}}, std::move(example));
}

json::object bytes(std::string_view description) {
  json::object headers{{"X-Request-Id", ref("headers", "RequestId")}};
  for (const auto* name : {"Content-Disposition", "ETag", "Accept-Ranges"})
    headers[name] = json::object{{"schema", json::object{{"type", "string"}}}};
  return {{"description", description},
          {"headers", std::move(headers)},
          {"content", json::object{{"*/*", json::object{{"schema", json::object{}}}}}}};
}

json::object download() {
  json::object responses{
      {"200", bytes("The document.")}, {"206", bytes("The part that Range asked for.")}, {"304", bare_answer("Unchanged.")}};
  auto out = open_to_all(operation({.id = "download",
                                    .tag = kService,
                                    .summary = "Download a result by its link",
                                    .description = "The link is the permission: no key is needed. HEAD, Range and If-None-Match work."},
                                   std::move(responses), {404, 410, 416, 503}));
  out["parameters"] = json::array{query_parameter("inline", "1 shows a PDF in the browser instead of saving it.",
                                                  {{"type", "string"}, {"enum", json::array{"0", "1"}}}, false),
                                  json::object{{"name", "Range"},
                                               {"in", "header"},
                                               {"required", false},
                                               {"description", "A part of the document: bytes=0-1023."},
                                               {"schema", {{"type", "string"}}}}};
  return {{"parameters", json::array{path_parameter("token", "The signed part of the link.", "^[A-Za-z0-9_.-]{1,2000}$", "AbCdEf")}},
          {"get", std::move(out)}};
}

/// What flows ask while they are built.
void add_design(json::object& paths) {
  for (const auto& question : design_questions()) {
    const auto id = fmt::format("schema_{}", question.name);
    const auto summary = fmt::format("Members that depend on {}, for the designers of flows", question.parameter);
    json::object responses{
        {"200", json_answer("JSON Schema.", ref("schemas", "JsonSchema"),
                            json::parse(R"({"type":"object","properties":{"extractRange":{"type":"string","title":"Extract range"}}})"))}};
    auto out = operation({.id = id, .tag = "flows", .summary = summary}, std::move(responses), {400, 401, 403, 503});
    out["parameters"] = json::array{query_parameter(question.parameter, "The value that is chosen already.", {{"type", "string"}}, false)};
    paths[fmt::format("/flow/v1/DocumentsFlow/Schema/{}", question.name)] = json::object{{"post", std::move(out)}};
  }
}

json::object profile() {
  auto answer = json_answer("The profile.", ref("schemas", "Profile"), json::parse(R"({"name":"acme","email":"","licenseStatus":"Active",
    "teamName":"acme","licenseInfo":{"type":0,"plan":"free","credits":958,"additionalCredits":0,"expirationDate":"2026-12-01T00:00:00Z"},
    "shortUserId":"acme"})"));
  return operation({.id = "profile", .tag = "account", .summary = "Whose key it is and what is left of the month"},
                   {{"200", std::move(answer)}}, {401, 403, 503});
}

}  // namespace

void add_service(json::object& paths) {
  add_design(paths);
  paths["/api/v2/user/Profiles/me"] = json::object{{"get", profile()}};
  paths["/d/{token}"] = download();
  const auto asked = [](std::string_view id, std::string_view summary, json::object responses) {
    return json::object{{"get", open_to_all(operation({.id = id, .tag = kService, .summary = summary}, std::move(responses), {404}))}};
  };
  paths["/health/live"] = asked("live", "Whether the process runs", {{"200", state("It runs.", true)}});
  paths["/health/ready"] =
      asked("ready", "Whether it can do its work", {{"200", state("It can.", true)}, {"503", state("Which part cannot.", false)}});
  json::object described{{"200", json_answer("OpenAPI 3.1.", {{"type", "object"}}, json::object{{"openapi", "3.1.0"}})},
                         {"304", bare_answer("Unchanged.")}};
  paths["/openapi.json"] = asked("openapi", "This document", std::move(described));
}

}  // namespace docmill::actions::openapi
