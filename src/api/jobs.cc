#include "api/jobs.h"

#include <utility>

#include "api/answers.h"
#include "api/form.h"
#include "api/records.h"
#include "base/log.h"

namespace docmill::api {
namespace {

Error no_such_job() {
  return fail(ErrorCode::NotFound, "There is no such job, or it is not yours, or its record has expired.");
}

model::JobResult cancelled(const model::Job& job, Timestamp now, std::chrono::milliseconds lifetime) {
  model::JobResult result;
  result.job = job.id;
  result.tenant = job.tenant;
  result.action = job.action;
  result.outcome = model::Outcome::Cancelled;
  result.error = model::PublicError{.code = ErrorCode::Cancelled, .detail = "The job was cancelled by its owner.", .phase = {}};
  result.documents = job.documents;
  result.has_callback = !job.callback_url.empty() || !job.hooks.empty();
  result.finished_at = now;
  result.expires_at = now + lifetime;
  return result;
}

}  // namespace

Async<Result<std::optional<model::JobResult>>> Jobs::result_of(TenantId tenant, JobId job) {
  return read_result(parts_.store, std::move(tenant), std::move(job));
}

Async<Result<model::Job>> Jobs::record_of(TenantId tenant, const model::Action& action, JobId job) {
  auto record = co_await read_job(parts_.store, std::move(tenant), std::move(job));
  if (!record) co_return Failed(record.error());
  if (!*record || (*record)->action != action.id) co_return Failed(no_such_job());
  co_return **std::move(record);
}

Async<Result<std::optional<model::JobResult>>> Jobs::look(TenantId tenant, const model::Action& action, JobId job) {
  auto result = co_await result_of(tenant, job);
  if (!result) co_return Failed(result.error());
  if (!*result) {
    auto record = co_await record_of(tenant, action, job);
    if (!record) co_return Failed(record.error());
    co_return std::optional<model::JobResult>{};
  }
  if ((*result)->action != action.id) co_return Failed(no_such_job());
  if ((*result)->outcome != model::Outcome::Succeeded || (*result)->outputs.empty()) co_return result;
  if ((*result)->expires_at <= parts_.clock.now()) co_return Failed(result_expired());
  auto kept = co_await parts_.store.find((*result)->outputs.front().blob);
  if (!kept) co_return Failed(kept.error());
  if (!*kept) co_return Failed(result_removed());
  co_return result;
}

Async<Result<void>> Jobs::cancel(TenantId tenant, const model::Action& action, JobId job) {
  auto result = co_await result_of(tenant, job);
  if (!result) co_return Failed(result.error());
  if (!*result) {
    auto record = co_await record_of(tenant, action, job);
    if (!record) co_return Failed(record.error());
    auto ended = co_await end(*std::move(record));
    if (ended || ended.error().code() != ErrorCode::AlreadyExists) co_return ended;
    // A worker was faster; what it made goes.
    result = co_await result_of(tenant, job);
    if (!result) co_return Failed(result.error());
  }
  if (!*result || (*result)->action != action.id) co_return Failed(no_such_job());
  co_return co_await remove_outputs(**std::move(result));
}

/// Writes the job's end; whoever works on it learns of it and stops. Errors: AlreadyExists when it had ended.
Async<Result<void>> Jobs::end(model::Job job) {
  auto result = cancelled(job, parts_.clock.now(), parts_.result_lifetime);
  auto written = co_await store::put(parts_.store, model::result_record(job.tenant, job.id), model::to_json(result));
  if (!written) co_return written;
  parts_.events.finished(job.id);
  model::Message message{.job = job.id, .tenant = job.tenant, .traceparent = job.traceparent, .tracestate = job.tracestate};
  auto told = co_await parts_.completions.put(model::to_json(message), std::chrono::seconds{0});
  // The worker that gets the job's message sends the completion again.
  if (!told) log::failure("completion of a cancelled job not sent", told.error(), {{"job", job.id}});
  co_await remove_inputs(parts_.store, std::move(job.inputs));
  log::info("job cancelled", {{"job", job.id}, {"tenant", job.tenant}});
  co_return Result<void>{};
}

Async<Result<void>> Jobs::remove_outputs(model::JobResult result) {
  std::vector<std::string> blobs;
  for (auto& output : result.outputs) blobs.push_back(std::move(output.blob));
  if (blobs.empty()) co_return Result<void>{};
  co_return co_await parts_.store.remove_many(std::move(blobs));
}

}  // namespace docmill::api
