#include <algorithm>
#include <unordered_set>
#include <utility>

#include "model/job.h"
#include "steward/settle.h"
#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

constexpr std::size_t kMostHolds = 200'000;  // looked at in one sweep

class StaleHolds final : public Sweep {
 public:
  std::string_view name() const override { return "stale-holds"; }

  /// Holds of jobs that wait in a long queue stay open and stay in front, so the page grows until it shows all of them.
  Async<Result<void>> begin(const SweepRun& run, SweepReport& report) override {
    std::unordered_set<JobId> seen;
    const auto before = run.parts.clock.now() - run.options.hold_grace;
    for (auto limit = run.options.batch; !run.quit() && limit <= kMostHolds; limit *= 2) {
      auto holds = co_await run.parts.accounts.open_holds(before, limit);
      if (!holds) co_return Failed(holds.error());
      const bool all = holds->size() < limit;
      for (auto& hold : *holds) {
        if (!seen.insert(hold.job).second) continue;
        ++report.examined;
        auto looked = co_await look_at(run, std::move(hold), report);
        if (!looked) co_return looked;
      }
      if (all) break;
    }
    co_return Result<void>{};
  }

 private:
  Async<Result<void>> look_at(const SweepRun& run, model::Hold hold, SweepReport& report) {
    auto result = co_await read_result(run.parts.store, hold.tenant, hold.job);
    if (!result) co_return Failed(result.error());
    if (*result) co_return co_await settle_late(run, std::move(**result), report);
    auto record = co_await run.parts.store.find(model::job_record(hold.tenant, hold.job));
    if (!record) co_return Failed(record.error());
    if (*record) co_return Result<void>{};
    run.note(report, "release the hold of", hold.job.text());
    if (run.dry_run) co_return Result<void>{};
    auto released = co_await run.parts.accounts.release(hold.job);
    if (!released) co_return Failed(released.error());
    co_return Result<void>{};
  }

  Async<Result<void>> settle_late(const SweepRun& run, model::JobResult result, SweepReport& report) {
    run.note(report, result.outcome == model::Outcome::Succeeded ? "capture the hold of" : "release the hold of", result.job.text());
    if (run.dry_run) co_return Result<void>{};
    // The message first: should we be killed in between, the open hold brings us back here.
    if (result.has_callback) {
      auto put = co_await run.parts.completions.put(model::to_json(model::Message{result.job, result.tenant, {}}), std::chrono::seconds{0});
      if (!put) co_return put;
    }
    co_return co_await settle(run.parts.accounts, result);
  }
};

}  // namespace

std::unique_ptr<Sweep> stale_holds() {
  return std::make_unique<StaleHolds>();
}

}  // namespace docmill::steward
