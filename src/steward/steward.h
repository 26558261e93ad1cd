#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "accounts/processes.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/secret.h"
#include "base/trace.h"
#include "net/egress.h"
#include "queue/queue.h"
#include "store/blob_store.h"

namespace docmill::steward {

/// How old the gauges of the queues may be: what scales workers by them sees the past.
constexpr std::chrono::seconds kObserveEvery{10};
/// The most a message may be younger than its job.json: a job older than the oldest message by more than this has none.
constexpr std::chrono::seconds kPutAfterRecord{60};

struct StewardOptions {
  std::chrono::seconds sweep_every{60};
  std::chrono::seconds hold_grace{15 * 60};    // an open hold without a job this old is released
  std::chrono::seconds stray_after{10 * 60};   // a job without result or message this old gets a message again
  std::chrono::seconds upload_grace{60 * 60};  // inputs without a job.json, and outputs no result names, this old are removed
  std::chrono::hours record_lifetime{7 * 24};  // job.json and result.json
  std::chrono::seconds callback_timeout{10};
  std::uint32_t callback_tries = 5;
  std::string public_url;    // base of result links, "http://127.0.0.1:8080"
  std::string run_dir;       // where leftover jails would be; empty: none
  std::size_t batch = 500;   // holds looked at together
  std::size_t page = 2'500;  // names in one listing of the store: about 2.5 MB of XML, of the 8 MiB an answer may have
};

struct StewardParts {
  queue::Queue& jobs;
  queue::Queue& completions;
  store::BlobStore& store;
  accounts::Accounts& accounts;
  accounts::Processes& processes;
  net::Egress& egress;
  Clock& clock;
  Metrics& metrics;
  const Secret& link_key;                 // signs result links, see crypto/signed_link.h
  const Secret& callback_key;             // derives what signs callbacks, see crypto/callback.h
  const trace::Tracer* tracer = nullptr;  // null: no traces
};

/// What one sweep did, or with dry_run would have done.
struct SweepReport {
  std::string sweep;  // "expired-outputs", "finished-inputs", "stale-holds", "stray-jobs", "abandoned-uploads", "old-records",
                      // "orphan-processes", "leftover-jails"
  std::uint64_t examined = 0;
  std::uint64_t acted = 0;
  std::vector<std::string> actions;  // one line each, at most 100
  std::string trouble;               // what could not be done this time, customer-safe; empty when all went well
};

/// Settles charges, delivers callbacks, sweeps what has expired, re-queues strays. Any number may run at once, each on one
/// strand. Charges never wait for a callback: they are settled first, and a few callbacks are delivered beside that.
class Steward {
 public:
  Steward(StewardParts parts, StewardOptions options);
  ~Steward();

  /// Takes completion messages as they come and sweeps every `sweep_every`, until drain(). Returns when the callbacks being
  /// delivered and the sweep under way have come to a safe point.
  Async<void> run();
  void drain();

  /// Handles completion messages until none is visible. For the CLI and tests. Returns how many were settled.
  Async<Result<std::uint64_t>> settle_all();
  /// Every sweep once, in order. A sweep that fails is reported and does not stop the others.
  Async<std::vector<SweepReport>> sweep(bool dry_run);
  /// Brings an accounts database that was restored from a backup up to the job records in the store.
  Async<SweepReport> reconcile();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;  // shared with the coroutines it started
};

}  // namespace docmill::steward
