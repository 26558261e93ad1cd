#pragma once
#include <string>

#include "api/process_route.h"
#include "api/processes.h"
#include "base/async.h"
#include "base/metrics.h"
#include "model/account.h"
#include "net/http.h"

namespace docmill::api {

/// Answers the owners of processes: what they have, make, change and remove, who is told, and what the designers of flows ask.
class ProcessDesk {
 public:
  /// Borrowed; `public_url` as in ApiOptions.
  ProcessDesk(Processes& processes, Metrics& metrics, const std::string& public_url)
      : processes_(processes), metrics_(metrics), public_url_(public_url) {}

  /// Any place but those where jobs are started and asked for, and Template.
  Async<net::Response> answer(const net::Request& request, net::Body& body, ProcessRoute route, model::Principal principal);

 private:
  Async<net::Response> all(const net::Request& request, net::Body& body, model::Principal principal);
  Async<net::Response> one(const net::Request& request, net::Body& body, ProcessRoute route, model::Principal principal);
  Async<net::Response> list(const net::Request& request, TenantId tenant, bool for_flows);
  Async<net::Response> schema(const net::Request& request, ProcessRoute route, TenantId tenant);
  Async<net::Response> add_hook(const net::Request& request, net::Body& body, TenantId tenant);
  net::Response refuse(const net::Request& request, const Error& error) const;

  Processes& processes_;
  Metrics& metrics_;
  const std::string& public_url_;
};

}  // namespace docmill::api
