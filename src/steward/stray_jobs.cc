#include <fmt/format.h>

#include <unordered_map>
#include <utility>

#include "base/log.h"
#include "base/units.h"
#include "model/job.h"
#include "steward/limits.h"
#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

class StrayJobs final : public Sweep {
 public:
  std::string_view name() const override { return "stray-jobs"; }

  Async<Result<void>> begin(const SweepRun& run, SweepReport&) override {
    looked_ = false;
    auto stats = co_await run.parts.jobs.stats();
    if (!stats) co_return Failed(stats.error());
    oldest_waiting_ = stats->oldest_age;
    looked_ = true;
    const auto now = run.parts.clock.now();
    std::erase_if(requeued_, [&](const auto& entry) { return entry.second + 2 * run.options.stray_after <= now; });
    co_return Result<void>{};
  }

  Async<Result<void>> visit(const SweepRun& run, JobFolder& folder, SweepReport& report) override {
    if (!looked_ || folder.record() == nullptr || folder.result() != nullptr) co_return Result<void>{};
    ++report.examined;
    const auto now = run.parts.clock.now();
    const auto age = now - folder.record()->created_at;
    if (age < run.options.stray_after) co_return Result<void>{};
    // In a long queue the job may simply be waiting; a second message would only make the queue longer.
    if (age <= oldest_waiting_ + kPutAfterRecord) co_return Result<void>{};
    if (const auto last = requeued_.find(folder.job()); last != requeued_.end() && now - last->second < run.options.stray_after) {
      co_return Result<void>{};
    }
    // The folder is a view from a moment ago.
    auto finished = co_await run.parts.store.find(model::result_record(folder.tenant(), folder.job()));
    if (!finished) co_return Failed(finished.error());
    if (*finished) co_return Result<void>{};
    if (!run.dry_run) {
      auto put = co_await run.parts.jobs.put(co_await message_for(run, folder), std::chrono::seconds{0});
      if (!put) co_return put;
      requeued_[folder.job()] = now;
      log::warn("stray job put into the queue again", {{"job", folder.job()}, {"tenant", folder.tenant()}});
    }
    run.note(report, "requeue", folder.job().text());
    co_return Result<void>{};
  }

 private:
  Async<std::string> message_for(const SweepRun& run, const JobFolder& folder) {
    model::Message message{folder.job(), folder.tenant(), {}};
    auto text = co_await store::get(run.parts.store, model::job_record(folder.tenant(), folder.job()), kRecordLimit);
    if (text) {
      // Only the trace context comes from the record; without it the job runs just as well.
      auto job = model::job_from_json(*text);
      if (job) {
        message.traceparent = std::move(job->traceparent);
        message.tracestate = std::move(job->tracestate);
      }
    }
    co_return model::to_json(message);
  }

  bool looked_ = false;
  std::chrono::milliseconds oldest_waiting_{0};
  std::unordered_map<JobId, Timestamp> requeued_;
};

}  // namespace

std::unique_ptr<Sweep> stray_jobs() {
  return std::make_unique<StrayJobs>();
}

}  // namespace docmill::steward
