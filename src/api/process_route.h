#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "model/process.h"

namespace docmill::api {

/// Where a request about processes leads. What it does there follows from its method.
struct ProcessRoute {
  enum class Place {
    All,            // GET, POST        /api/v2/processes
    One,            // GET, PUT, DELETE /api/v2/processes/{process}
    Template,       // GET              /api/v2/processes/{process}/template
    Start,          // POST             /api/v1|v2/processes/{user}/{process}/start: waits for the result
    StartJob,       // POST             /api/v2/processes/jobs/{user}/{process}/start
    Job,            // GET              the same with /{jobId}
    FlowStart,      // POST             /flow/v1/ProcessesFlow/jobs/ExecuteProcess?processId=, …/ExecuteProcessWithGeneratedData?processId=
    FlowJob,        // GET              the same with /{jobId}
    Hooks,          // POST             /flow/v1/ProcessesFlow/triggers
    Hook,           // DELETE           /flow/v1/ProcessesFlow/triggers/{hook}
    HookSchema,     // GET              /flow/v1/ProcessesFlow/triggers/{process}/schema
    FlowProcesses,  // POST             /flow/v1/ProcessesFlow/Schema/GetProcesses
    FlowSchema,     // POST             /flow/v1/ProcessesFlow/Schema/GetJsonData?processId=
  };
  Place place = Place::All;
  TenantId user = {};      // Start, StartJob, Job: whose process it is
  ProcessId process = {};  // empty where the address names none
  JobId job = {};          // Job, FlowJob
  std::string hook = {};   // Hook: which one of the process
  bool generated = false;  // FlowStart, FlowJob: ExecuteProcessWithGeneratedData
  std::string_view allow = {};

  /// A key is needed whatever the process says.
  bool needs_key() const { return place != Place::Start && place != Place::StartJob && place != Place::Job; }
};

/// `parts` of the path and the query; nullopt for an address that is none of these.
std::optional<ProcessRoute> find_process_route(const std::vector<std::string_view>& parts, std::string_view query);

}  // namespace docmill::api
