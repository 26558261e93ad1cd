#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "accounts/accounts.h"
#include "api/readiness.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/secret.h"
#include "console/system_facts.h"
#include "model/job_events.h"
#include "net/http.h"
#include "net/static_files.h"
#include "queue/queue.h"
#include "store/blob_store.h"

namespace docmill::console {

/// What the console works with; everything is borrowed and outlives it.
struct ConsoleParts {
  net::Handler& api;  // answers what is not the console's
  queue::Queue& jobs;
  queue::Queue& completions;
  store::BlobStore& store;
  accounts::Accounts& accounts;
  model::JobEvents& events;
  Clock& clock;
  Metrics& metrics;
  const Secret& link_key;         // as in api::ApiParts
  const Secret& idempotency_key;  // as in api::ApiParts
  const Secret& session_key;      // signs sessions; the API accepts them with the same
  api::Readiness& readiness;
  std::span<const net::StaticFile> pages;   // web/console, built
  std::function<SystemFacts()> facts = {};  // what else this process knows of itself
};

struct ConsoleOptions {
  std::string version = {};
  std::string public_url = {};              // as in api::ApiOptions
  std::uint64_t input_limit = 100'000'000;  // as in api::ApiOptions
  std::uint64_t sign_ins = 10;              // tries a minute and address
  std::chrono::milliseconds session_lifetime{12 * 3'600'000};
  std::chrono::milliseconds key_lifetime{4'000};  // as in api::ApiOptions
  std::chrono::milliseconds result_lifetime{6 * 3'600'000};
  std::chrono::milliseconds poll_interval{1'000};     // how often a stream looks at a job when nobody tells it anything
  std::chrono::milliseconds heartbeat{15'000};        // of a stream that has nothing to say
  std::chrono::milliseconds longest_stream{600'000};  // then the page opens another one
  std::size_t most_streams = 30;                      // of one key
};

/// The console: what people see of Docmill under /console, and the JSON that its pages ask for. It keeps nothing: sessions are signed
/// cookies, jobs are in the accounts and the store. Everything that is not below /console goes on to the API.
/// Runs on the executor of the server that calls it (a strand or a one-thread loop).
class Console final : public net::Handler {
 public:
  Console(ConsoleParts parts, ConsoleOptions options);
  ~Console() override;

  Async<void> handle(const net::Request& request, net::Body& body, net::Responder& respond) override;

  /// From now on streams end soon. Call it on the server's executor.
  void drain();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace docmill::console
