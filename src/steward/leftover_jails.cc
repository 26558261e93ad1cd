#include "sandbox/leftovers.h"
#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

class LeftoverJails final : public Sweep {
 public:
  explicit LeftoverJails(Pool& pool) : pool_(pool) {}
  std::string_view name() const override { return "leftover-jails"; }

  Async<Result<void>> begin(const SweepRun& run, SweepReport& report) override {
    auto work = [run_dir = run.options.run_dir, dry_run = run.dry_run] { return sandbox::sweep_leftover_jails(run_dir, dry_run); };
    const auto removed = co_await on_pool(pool_, work);
    report.examined = removed.size();
    for (const auto& path : removed) run.note(report, "remove", path);
    co_return Result<void>{};
  }

 private:
  Pool& pool_;
};

}  // namespace

std::unique_ptr<Sweep> leftover_jails(Pool& pool) {
  return std::make_unique<LeftoverJails>(pool);
}

std::vector<std::unique_ptr<Sweep>> all_sweeps(Pool& pool) {
  std::vector<std::unique_ptr<Sweep>> sweeps;
  sweeps.push_back(stale_holds());
  sweeps.push_back(stray_jobs());
  sweeps.push_back(expired_outputs());
  sweeps.push_back(finished_inputs());
  sweeps.push_back(abandoned_uploads());
  sweeps.push_back(old_records());
  sweeps.push_back(orphan_processes());
  sweeps.push_back(leftover_jails(pool));
  return sweeps;
}

}  // namespace docmill::steward
