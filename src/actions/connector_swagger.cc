#include "actions/connector_swagger.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>
#include <vector>

#include "actions/catalogue.h"
#include "actions/connector_schema.h"
#include "actions/design_schema.h"
#include "actions/fields.h"
#include "actions/openapi_examples.h"

namespace docmill::actions {
namespace {

namespace json = boost::json;

constexpr std::string_view kFlows = "/flow/v1/ProcessesFlow/";

/// Kept for flows that were built with them; whoever builds a new one is shown what took their place.
constexpr std::pair<std::string_view, std::string_view> kFormer[] = {{"Any2Pdf", "Any2PdfV2"},
                                                                     {"MergeAnyToPdf", "MergeAnyToPdfV2"},
                                                                     {"SplitPdf", "SplitPdfV2"},
                                                                     {"Pdf2Image", "Pdf2ImageV2"},
                                                                     {"Xlsx2Pdf", "Xslx2Pdf"}};

bool is_former(std::string_view name) {
  return std::ranges::find(kFormer, name, &std::pair<std::string_view, std::string_view>::first) != std::end(kFormer);
}

// ---- What designers show

std::string shown_title(std::string_view name) {
  auto title = title_of(name);
  if (!title.empty() && title.front() >= 'a' && title.front() <= 'z') title.front() = static_cast<char>(title.front() - 'a' + 'A');
  return title;
}

/// A schema in the words of Swagger 2: one type each, references to its own place, titles as designers read them.
json::value swagger_schema(const json::value& value) {
  if (const auto* list = value.if_array(); list != nullptr) {
    json::array out;
    for (const auto& one : *list) out.push_back(swagger_schema(one));
    return out;
  }
  const auto* object = value.if_object();
  if (object == nullptr) return value;
  json::object out;
  for (const auto& member : *object) {
    const std::string_view name = member.key();
    const auto* types = name == "type" ? member.value().if_array() : nullptr;
    if (types != nullptr) {
      out["type"] = types->at(0);
      out["x-nullable"] = true;
    } else if (name == "$ref") {
      out["$ref"] = "#/definitions/Addresses";
    } else if (name == "additionalProperties" && member.value().is_bool()) {
      out["additionalProperties"] = json::object{};
    } else {
      out[name] = swagger_schema(member.value());
    }
  }
  return out;
}

/// The members of an object with their titles, required ones first in the designer, the others behind "advanced options".
void make_members_shown(json::object& schema) {
  const auto* required = schema.if_contains("required");
  const auto is_required = [&](std::string_view name) {
    return required != nullptr && std::ranges::any_of(required->as_array(), [&](const auto& one) { return one == json::value(name); });
  };
  auto* properties = schema.if_contains("properties");
  if (properties == nullptr) return;
  for (auto& [name, property] : properties->as_object()) {
    auto& member = property.as_object();
    member["x-ms-summary"] = shown_title(name);
    member["title"] = member["x-ms-summary"];
    member["x-ms-visibility"] = is_required(name) ? "important" : "advanced";
  }
  if (required != nullptr && required->as_array().empty()) schema.erase("required");
}

json::object dynamic_schema(std::string_view operation, std::string_view parameter, std::string_view reference) {
  const std::string id(operation);
  return {{"x-ms-dynamic-schema",
           json::object{{"operationId", id}, {"parameters", json::object{{parameter, json::object{{"parameter", parameter}}}}}}},
          {"x-ms-dynamic-properties",
           json::object{{"operationId", id}, {"parameters", json::object{{parameter, json::object{{"parameterReference", reference}}}}}}}};
}

// ---- Operations

json::object query(std::string_view name, std::string_view description, bool required) {
  return {{"name", name},
          {"in", "query"},
          {"type", "string"},
          {"required", required},
          {"description", description},
          {"x-ms-summary", shown_title(name)},
          {"x-ms-visibility", required ? "important" : "advanced"}};
}

json::object body(json::object schema) {
  return {{"name", "body"}, {"in", "body"}, {"required", true}, {"schema", std::move(schema)}};
}

json::object answers(json::object schema, std::string_view description) {
  return {{"200", json::object{{"description", description}, {"schema", std::move(schema)}}},
          {"202", json::object{{"description", "The job goes on; Location is its address."}}},
          {"default",
           json::object{{"description", "What is wrong, and what to do."}, {"schema", json::object{{"$ref", "#/definitions/Problem"}}}}}};
}

struct Shown {
  std::string id;
  std::string summary;
  std::string description;
  std::string_view visibility = "none";
};

json::object call(const Shown& shown, json::array parameters, json::object responses) {
  json::object out{{"operationId", shown.id},
                   {"summary", shown.summary},
                   {"description", shown.description},
                   {"parameters", std::move(parameters)},
                   {"responses", std::move(responses)}};
  if (shown.visibility != "none") out["x-ms-visibility"] = shown.visibility;
  return out;
}

json::object bytes_schema(std::string_view title) {
  return {{"type", "string"}, {"format", "byte"}, {"title", title}, {"x-ms-summary", title}};
}

json::object object_of(json::object properties) {
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

json::object named_file() {
  return object_of({{"filename", json::object{{"type", "string"}, {"title", "File name"}, {"x-ms-summary", "File name"}}},
                    {"fileContent", bytes_schema("File content")}});
}

json::object answer_schema(const ConnectorOperation& operation) {
  switch (operation.answer) {
    case WireAnswer::Bytes: return {{"type", "string"}, {"format", "binary"}, {"title", "Document"}, {"x-ms-summary", "Document"}};
    case WireAnswer::FileContent: return object_of({{"fileContent", bytes_schema("File content")}});
    case WireAnswer::NamedFile: return named_file();
    case WireAnswer::ResultFiles: return object_of({{"resultFiles", json::object{{"type", "array"}, {"items", named_file()}}}});
    case WireAnswer::Contents:
      return object_of({{"resultFilesContents", json::object{{"type", "array"}, {"items", bytes_schema("File content")}}}});
    case WireAnswer::HtmlResult:
      return object_of({{"htmlResult", json::object{{"type", "string"}, {"title", "Result"}, {"x-ms-summary", "Result"}}}});
    case WireAnswer::Json: break;
  }
  const auto* shape = openapi::answer_shape(operation.action);
  return shape == nullptr ? json::object{{"type", "object"}} : swagger_schema(json::parse(shape->schema)).as_object();
}

/// Answers whose members depend on what was asked.
json::object dynamic_answer(const ConnectorOperation& operation) {
  auto schema = answer_schema(operation);
  if (operation.name == "ParseCsv") return dynamic_schema("Schema_ParseCsv", "headers", "body/headers");
  if (operation.name == "RegExpMatch") return dynamic_schema("Schema_RegExpMatch", "pattern", "body/pattern");
  make_members_shown(schema);
  return schema;
}

/// Documents with names, where names count.
void name_the_documents(json::object& schema, const ConnectorOperation& operation) {
  const auto* const member = operation.name == "CreateArchive" ? "data" : operation.name == "MergeAnyToPdf" ? "files" : nullptr;
  if (member == nullptr) return;
  schema.at("properties").as_object().at(member).as_object()["items"] =
      object_of({{"fileName", json::object{{"type", "string"}, {"x-ms-summary", "File name"}}}, {"content", bytes_schema("File content")}});
}

/// Data of a template or a form is JSON as it is.
void open_the_data(json::object& schema, const ConnectorOperation& operation) {
  const auto* const member = operation.name == "FillInPdfForm" ? "jsonData" : operation.name == "CreateArchive" ? "" : "data";
  auto* data = schema.at("properties").as_object().if_contains(member);
  if (data == nullptr) return;
  data->as_object().erase("format");
  data->as_object()["type"] = "object";
}

json::object request_body(const ConnectorOperation& operation) {
  const auto& action = *find_action(operation.action);
  auto schema = request_schema(operation, action, "");
  name_the_documents(schema, operation);
  open_the_data(schema, operation);
  make_members_shown(schema);
  return schema;
}

/// The values of ?type=, where an operation's form depends on it.
json::array types_to_choose(std::string_view name) {
  json::array types;
  for (const auto& operation : connector_operations()) {
    if (operation.name != name) continue;
    const auto* field = find_field(*find_action(operation.action), "Type").field;
    if (!operation.type.empty())
      types.emplace_back(operation.type);
    else if (field != nullptr && operation.fixed.empty())
      types = json::array(field->choices.begin(), field->choices.end());
  }
  return types;
}

json::object typed_parameter(json::array types) {
  auto parameter = query("type", "What is done; the other fields depend on it.", true);
  parameter["enum"] = std::move(types);
  return parameter;
}

void add_document_operation(json::object& paths, const ConnectorOperation& operation) {
  const auto path = fmt::format("/flow/v1/Documents/jobs/{}", operation.name);
  if (paths.contains(path)) return;  // one of several types: the first has said it all
  const auto& action = *find_action(operation.action);
  auto types = types_to_choose(operation.name);
  const auto question = operation.name.starts_with("SplitPdf") ? std::string("SplitPdf") : std::string(operation.name);
  json::array parameters;
  if (types.empty()) {
    parameters.push_back(body(request_body(operation)));
  } else {
    auto schema = dynamic_schema("Schema_" + question, "type", "type");
    schema["type"] = "object";
    parameters = {typed_parameter(std::move(types)), body(std::move(schema))};
  }
  const bool former = is_former(operation.name);
  const bool typed = !operation.type.empty();
  auto out =
      call({.id = std::string(operation.name),
            .summary = typed ? "Add a watermark to a PDF" : std::string(action.title),
            .description = typed ? "Lays a text, a picture, a page or HTML over or under the pages of a PDF." : std::string(action.summary),
            .visibility = former ? "internal" : "none"},
           std::move(parameters), answers(dynamic_answer(operation), "What was made, or found."));
  if (former) out["deprecated"] = true;
  if (operation.answer == WireAnswer::Bytes) out["produces"] = json::array{"application/octet-stream", "application/json"};
  paths[path] = json::object{{"post", std::move(out)}};
}

// ---- What designers ask

json::object schema_answer() {
  return {{"200", json::object{{"description", "JSON Schema."}, {"schema", json::object{{"type", "object"}}}}}};
}

Shown hidden(std::string id, std::string summary) {
  auto description = summary + ".";
  return {.id = std::move(id), .summary = std::move(summary), .description = std::move(description), .visibility = "internal"};
}

void add_questions(json::object& paths) {
  for (const auto& question : design_questions()) {
    auto out = call(hidden(fmt::format("Schema_{}", question.name), "Members that depend on a value"),
                    {query(question.parameter, "The value that is chosen.", false)}, schema_answer());
    paths[fmt::format("/flow/v1/DocumentsFlow/Schema/{}", question.name)] = json::object{{"post", std::move(out)}};
  }
  const auto profile =
      swagger_schema(json::parse(R"({"type":"object","properties":{"name":{"type":"string"},"licenseStatus":{"type":"string"},
    "licenseInfo":{"type":"object","properties":{"plan":{"type":"string"},"credits":{"type":"integer"}}}}})"))
          .as_object();
  paths["/profiles/me"] = json::object{{"get", call(hidden("Profile", "Whose key it is"), {},
                                                    {{"200", json::object{{"description", "The profile."}, {"schema", profile}}}})}};
}

// ---- Processes

json::object process_menu() {
  auto parameter = query("processId", "The process, by its name.", true);
  parameter["x-ms-summary"] = "Process";
  parameter["x-ms-dynamic-values"] = json::object{{"operationId", "GetProcesses"}, {"value-path", "id"}, {"value-title", "name"}};
  return parameter;
}

void add_process_starts(json::object& paths) {
  const json::object document{{"type", "string"}, {"format", "binary"}, {"title", "Document"}, {"x-ms-summary", "Document"}};
  auto schema = dynamic_schema("GetJsonData", "processId", "processId");
  schema["type"] = "object";
  schema["x-ms-summary"] = "Data";
  auto generated = object_of({{"jsonContent", std::move(schema)}});
  const auto add = [&](std::string_view name, std::string_view summary, json::object data) {
    auto out = call({.id = std::string(name),
                     .summary = std::string(summary),
                     .description = "Fills the process's template and answers with the document.",
                     .visibility = "important"},
                    {process_menu(), body(std::move(data))}, answers(document, "The document."));
    out["produces"] = json::array{"application/octet-stream", "application/json"};
    paths[fmt::format("{}jobs/{}", kFlows, name)] = json::object{{"post", std::move(out)}};
  };
  add("ExecuteProcessWithGeneratedData", "Start a process", std::move(generated));
  add("ExecuteProcess", "Start a process with JSON", {{"type", "object"}, {"x-ms-summary", "Data"}});
}

void add_process_questions(json::object& paths) {
  const auto list =
      json::parse(R"({"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"}}}})");
  paths[fmt::format("{}Schema/GetProcesses", kFlows)] =
      json::object{{"post", call(hidden("GetProcesses", "The processes to choose from"), {},
                                 {{"200", json::object{{"description", "Ids and names."}, {"schema", list}}}})}};
  paths[fmt::format("{}Schema/GetJsonData", kFlows)] =
      json::object{{"post", call(hidden("GetJsonData", "The data that a template asks for"), {query("processId", "The process.", true)},
                                 schema_answer())}};
}

json::object hook_registration() {
  const auto process = json::parse(R"({"type":"string","x-ms-summary":"Process","x-ms-visibility":"important",
    "description":"The process, by its name.",
    "x-ms-dynamic-values":{"operationId":"GetProcesses","value-path":"id","value-title":"name"}})");
  const auto url = json::parse(R"({"type":"string","x-ms-notification-url":true,"x-ms-visibility":"internal"})");
  auto schema = object_of({{"processId", process}, {"hookUrl", url}});
  schema["required"] = json::array{"processId", "hookUrl"};
  return body(std::move(schema));
}

void add_trigger(json::object& paths) {
  const auto sent = json::parse(R"({"type":"object","properties":{
    "processId":{"type":"string","x-ms-summary":"Process id"},"jobId":{"type":"string","x-ms-summary":"Job id"},
    "status":{"type":"string","x-ms-summary":"Status"},"fileUrl":{"type":"string","x-ms-summary":"Result file address"},
    "link":{"type":"string","x-ms-summary":"Link"}}})");
  auto subscribe = call({.id = "ProcessFinished",
                         .summary = "When a process has made a document",
                         .description = "Starts the flow whenever a run of the process has succeeded.",
                         .visibility = "important"},
                        {hook_registration()}, {{"201", json::object{{"description", "Registered."}}}});
  subscribe["x-ms-trigger"] = "single";
  paths[fmt::format("{}triggers", kFlows)] = json::object{
      {"x-ms-notification-content", json::object{{"description", "What is sent."}, {"schema", sent}}}, {"post", std::move(subscribe)}};
  const json::object id{{"name", "hook"}, {"in", "path"}, {"required", true}, {"type", "string"}, {"x-ms-summary", "Hook"}};
  paths[fmt::format("{}triggers/{{hook}}", kFlows)] = json::object{
      {"delete", call(hidden("ForgetHook", "Tell no more"), {id}, {{"204", json::object{{"description", "It is told no more."}}}})}};
}

