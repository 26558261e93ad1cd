#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/async.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/signal.h"
#include "model/action.h"
#include "model/job.h"
#include "model/job_events.h"
#include "model/job_result.h"
#include "queue/queue.h"
#include "store/blob_store.h"

namespace docmill::api {

/// All borrowed.
struct JobsParts {
  queue::Queue& completions;
  store::BlobStore& store;
  model::JobEvents& events;
  const Clock& clock;
  std::chrono::milliseconds result_lifetime;  // of a cancelled job's record of its end
};

/// Looks after jobs that exist: what became of them, waiting for it, cancelling. The truth is in the store and nowhere else.
class Jobs {
 public:
  explicit Jobs(JobsParts parts) : parts_(parts) {}

  /// The job's result; nullopt while it has none. Errors: NotFound (no such job of this tenant and action), Gone (its outputs have
  /// expired or were removed), Unavailable.
  Async<Result<std::optional<model::JobResult>>> look(TenantId tenant, const model::Action& action, JobId job);

  /// One look at a job that is known to exist: result.json or nothing.
  Async<Result<std::optional<model::JobResult>>> result_of(TenantId tenant, JobId job);

  /// Cancels a job that runs or waits, or removes the outputs of one that has ended. Errors: NotFound, Unavailable, StorageFull.
  Async<Result<void>> cancel(TenantId tenant, const model::Action& action, JobId job);

 private:
  Async<Result<model::Job>> record_of(TenantId tenant, const model::Action& action, JobId job);
  Async<Result<void>> end(model::Job job);
  Async<Result<void>> remove_outputs(model::JobResult result);

  JobsParts parts_;
};

}  // namespace docmill::api
