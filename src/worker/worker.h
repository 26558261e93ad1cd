#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/async.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "engines/engine.h"
#include "model/job_events.h"
#include "model/retry_policy.h"
#include "net/egress.h"
#include "queue/queue.h"
#include "store/blob_store.h"

namespace docmill::worker {

struct WorkerOptions {
  std::size_t slots = 2;
  std::chrono::seconds lease{60};  // extended every third of it
  std::chrono::seconds result_lifetime{6 * 3600};
  std::chrono::seconds longest_queue_wait{24 * 3600};  // older jobs fail with phase "queue" before they start
  std::chrono::milliseconds fetch_budget{30'000};
  std::uint64_t input_limit = 100'000'000;  // bytes of one fetched input
  engines::PhaseBudgets budgets;
  engines::DocumentLimits limits;
  model::RetryLimits retries;
};

/// What a worker works with; everything is borrowed and outlives it.
struct WorkerParts {
  queue::Queue& jobs;
  queue::Queue& completions;
  store::BlobStore& store;
  net::Egress& egress;
  std::map<std::string, engines::Engine*, std::less<>> engines;  // by name
  model::JobEvents& events;
  Clock& clock;
  Metrics& metrics;
};

/// Takes leases and runs attempts in `slots` parallel slots. Stateless: everything durable is in the queue and the store.
/// Runs on one strand or one-thread loop.
class Worker {
 public:
  Worker(WorkerParts parts, WorkerOptions options);
  ~Worker();

  /// Works until drain() or stop(); returns when every slot is empty.
  Async<void> run();
  /// Takes no further message; running attempts get until `by` to finish, then their children are killed and their
  /// messages released at once for another worker.
  void drain(Deadline by);

  std::size_t busy() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;  // shared with the slot coroutines
};

}  // namespace docmill::worker
