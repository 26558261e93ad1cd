#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill::console {

/// Where a request below /console leads.
struct Route {
  enum class Place {
    Enter,          // /console: leads to /console/
    Pages,          // /console/ and below
    Session,        // /console/api/session
    Actions,        // /console/api/actions
    Jobs,           // /console/api/jobs
    Job,            // /console/api/jobs/{id}
    JobStream,      // /console/api/jobs/{id}/events
    Retry,          // /console/api/jobs/{id}/retry
    Preview,        // /console/api/jobs/{id}/preview
    TemplateCheck,  // /console/api/template-check
    Usage,          // /console/api/usage
    Keys,           // /console/api/keys
    Key,            // /console/api/keys/{id}
    System,         // /console/api/system
    Dead,           // /console/api/dead
    Requeue,        // /console/api/dead/{id}/requeue
    Nowhere,        // anything else below /console/api
  };
  Place place = Place::Nowhere;
  std::string_view rest = {};   // Pages: the path below /console/; else the {id}
  std::string_view allow = {};  // "GET, HEAD, POST"

  /// Whether the place takes this method.
  bool takes(std::string_view method) const;
};

/// The route of a decoded path, which it refers to; nullopt for one that is not the console's.
std::optional<Route> find_route(std::string_view path);

}  // namespace docmill::console
