#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/async.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/trace.h"
#include "engines/engine.h"
#include "model/action.h"
#include "model/job_events.h"
#include "model/retry_policy.h"
#include "net/egress.h"
#include "queue/queue.h"
#include "store/blob_store.h"
#include "worker/run_action.h"

namespace docmill::worker {

struct WorkerOptions {
  std::string name{};  // of this process, for result.json: "host:pid"
  std::size_t slots = 2;
  std::chrono::seconds lease{60};  // extended every third of it
  std::chrono::seconds result_lifetime{6 * 3600};
  std::chrono::seconds longest_queue_wait{24 * 3600};  // older jobs fail with phase "queue" before they start
  std::chrono::milliseconds fetch_budget{30'000};
  std::uint64_t input_limit = 100'000'000;  // bytes of one fetched input
  engines::PhaseBudgets budgets;
  engines::DocumentLimits limits;
  model::RetryLimits retries;
  std::chrono::milliseconds tell_after{0};  // attempts that last longer tell the store how far they are; 0: nobody elsewhere would read it
};

/// What a worker works with; everything is borrowed and outlives it.
struct WorkerParts {
  queue::Queue& jobs;
  queue::Queue& completions;
  store::BlobStore& store;
  net::Egress& egress;
  EngineMap engines;
  std::function<const model::Action*(std::string_view)> find_action;  // actions::find_action; nullptr for an unknown id
  model::JobEvents& events;
  Clock& clock;
  Metrics& metrics;
  const trace::Tracer* tracer = nullptr;  // null: no traces
};

/// Takes leases and runs attempts in `slots` parallel slots. Stateless: everything durable is in the queue and the store.
/// The order of writes is what makes a crash harmless: outputs, result.json (create-if-absent: the first finisher wins),
/// completion message, then the job message is acked. Runs on one strand or one-thread loop, which also calls drain().
class Worker {
 public:
  Worker(WorkerParts parts, WorkerOptions options);
  ~Worker();

  /// Works until drain(); returns when every slot is empty.
  Async<void> run();
  /// Takes no further message; running attempts get until `by` to finish, then their children are killed and their
  /// messages released at once for another worker. The released delivery counts as an attempt, except when it was the last
  /// one allowed: then a fresh message replaces it, so that upgrades alone never fail a job. An address being fetched is
  /// waited for up to its fetch budget.
  void drain(Deadline by);

  /// Slots that hold a message now.
  std::size_t busy() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;  // shared with the slot coroutines
};

}  // namespace docmill::worker
