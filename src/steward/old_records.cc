#include <functional>
#include <utility>

#include "model/job.h"
#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

constexpr std::string_view kKillers = "k/";

class OldRecords final : public Sweep {
 public:
  std::string_view name() const override { return "old-records"; }

  Async<Result<void>> begin(const SweepRun& run, SweepReport& report) override {
    std::function<Async<Result<void>>(store::BlobInfo)> visit = [this, &run, &report](store::BlobInfo blob) {
      return killer(run, report, std::move(blob));
    };
    co_return co_await for_each_blob(run, std::string(kKillers), visit);
  }

  Async<Result<void>> visit(const SweepRun& run, JobFolder& folder, SweepReport& report) override {
    const auto* result = folder.result();
    if (result == nullptr) co_return Result<void>{};
    ++report.examined;
    // Outputs that are still offered keep their records, however short the record lifetime was set.
    if (!old(run, *result) || !folder.below("out/").empty()) co_return Result<void>{};
    const auto first = model::job_record(folder.tenant(), folder.job());
    const auto last = result->name;
    if (folder.record() != nullptr) {
      auto removed = co_await folder.remove(run, first, report);
      if (!removed) co_return removed;
    }
    std::vector<std::string> rest;
    for (auto& blob : folder.below("")) {
      if (blob.name != last) rest.push_back(std::move(blob.name));
    }
    auto removed = co_await folder.remove_all(run, std::move(rest), report);
    if (!removed) co_return removed;
    co_return co_await folder.remove(run, last, report);
  }

 private:
  static bool old(const SweepRun& run, const store::BlobInfo& blob) {
    return blob.created_at + run.options.record_lifetime <= run.parts.clock.now();
  }

  Async<Result<void>> killer(const SweepRun& run, SweepReport& report, store::BlobInfo blob) {
    ++report.examined;
    if (!old(run, blob)) co_return Result<void>{};
    if (!run.dry_run) {
      auto removed = co_await run.parts.store.remove(blob.name);
      if (!removed) co_return removed;
    }
    run.note(report, "remove", blob.name);
    co_return Result<void>{};
  }
};

}  // namespace

std::unique_ptr<Sweep> old_records() {
  return std::make_unique<OldRecords>();
}

}  // namespace docmill::steward
