#include <utility>

#include "base/units.h"
#include "model/job.h"
#include "steward/limits.h"
#include "steward/settle.h"
#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

model::Hold hold_for(const model::Job& job) {
  return {.job = job.id,
          .tenant = job.tenant,
          .action = job.action,
          .documents = job.documents,
          .state = model::HoldState::Open,
          .made_at = job.accepted_at,
          .month = month_of(job.accepted_at)};
}

class Reconcile final : public Sweep {
 public:
  std::string_view name() const override { return "reconcile"; }

  Async<Result<void>> visit(const SweepRun& run, JobFolder& folder, SweepReport& report) override {
    if (folder.record() == nullptr) co_return Result<void>{};
    ++report.examined;
    auto text = co_await store::get(run.parts.store, folder.record()->name, kRecordLimit);
    if (!text) co_return Failed(text.error());
    const auto job = model::job_from_json(*text);
    if (!job) co_return Failed(job.error());
    auto result = co_await read_result(run.parts.store, folder.tenant(), folder.job());
    if (!result) co_return Failed(result.error());
    auto held = co_await hold(run, *job);
    if (!held) co_return Failed(held.error());
    if (!*result || held->state != model::HoldState::Open) co_return Result<void>{};
    const bool succeeded = (*result)->outcome == model::Outcome::Succeeded;
    run.note(report, succeeded ? "charge" : "release the hold of", folder.job().text());
    co_return co_await settle(run.parts.accounts, **std::move(result));
  }

 private:
  /// The job's hold, made again when the database does not know it, with its tenant if need be.
  static Async<Result<model::Hold>> hold(const SweepRun& run, const model::Job& job) {
    auto held = co_await run.parts.accounts.hold(hold_for(job));
    if (held || held.error().code() != ErrorCode::NotFound) co_return held;
    auto tenant = co_await run.parts.accounts.ensure_tenant(job.tenant, std::nullopt);
    if (!tenant) co_return Failed(tenant.error());
    co_return co_await run.parts.accounts.hold(hold_for(job));
  }
};

}  // namespace

std::unique_ptr<Sweep> reconcile() {
  return std::make_unique<Reconcile>();
}

}  // namespace docmill::steward
