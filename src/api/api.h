#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "accounts/accounts.h"
#include "accounts/processes.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/secret.h"
#include "base/trace.h"
#include "model/job_events.h"
#include "net/http.h"
#include "queue/queue.h"
#include "store/blob_store.h"

namespace docmill::api {

class Operations;

/// What the API works with; everything is borrowed and outlives it.
struct ApiParts {
  queue::Queue& jobs;
  queue::Queue& completions;
  store::BlobStore& store;
  accounts::Accounts& accounts;
  accounts::Processes& processes;
  model::JobEvents& events;
  Clock& clock;
  Metrics& metrics;
  const Secret& link_key;                 // signs result links, see crypto/signed_link.h
  const Secret& idempotency_key;          // derives job ids from Idempotency-Key
  Operations& operations;                 // answers /health and /metrics
  const Secret* session_key = nullptr;    // signs the console's sessions; null: none is accepted
  const trace::Tracer* tracer = nullptr;  // null: no traces
};

struct ApiOptions {
  std::string version = {};                        // of Docmill, for /openapi.json
  std::string public_url = {};                     // base of links and Location; empty: from the request's Host
  std::chrono::milliseconds sync_wait{30'000};     // how long a synchronous call waits for its result
  std::chrono::milliseconds poll_interval{1'000};  // how often it looks in the store when nobody tells it anything
  std::uint64_t input_limit = 100'000'000;         // bytes of one uploaded document
  std::uint64_t rate_limit = 0;                    // submissions a minute and API key; 0: no limit
  std::chrono::milliseconds key_lifetime{4'000};   // how long a looked-up key is believed; a revoked one works no longer than 5 s, all told
  std::chrono::milliseconds result_lifetime{6 * 3'600'000};
  bool serve_metrics = true;  // false where operations have a listener of their own
};

/// The HTTP API: takes documents, records jobs, answers for their results. Stateless: everything durable is in the accounts
/// database, the store and the queue. Runs on the executor of the server that calls it (a strand or a one-thread loop).
///
/// Headers clients may send: `Authorization` (API key, raw or after "Bearer "), `Idempotency-Key` (a repeat with the same key
/// and action answers with the first job), `traceparent` and `tracestate` (W3C), `X-Request-Id`.
class Api final : public net::Handler {
 public:
  Api(ApiParts parts, ApiOptions options);
  ~Api() override;

  Async<void> handle(const net::Request& request, net::Body& body, net::Responder& respond) override;

  /// From now on not ready; synchronous calls stop waiting shortly before `by`, when connections are cut, and answer with their
  /// job's address. Call it on the server's executor.
  void drain(Deadline by);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace docmill::api
