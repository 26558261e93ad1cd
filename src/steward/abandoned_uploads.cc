#include <algorithm>

#include "model/job.h"
#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

class AbandonedUploads final : public Sweep {
 public:
  std::string_view name() const override { return "abandoned-uploads"; }

  Async<Result<void>> begin(const SweepRun& run, SweepReport& report) override {
    const auto before = run.parts.clock.now() - run.options.upload_grace;
    auto unfinished = co_await run.parts.store.remove_unfinished(before, run.dry_run);
    if (!unfinished) co_return Failed(unfinished.error());
    report.examined += *unfinished;
    for (std::size_t i = 0; i < *unfinished; ++i) run.note(report, "remove", "an unfinished upload");
    co_return Result<void>{};
  }

  Async<Result<void>> visit(const SweepRun& run, JobFolder& folder, SweepReport& report) override {
    if (folder.record() != nullptr || folder.result() != nullptr || folder.blobs().empty()) co_return Result<void>{};
    ++report.examined;
    const auto newest = std::ranges::max(folder.blobs(), {}, &store::BlobInfo::created_at).created_at;
    // One young blob means that the upload may still be going on.
    if (newest + run.options.upload_grace > run.parts.clock.now()) co_return Result<void>{};
    // The folder is a view from a moment ago; a job that was accepted since is none of ours.
    auto accepted = co_await run.parts.store.find(model::job_record(folder.tenant(), folder.job()));
    if (!accepted) co_return Failed(accepted.error());
    if (*accepted) co_return Result<void>{};
    std::vector<std::string> names;
    for (auto& blob : folder.below("")) names.push_back(std::move(blob.name));
    co_return co_await folder.remove_all(run, std::move(names), report);
  }
};

}  // namespace

std::unique_ptr<Sweep> abandoned_uploads() {
  return std::make_unique<AbandonedUploads>();
}

}  // namespace docmill::steward
