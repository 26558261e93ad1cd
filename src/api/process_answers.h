#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/processes.h"
#include "model/process.h"
#include "net/http.h"

namespace docmill::api {

/// "https://host/api/v2/processes/<user>/<process>/start"
std::string start_url(std::string_view base, const model::Process& process);
/// Where a job of a process is asked for, as the request that made it did.
std::string process_job_url(std::string_view base, const ProcessRoute& route, const JobId& job);

/// A process as its owner sees it, passwords left out: {"id", "name", "kind", "mode", "requireKey", "startUrl", "startJobUrl", "createdAt",
/// "changedAt", "template": {"filename", "size", "sha256"}, "settings": {…}, "schema": {…} or null}.
net::Response shown(int status, const StoredProcess& process, std::string_view base);
/// {"processes": […]}, each without template, settings and schema.
net::Response listed(const std::vector<model::Process>& processes, std::string_view base);

/// For the designers of flows: [{"id", "name"}, …]; the data a process asks for; what its hooks are sent.
net::Response flow_list(const std::vector<model::Process>& processes);
net::Response flow_schema(const StoredProcess& process);
net::Response hook_schema();
/// 201 with the address that takes the registration back.
net::Response hooked(std::string_view base, const std::string& hook);

}  // namespace docmill::api
