#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.h"
#include "base/ids.h"
#include "base/result.h"
#include "model/job_result.h"
#include "steward/steward.h"
#include "store/blob_store.h"

namespace docmill::steward {

/// What a sweep works with: the steward's parts, and whether it may change anything.
struct SweepRun {
  const StewardParts& parts;
  const StewardOptions& options;
  bool dry_run;
  std::function<bool()> quit;  // true: come to an end soon

  /// Adds one line to the report and counts it.
  void note(SweepReport& report, std::string_view what, std::string_view name) const;
};

/// All blobs of one job, as they were when the walk came by.
class JobFolder {
 public:
  JobFolder(TenantId tenant, JobId job) : tenant_(std::move(tenant)), job_(std::move(job)) {}

  const TenantId& tenant() const { return tenant_; }
  const JobId& job() const { return job_; }
  void add(store::BlobInfo blob) { blobs_.push_back(std::move(blob)); }

  const store::BlobInfo* record() const;  // job.json
  const store::BlobInfo* result() const;  // result.json
  /// Blobs whose name goes on with `part` below the job: "in/", "out/", "" for all of them.
  std::vector<store::BlobInfo> below(std::string_view part) const;
  const std::vector<store::BlobInfo>& blobs() const { return blobs_; }

  /// Removes one blob and notes it; a dry run only notes it.
  Async<Result<void>> remove(const SweepRun& run, std::string name, SweepReport& report);
  /// Removes several whose order does not matter, and notes them; a failure notes none, though some may be gone.
  Async<Result<void>> remove_all(const SweepRun& run, std::vector<std::string> names, SweepReport& report);

 private:
  const store::BlobInfo* find(const std::string& name) const;

  TenantId tenant_;
  JobId job_;
  std::vector<store::BlobInfo> blobs_;
};

/// One kind of cleanup. Killed at any point it leaves a house that the next run cleans.
class Sweep {
 public:
  virtual ~Sweep() = default;
  virtual std::string_view name() const = 0;
  /// Before the walk; a sweep that needs no jobs does all its work here.
  virtual Async<Result<void>> begin(const SweepRun& run, SweepReport& report);
  /// One job of the walk. Changes `folder` along with the store.
  virtual Async<Result<void>> visit(const SweepRun& run, JobFolder& folder, SweepReport& report);
};

/// Runs the sweeps: every begin() in order, then one walk over all jobs that shows each to every sweep in order. Pages hold
/// `options.page` names. A sweep that fails says so in its report; neither the others nor its next job are held up.
Async<std::vector<SweepReport>> run_sweeps(SweepRun run, const std::vector<std::unique_ptr<Sweep>>& sweeps);

/// Shows `visit` every blob below `prefix`, in name order. Returns early, without error, when `run.quit` says so.
Async<Result<void>> for_each_blob(const SweepRun& run, std::string prefix, std::function<Async<Result<void>>(store::BlobInfo)> visit);

/// result.json of a job; nullopt when there is none. Errors: Corrupt, Unavailable.
Async<Result<std::optional<model::JobResult>>> read_result(store::BlobStore& store, TenantId tenant, JobId job);

}  // namespace docmill::steward
