#include "api/process_route.h"

#include "actions/fields.h"
#include "net/http.h"

namespace docmill::api {
namespace {

using Place = ProcessRoute::Place;
using Parts = std::vector<std::string_view>;

constexpr std::string_view kProcessReads = "GET, HEAD, OPTIONS";
constexpr std::string_view kProcessSubmits = "POST, OPTIONS";
constexpr std::string_view kGenerated = "ExecuteProcessWithGeneratedData";

std::optional<ProcessRoute> place_at(Place place, std::string_view allow) {
  return ProcessRoute{.place = place, .allow = allow};
}

std::optional<ProcessRoute> with_process(std::optional<ProcessRoute> route, std::string_view process) {
  auto id = ProcessId::parse(process);
  if (!id) return std::nullopt;
  route->process = *std::move(id);
  return route;
}

std::optional<ProcessRoute> with_job(std::optional<ProcessRoute> route, std::string_view job) {
  auto id = JobId::parse(job);
  if (!route || !id) return std::nullopt;
  route->job = *std::move(id);
  return route;
}

/// user, process, "start"
std::optional<ProcessRoute> started_at(Place place, std::string_view allow, const Parts& parts, std::size_t from) {
  auto route = with_process(place_at(place, allow), parts[from + 1]);
  auto user = TenantId::parse(parts[from]);
  if (!route || !user || parts[from + 2] != "start") return std::nullopt;
  route->user = *std::move(user);
  return route;
}

/// parts: "api", "v1" or "v2", "processes", …
std::optional<ProcessRoute> rest_route(const Parts& parts) {
  if (parts.size() == 6) return started_at(Place::Start, kProcessSubmits, parts, 3);
  if (parts[1] != "v2") return std::nullopt;
  if (parts.size() == 3) return place_at(Place::All, "GET, HEAD, POST, OPTIONS");
  if (parts.size() == 4) return with_process(place_at(Place::One, "GET, HEAD, PUT, DELETE, OPTIONS"), parts[3]);
  if (parts.size() == 5 && parts[4] == "template") return with_process(place_at(Place::Template, kProcessReads), parts[3]);
  const bool jobs = parts.size() > 6 && parts[3] == "jobs";
  if (jobs && parts.size() == 7) return started_at(Place::StartJob, kProcessSubmits, parts, 4);
  if (jobs && parts.size() == 8) return with_job(started_at(Place::Job, kProcessReads, parts, 4), parts[7]);
  return std::nullopt;
}

/// parts: "flow", "v1", "ProcessesFlow", "jobs", operation, perhaps a job
std::optional<ProcessRoute> flow_run(const Parts& parts, std::string_view process) {
  const bool generated = actions::same_ignoring_case(parts[4], kGenerated);
  if (!generated && !actions::same_ignoring_case(parts[4], "ExecuteProcess")) return std::nullopt;
  auto route = with_process(
      place_at(parts.size() == 5 ? Place::FlowStart : Place::FlowJob, parts.size() == 5 ? kProcessSubmits : kProcessReads), process);
  if (!route) return std::nullopt;
  route->generated = generated;
  return parts.size() == 5 ? route : with_job(std::move(route), parts[5]);
}

/// "{process}-{hook}"
std::optional<ProcessRoute> hook_route(std::string_view id) {
  const auto dash = id.find('-');
  if (dash == std::string_view::npos || !is_valid_id(id.substr(dash + 1))) return std::nullopt;
  auto route = with_process(place_at(Place::Hook, "DELETE, OPTIONS"), id.substr(0, dash));
  if (route) route->hook = id.substr(dash + 1);
  return route;
}

/// parts: "flow", "v1", "ProcessesFlow", …
std::optional<ProcessRoute> flow_route(const Parts& parts, std::string_view query) {
  const auto process = net::query_value(query, "processId").value_or("");
  const auto is = [&](std::size_t i, std::string_view name) { return parts.size() > i && actions::same_ignoring_case(parts[i], name); };
  if (is(3, "jobs") && (parts.size() == 5 || parts.size() == 6)) return flow_run(parts, process);
  if (is(3, "triggers") && parts.size() == 4) return place_at(Place::Hooks, kProcessSubmits);
  if (is(3, "triggers") && parts.size() == 5) return hook_route(parts[4]);
  if (is(3, "triggers") && parts.size() == 6 && is(5, "schema")) return with_process(place_at(Place::HookSchema, kProcessReads), parts[4]);
  if (!is(3, "Schema") || parts.size() != 5) return std::nullopt;
  if (is(4, "GetProcesses")) return place_at(Place::FlowProcesses, kProcessSubmits);
  if (is(4, "GetJsonData")) return with_process(place_at(Place::FlowSchema, kProcessSubmits), process);
  return std::nullopt;
}

}  // namespace

std::optional<ProcessRoute> find_process_route(const std::vector<std::string_view>& parts, std::string_view query) {
  if (parts.size() < 3) return std::nullopt;
  const bool versioned = parts[1] == "v1" || parts[1] == "v2";
  if (parts[0] == "api" && versioned && parts[2] == "processes") return rest_route(parts);
  if (parts[0] == "flow" && parts[1] == "v1" && actions::same_ignoring_case(parts[2], "ProcessesFlow")) return flow_route(parts, query);
  return std::nullopt;
}

}  // namespace docmill::api