// ---- The whole

json::object definitions() {
  return {{"Problem", json::parse(R"({"type":"object","properties":{"title":{"type":"string"},"status":{"type":"integer"},
             "detail":{"type":"string"},"code":{"type":"string"},"jobId":{"type":"string"},"requestId":{"type":"string"}}})")},
          {"Addresses",
           json::parse(R"({"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"email":{"type":"string"}}}})")}};
}

}  // namespace

std::string connector_swagger(std::string_view version, std::string_view server_url) {
  const auto url = server_url.empty() ? openapi::kExampleHost : server_url;
  const auto scheme = url.substr(0, url.find("://"));
  const auto host = url.substr(std::min(url.size(), scheme.size() + 3));
  json::object paths;
  for (const auto& operation : connector_operations()) add_document_operation(paths, operation);
  add_process_starts(paths);
  add_trigger(paths);
  add_questions(paths);
  add_process_questions(paths);
  const json::object document{
      {"swagger", "2.0"},
      {"info",
       json::object{
           {"title", "Docmill"}, {"version", version}, {"description", "Conversions, templates and PDF operations of your own Docmill."}}},
      {"host", host.substr(0, host.find('/'))},
      {"basePath", "/"},
      {"schemes", json::array{scheme}},
      {"consumes", json::array{"application/json"}},
      {"produces", json::array{"application/json"}},
      {"securityDefinitions", json::object{{"ApiKey", json::object{{"type", "apiKey"}, {"in", "header"}, {"name", "Authorization"}}}}},
      {"security", json::array{json::object{{"ApiKey", json::array{}}}}},
      {"paths", std::move(paths)},
      {"definitions", definitions()},
      {"x-ms-connector-metadata",
       json::array{json::object{{"propertyName", "Categories"}, {"propertyValue", "Content and Files;Productivity"}}}},
  };
  return json::serialize(document);
}

}  // namespace docmill::actions
