#include "api/submit.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/records.h"
#include "api/repeat.h"
#include "base/log.h"
#include "base/units.h"
#include "model/job_result.h"

namespace docmill::api {
namespace {

// A client that uses one idempotency key more often than this, each time after the record has gone, is told to take another.
constexpr std::uint32_t kMostGenerations = 1000;

model::Job job_of(const Submission& submission, JobId id, const Form& form, Timestamp now) {
  return {
      .id = std::move(id),
      .tenant = submission.principal.tenant,
      .key = submission.principal.key,
      .action = std::string(submission.action->id),
      .params = form.params,
      .inputs = form.inputs,
      .callback_url = form.callback_url,
      .process = submission.process,
      .hooks = submission.hooks,
      .documents = submission.documents.value_or(submission.action->documents),
      .accepted_at = now,
      .request_id = submission.request_id,
      .traceparent = submission.span == nullptr ? std::string() : submission.span->context().parent,
      .tracestate = submission.span == nullptr ? std::string() : submission.span->context().state,
  };
}

/// Input names are random, so a record with the same ones is the one we wrote.
bool same_inputs(const model::Job& a, const model::Job& b) {
  return std::ranges::equal(a.inputs, b.inputs, [](const auto& x, const auto& y) { return x.blob == y.blob; }) &&
         a.request_id == b.request_id;
}

}  // namespace

Async<Result<Submitted>> Submitter::submit(Submission submission) {
  Place place{.id = {}, .generation = 0, .existing = {}};
  if (submission.idempotency_key.empty()) {
    place.id = new_job_id(parts_.clock.now());
  } else {
    if (auto valid = check_idempotency_key(submission.idempotency_key); !valid) co_return Failed(valid.error());
    auto found = co_await find_place(submission, 0);
    if (!found) co_return Failed(found.error());
    place = *std::move(found);
  }
  if (place.existing) co_return co_await repeat_of(submission, *place.existing);
  auto making = submission.make_form ? submission.make_form(place.id) : form_of(submission, place.id);
  auto form = co_await trace::traced(trace::child_of(submission.span, "read form"), std::move(making));
  if (!form) co_return Failed(form.error());
  co_return co_await accept(submission, std::move(place), *std::move(form));
}

Async<Result<Form>> Submitter::form_of(const Submission& submission, JobId job) {
  FormParts form_parts{.store = parts_.store, .metrics = parts_.metrics, .input_limit = parts_.input_limit};
  FormRequest request{.action = submission.action,
                      .tenant = submission.principal.tenant,
                      .job = std::move(job),
                      .content_type = submission.content_type,
                      .body = submission.body,
                      .wire = submission.wire,
                      .query = submission.query};
  co_return co_await read_form(form_parts, std::move(request));
}

/// The first generation from `generation` on whose id is free or belongs to a job that can still be asked for.
Async<Result<Submitter::Place>> Submitter::find_place(const Submission& submission, std::uint32_t generation) {
  const auto tenant = submission.principal.tenant;
  for (; generation < kMostGenerations; ++generation) {
    Place place{
        .id = repeat_id(parts_.idempotency_key, tenant, submission.idempotency_key, generation), .generation = generation, .existing = {}};
    auto job = co_await read_job(parts_.store, tenant, place.id);
    if (!job) co_return Failed(job.error());
    place.existing = *std::move(job);
    if (place.existing) co_return place;
    // A result without a record: a submission that was undone, or one whose record is being swept.
    auto ended = co_await parts_.store.find(model::result_record(tenant, place.id));
    if (!ended) co_return Failed(ended.error());
    if (!*ended) co_return place;
  }
  co_return Failed(fail(ErrorCode::Conflict, "This Idempotency-Key has been used too often; use a new one.").in(Phase::Door));
}

/// Where to go when the hold of `taken` is settled: to its job if another request has just finished it, else one generation on.
Async<Result<Submitter::Place>> Submitter::place_after(const Submission& submission, Place taken) {
  auto place = co_await find_place(submission, taken.generation);
  if (!place || place->existing || place->generation != taken.generation) co_return place;
  co_return co_await find_place(submission, taken.generation + 1);
}

Async<Result<Submitted>> Submitter::repeat_of(const Submission& submission, model::Job existing) {
  if (existing.action != submission.action->id) {
    co_return Failed(fail(ErrorCode::Conflict, fmt::format("This Idempotency-Key belongs to a job of {}; use a new one.", existing.action))
                         .in(Phase::Door));
  }
  Submitted submitted{.job = existing.id, .repeated = true, .watch = parts_.events.watch(existing.id), .seen = 0};
  submitted.seen = submitted.watch->count();
  if (auto sent = co_await send_unsent(std::move(existing)); !sent) co_return Failed(sent.error());
  co_return submitted;
}

/// Puts the message that the request which made the job could not put.
Async<Result<void>> Submitter::send_unsent(model::Job job) {
  const auto mark = model::unsent_record(job.tenant, job.id);
  auto unsent = co_await parts_.store.find(mark);
  if (!unsent) co_return Failed(std::move(unsent.error()).in(Phase::Queue).at("submit.unsent"));
  if (!*unsent) co_return Result<void>{};
  model::Message message{.job = job.id, .tenant = job.tenant, .traceparent = job.traceparent, .tracestate = job.tracestate};
  auto put = co_await parts_.jobs.put(model::to_json(message), std::chrono::seconds{0});
  if (!put) co_return Failed(std::move(put.error()).in(Phase::Queue).at("submit.message"));
  co_await remove(mark);
  co_return Result<void>{};
}

Async<Result<Submitted>> Submitter::accept(const Submission& submission, Place place, Form form) {
  auto job = job_of(submission, place.id, form, parts_.clock.now());
  auto held = co_await trace::traced(trace::child_of(submission.span, "hold"), hold(job));
  if (!held) co_return Failed(held.error());  // no input exists yet
  if (held->state != model::HoldState::Open) {
    auto stored = co_await commit_inputs(parts_.store, std::exchange(form.writers, {}));
    if (!stored) {
      co_await remove_inputs(parts_.store, job.inputs);
      co_return Failed(stored.error());
    }
  }
  while (held->state != model::HoldState::Open) {
    // Settled already: only an id that an idempotency key led to can have a history.
    auto next = co_await place_after(submission, place);
    if (!next || next->existing) {
      co_await remove_inputs(parts_.store, job.inputs);
      if (!next) co_return Failed(next.error());
      co_return co_await repeat_of(submission, *next->existing);
    }
    place = *std::move(next);
    if (auto moved = co_await move_to(job, place.id); !moved) co_return Failed(moved.error());
    held = co_await hold(job);
    if (held) continue;
    co_await remove_inputs(parts_.store, job.inputs);
    co_return Failed(held.error());
  }
  co_return co_await publish(submission, std::move(job), std::move(form.writers));
}

/// Gives the job another id and its inputs names under it. On failure no input is left.
Async<Result<void>> Submitter::move_to(model::Job& job, JobId id) {
  auto moved = co_await move_inputs(parts_.store, job.inputs, job.tenant, id);
  if (!moved) {
    co_await remove_inputs(parts_.store, job.inputs);
    co_return Failed(moved.error());
  }
  job.inputs = *std::move(moved);
  job.id = std::move(id);
  co_return Result<void>{};
}

Async<Result<model::Hold>> Submitter::hold(const model::Job& job) {
  model::Hold request{.job = job.id,
                      .tenant = job.tenant,
                      .action = job.action,
                      .documents = job.documents,
                      .state = model::HoldState::Open,
                      .made_at = job.accepted_at,
                      .month = month_of(job.accepted_at)};
  auto held = co_await parts_.accounts.hold(std::move(request));
  if (!held && held.error().code() == ErrorCode::NotFound) {
    co_return Failed(fail(ErrorCode::PermissionDenied, "The account of this API key no longer exists."));
  }
  co_return held;
}

/// The record is committed with the inputs that do not exist yet, behind them.
Async<Result<Submitted>> Submitter::publish(const Submission& submission, model::Job job,
                                            std::vector<std::unique_ptr<store::BlobWriter>> inputs) {
  Submitted submitted{.job = job.id, .repeated = false, .watch = parts_.events.watch(job.id), .seen = 0};
  submitted.seen = submitted.watch->count();
  auto recording = store::put(parts_.store, model::job_record(job.tenant, job.id), model::to_json(job), std::move(inputs));
  auto recorded = co_await trace::traced(trace::child_of(submission.span, "store job"), std::move(recording));
  if (!recorded) co_return co_await record_failed(submission, std::move(job), std::move(submitted), std::move(recorded.error()));
  co_return co_await send_message(submission, std::move(job), std::move(submitted));
}

Async<Result<Submitted>> Submitter::send_message(const Submission& submission, model::Job job, Submitted submitted) {
  auto sending = trace::sending(submission.span, "send jobs", "jobs");
  sending.set("docmill.job.id", job.id.text());
  sending.set("docmill.tenant.id", job.tenant.text());
  sending.set("docmill.action", job.action);
  model::Message message{
      .job = job.id, .tenant = job.tenant, .traceparent = sending.context().parent, .tracestate = sending.context().state};
  auto put = co_await trace::traced(std::move(sending), parts_.jobs.put(model::to_json(message), std::chrono::seconds{0}));
  if (!put && !submission.idempotency_key.empty()) co_return co_await leave_unsent(std::move(job), std::move(put.error()));
  if (!put) co_return co_await message_failed(std::move(job), std::move(submitted), std::move(put.error()));
  parts_.metrics.count("docmill_jobs_accepted_total", "Jobs accepted, by action.", {{"action", job.action}});
  log::info("job accepted", {{"job", job.id},
                             {"tenant", job.tenant},
                             {"action", job.action},
                             {"request", job.request_id},
                             {"trace_id", job.trace_context().trace_id()},
                             {"span_id", job.trace_context().span_id()}});
  co_return submitted;
}

/// The record or an input could not be written, or another request with the same idempotency key wrote its own first.
Async<Result<Submitted>> Submitter::record_failed(const Submission& submission, model::Job job, Submitted submitted, Error error) {
  if (submission.idempotency_key.empty()) {
    // Nobody else can have this id, so a record whose fate is unknown goes with the rest. If it cannot be removed it may stand, and a job
    // that stands has its inputs; if it does not, a sweep removes them.
    if (co_await remove(model::job_record(job.tenant, job.id))) co_await remove_inputs(parts_.store, job.inputs);
    co_await release(job.id);
    co_return Failed(std::move(error).in(Phase::Store).at("submit.record"));
  }
  auto written = co_await read_job(parts_.store, job.tenant, job.id);
  // Perhaps the record stands, and the next request with the key will be told of its job: then it needs the inputs. If not, a sweep
  // removes them.
  if (!written) co_return Failed(std::move(error).in(Phase::Store).at("submit.record"));
  const bool ours = *written && same_inputs(**written, job);
  if (ours)
    co_return co_await send_message(submission, std::move(job), std::move(submitted));  // written after all, only the answer was lost
  co_await remove_inputs(parts_.store, job.inputs);
  if (*written) co_return co_await repeat_of(submission, **written);
  // The hold is shared by every request with this key: it serves the next try, or a sweep releases it.
  co_return Failed(std::move(error).in(Phase::Store).at("submit.record"));
}

/// Whether the message arrived is unknown, so the job is ended first: then it does no harm if it did.
Async<Result<Submitted>> Submitter::message_failed(model::Job job, Submitted submitted, Error error) {
  const auto now = parts_.clock.now();
  model::JobResult ended;
  ended.job = job.id;
  ended.tenant = job.tenant;
  ended.action = job.action;
  ended.outcome = model::Outcome::Failed;
  ended.error = model::PublicError{.code = ErrorCode::Unavailable, .detail = "The job could not be queued.", .phase = Phase::Queue};
  ended.documents = job.documents;
  ended.finished_at = now;
  ended.expires_at = now;
  auto written = co_await store::put(parts_.store, model::result_record(job.tenant, job.id), model::to_json(ended));
  // A worker has finished it already: the message did arrive.
  if (!written && written.error().code() == ErrorCode::AlreadyExists) co_return submitted;
  // Neither store nor queue answers: the record stands, and the sweep for stray jobs sends its message later.
  if (!written) co_return Failed(std::move(error).in(Phase::Queue).at("submit.message"));
  parts_.events.finished(job.id);
  co_await remove(model::job_record(job.tenant, job.id));
  co_await remove_inputs(parts_.store, job.inputs);
  co_await release(job.id);
  co_return Failed(std::move(error).in(Phase::Queue).at("submit.message"));
}

/// Another request with the same idempotency key may have been told of the job already, so it stands.
Async<Result<Submitted>> Submitter::leave_unsent(model::Job job, Error error) {
  auto marked = co_await store::put(parts_.store, model::unsent_record(job.tenant, job.id), "{}");
  if (!marked) log::failure("job not marked as unsent; the sweep for stray jobs will find it", marked.error(), {{"job", job.id}});
  co_return Failed(std::move(error).in(Phase::Queue).at("submit.message"));
}

Async<void> Submitter::release(JobId job) {
  auto released = co_await parts_.accounts.release(job);
  if (!released) log::failure("hold not released; a sweep will", released.error(), {{"job", job}});
}

Async<bool> Submitter::remove(std::string blob) {
  auto removed = co_await parts_.store.remove(blob);
  if (!removed) log::failure("blob not removed; a sweep will", removed.error(), {{"blob", blob}});
  co_return removed.has_value();
}

}  // namespace docmill::api
