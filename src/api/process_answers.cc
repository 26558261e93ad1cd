#include "api/process_answers.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "actions/processes.h"

namespace docmill::api {
namespace {

namespace json = boost::json;

constexpr std::string_view kAnyObject = R"({"type":"object"})";

json::object outline(const model::Process& process, std::string_view base) {
  const auto path = fmt::format("{}/{}/start", process.tenant.text(), process.id.text());
  return {{"id", process.id.text()},
          {"name", process.name},
          {"kind", process.kind},
          {"mode", process.active ? "Active" : "Testing"},
          {"requireKey", process.needs_key},
          {"startUrl", start_url(base, process)},
          {"startJobUrl", fmt::format("{}/api/v2/processes/jobs/{}", base, path)},
          {"createdAt", to_iso(process.made_at)},
          {"changedAt", to_iso(process.changed_at)}};
}

json::object settings_of(const StoredProcess& process) {
  json::object settings;
  for (const auto& field : actions::process_form(true).fields) {
    const auto found = process.record.settings.find(std::string(field.name));
    if (field.secret || found == process.record.settings.end()) continue;
    settings[field.name] = found->second;
  }
  return settings;
}

net::Response unkept(int status, const json::value& body) {
  auto response = net::json_response(status, json::serialize(body));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

std::string start_url(std::string_view base, const model::Process& process) {
  return fmt::format("{}/api/v2/processes/{}/{}/start", base, process.tenant.text(), process.id.text());
}

std::string process_job_url(std::string_view base, const ProcessRoute& route, const JobId& job) {
  const bool flow = route.place == ProcessRoute::Place::FlowStart || route.place == ProcessRoute::Place::FlowJob;
  if (!flow) {
    return fmt::format("{}/api/v2/processes/jobs/{}/{}/start/{}", base, route.user.text(), route.process.text(), job.text());
  }
  return fmt::format("{}/flow/v1/ProcessesFlow/jobs/{}/{}?processId={}", base,
                     route.generated ? "ExecuteProcessWithGeneratedData" : "ExecuteProcess", job.text(), route.process.text());
}

net::Response shown(int status, const StoredProcess& process, std::string_view base) {
  auto body = outline(process.row, base);
  const auto& source = process.record.source;
  body["template"] = json::object{{"filename", source.filename}, {"size", source.size}, {"sha256", source.sha256}};
  body["settings"] = settings_of(process);
  json::error_code ec;
  auto schema = json::parse(process.record.schema, ec);
  body["schema"] = ec ? json::value(nullptr) : std::move(schema);
  return unkept(status, body);
}

net::Response listed(const std::vector<model::Process>& processes, std::string_view base) {
  json::array all;
  for (const auto& process : processes) all.push_back(outline(process, base));
  return unkept(200, json::object{{"processes", std::move(all)}});
}

net::Response flow_list(const std::vector<model::Process>& processes) {
  json::array all;
  for (const auto& process : processes) all.push_back(json::object{{"id", process.id.text()}, {"name", process.name}});
  return unkept(200, all);
}

net::Response flow_schema(const StoredProcess& process) {
  return net::json_response(200, process.record.schema.empty() ? std::string(kAnyObject) : process.record.schema);
}

net::Response hook_schema() {
  json::object properties;
  for (const auto* name : {"processId", "jobId", "status"}) properties[name] = json::object{{"type", "string"}};
  for (const auto* name : {"fileUrl", "link"}) properties[name] = json::object{{"type", "string"}, {"format", "uri"}};
  return net::json_response(200, json::serialize(json::object{{"type", "object"}, {"properties", std::move(properties)}}));
}

net::Response hooked(std::string_view base, const std::string& hook) {
  auto response = unkept(201, json::object{{"id", hook}});
  response.headers.add("Location", fmt::format("{}/flow/v1/ProcessesFlow/triggers/{}", base, hook));
  return response;
}

}  // namespace docmill::api
