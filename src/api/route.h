#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actions/connector.h"
#include "actions/design_schema.h"
#include "api/process_route.h"
#include "base/ids.h"
#include "base/result.h"
#include "model/action.h"
#include "net/http.h"

namespace docmill::api {

/// Where a request leads, decided from its line alone.
struct Route {
  enum class Kind {
    Preflight,   // OPTIONS on any known address
    Convert,     // POST /api/v2/{group}/{operation}: waits for the result
    Start,       // POST /api/v2/{group}/jobs/{operation}
    Poll,        // GET  /api/v2/{group}/jobs/{operation}/{jobId}
    Cancel,      // DELETE of the same
    WireCall,    // POST /api/v1/Documents/{Operation}: waits for the result
    WireStart,   // POST /api/v1/Documents/jobs/{Operation}, /flow/v1/Documents/jobs/{Operation}
    WirePoll,    // GET  of the same with /{jobId}
    Design,      // POST /flow/v1/DocumentsFlow/Schema/{Operation}: what its requests or answers look like
    Process,     // anything about processes: see ProcessRoute
    Profile,     // GET  /profiles/me, /api/v2/user/Profiles/me
    Download,    // GET  /d/{token}
    Operations,  // GET  /health/live, …/ready, …/load, /metrics
    OpenApi,     // GET  /openapi.json
    Home,        // GET  /
  };
  Kind kind = Kind::Home;
  const model::Action* action = nullptr;
  const actions::ConnectorOperation* wire = nullptr;  // WireCall, WireStart, WirePoll
  const actions::DesignQuestion* design = nullptr;    // Design
  JobId job = {};                                     // Poll, Cancel, WirePoll
  std::string token = {};                             // Download
  std::optional<ProcessRoute> process = {};           // Process
  std::string_view allow = {};                        // the methods this address takes, for Preflight
};

/// `query` chooses between operations of one name (?type=). Errors: NotFound; MethodNotAllowed, with the methods in the message.
Result<Route> find_route(std::string_view method, std::string_view path, std::string_view query = {});

/// The methods an address takes ("POST, OPTIONS"); empty for an unknown address. `query` is part of some addresses, as in find_route.
std::string_view allowed_methods(std::string_view path, std::string_view query);

}  // namespace docmill::api
