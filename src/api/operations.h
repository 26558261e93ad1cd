#pragma once
#include "api/readiness.h"
#include "base/metrics.h"
#include "net/http.h"

namespace docmill::api {

/// Answers /health/live, /health/ready and /metrics, without a key. Both borrowed.
class Operations final : public net::Handler {
 public:
  Operations(Readiness& readiness, Metrics& metrics) : readiness_(readiness), metrics_(metrics) {}

  Async<void> handle(const net::Request& request, net::Body& body, net::Responder& respond) override;
  Async<net::Response> answer(const net::Request& request);

 private:
  Readiness& readiness_;
  Metrics& metrics_;
};

}  // namespace docmill::api
