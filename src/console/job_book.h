#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "base/async.h"
#include "base/clock.h"
#include "model/job.h"
#include "model/job_events.h"
#include "model/job_result.h"
#include "model/job_state.h"
#include "store/blob_store.h"

namespace docmill::console {

/// All that is on record of one job.
struct JobFacts {
  JobId id;
  std::optional<model::Hold> hold = {};
  std::optional<model::Job> job = {};               // gone after the record's lifetime
  std::optional<model::JobResult> result = {};      // none while it runs
  std::optional<model::JobProgress> progress = {};  // of a job that a worker has; elsewhere, when it takes a second or more
  bool has_inputs = false;                          // they are all still stored, or are to be fetched
  bool has_outputs = false;                         // they can be downloaded

  model::JobState state() const;
  const std::string& action() const;
};

struct JobPage {
  std::vector<JobFacts> jobs;  // newest first; without what concerns inputs and outputs
  std::optional<accounts::HoldPlace> next = {};
};

struct JobQuery {
  TenantId tenant;
  std::optional<accounts::HoldPlace> before = {};
  std::string action = {};
  std::optional<model::JobState> state = {};
  std::size_t limit = 50;
};

/// Reads what became of jobs: the list from the holds, the rest from the store, as the API does.
class JobBook {
 public:
  /// All borrowed.
  JobBook(accounts::Accounts& accounts, store::BlobStore& store, model::JobEvents& events, const Clock& clock)
      : accounts_(accounts), store_(store), events_(events), clock_(clock) {}

  /// Errors: Unavailable.
  Async<Result<JobPage>> list(JobQuery query);
  /// Errors: NotFound (no such job of this tenant), Unavailable.
  Async<Result<JobFacts>> look(TenantId tenant, JobId job);
  /// What may have changed since: result, progress, hold. Costs little while the job runs.
  Async<Result<void>> look_again(TenantId tenant, JobFacts& facts);

 private:
  Async<Result<void>> add_results(TenantId tenant, std::vector<JobFacts>& jobs);
  Async<Result<void>> look_at_blobs(JobFacts& facts);
  Async<void> ask_for_progress(TenantId tenant, JobFacts& facts);

  accounts::Accounts& accounts_;
  store::BlobStore& store_;
  model::JobEvents& events_;
  const Clock& clock_;
};

}  // namespace docmill::console
