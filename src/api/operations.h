#pragma once
#include <functional>
#include <string>

#include "api/load.h"
#include "api/readiness.h"
#include "base/metrics.h"
#include "base/process_metrics.h"
#include "net/http.h"

namespace docmill::api {

/// Answers /health/live, /health/ready, /health/load and /metrics, without a key, for every role. Used from one strand.
class Operations final : public net::Handler {
 public:
  /// `readiness` and `metrics` are borrowed. `load` tells what the process is busy with.
  Operations(Readiness& readiness, Metrics& metrics, std::function<Load()> load);

  Async<void> handle(const net::Request& request, net::Body& body, net::Responder& respond) override;
  Async<net::Response> answer(const net::Request& request);

  /// From now on not ready, and without weight.
  void drain() { readiness_.drain(); }
  /// The answer to HAProxy's agent-check; never waits for anything.
  std::string agent_line() const { return api::agent_line(load_(), readiness_.draining()); }

 private:
  Async<net::Response> ready();
  Async<net::Response> load();
  Async<net::Response> metrics();

  Readiness& readiness_;
  Metrics& metrics_;
  std::function<Load()> load_;
  ProcessMetrics process_;
};

}  // namespace docmill::api
