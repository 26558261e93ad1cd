#include "worker/attempt.h"

#include <fmt/format.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json/serialize.hpp>
#include <cstring>
#include <utility>

#include "base/log.h"
#include "base/units.h"
#include "model/limits.h"
#include "worker/fetch.h"
#include "worker/keep_outputs.h"

namespace docmill::worker {
namespace {

using namespace boost::asio::experimental::awaitable_operators;
using Steady = Deadline::Steady;
using Kind = Ending::Kind;

/// Deliveries start at 1 again for a duplicate message, so output names carry a random tag instead: two attempts must
/// never write, or clean up, under one name.
std::uint32_t random_tag() {
  const auto bytes = random_bytes(sizeof(std::uint32_t));
  std::uint32_t tag = 0;
  std::memcpy(&tag, bytes.data(), sizeof tag);
  return tag;
}

std::uint64_t ms_since(Steady::time_point start) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - start).count();
  return static_cast<std::uint64_t>(ms);
}

void describe_job(trace::Span& span, const model::Job& job) {
  span.set("docmill.action", job.action);
  span.set("docmill.request.id", job.request_id);
  span.set("docmill.inputs", job.inputs.size());
}

/// What is said about a document quotes it: its name, its template's tokens, its data. That is for the customer and not for the log.
Error for_log(const Error& error) {
  if (!model::blames_document(error.code())) return error;
  return fail(error.code(), "what was wrong is told to the customer alone").at(error.where());
}

std::string reason_of(const Error& error) {
  return fmt::format("{}: {}", info(error.code()).name, error.message());
}

}  // namespace

Attempt::Attempt(const WorkerParts& parts, const WorkerOptions& options, model::Message message, std::uint32_t delivery,
                 std::shared_ptr<Oversight> oversight, trace::Span& span)
    : parts_(parts),
      options_(options),
      message_(std::move(message)),
      delivery_(delivery),
      oversight_(std::move(oversight)),
      span_(span),
      tag_(random_tag()) {}

Async<Ending> Attempt::run() {
  auto name = model::job_record(message_.tenant, message_.job);
  auto [record, finished] = co_await (store::get(parts_.store, std::move(name), model::kRecordLimit) &&
                                      parts_.store.find(model::result_record(message_.tenant, message_.job)));
  if (!finished) co_return house_trouble(finished.error());
  auto job = record ? model::job_from_json(*record) : Result<model::Job>(Failed(record.error()));
  if (job) {
    job_ = std::move(*job);
    has_record_ = true;
    describe_job(span_, job_);
  }
  // A redelivery: all that was left to do is the completion message and the ack.
  if (*finished) co_return co_await somebody_finished({Kind::Ack, "superseded"});
  if (!job) co_return co_await without_record(std::move(job.error()));
  co_return co_await attempt();
}

/// The message came without a readable job.json. The record may be on its way in a slow store, or written by a newer release
/// whose workers are about to take over; so a few deliveries are given back first.
Async<Ending> Attempt::without_record(Error error) {
  log::failure("job record not readable", error, {{"job", message_.job}, {"tenant", message_.tenant}, {"delivery", delivery_}});
  const bool missing = error.code() == ErrorCode::NotFound;
  if (!missing && error.code() != ErrorCode::Corrupt && error.code() != ErrorCode::PayloadTooLarge) co_return house_trouble(error);
  const auto verdict = model::judge(fail(ErrorCode::Unavailable, "The job cannot be read yet."), delivery_, options_.retries);
  if (verdict.kind == model::Verdict::Kind::TryAgain) co_return Ending{Kind::Release, "retried", verdict.delay};
  if (missing) co_return Ending{Kind::Bury, "lost", {}, "not_found: The job has no record."};
  co_return co_await give_up(fail(ErrorCode::Corrupt, "The job could not be read."), false);
}

Async<Ending> Attempt::attempt() {
  if (delivery_ > options_.retries.deliveries) {
    // Nobody saw the document do it: a host that loses power three times must not brand a good document.
    auto message = fmt::format("The job was interrupted in each of {} attempts. Send it again.", delivery_ - 1);
    co_return co_await give_up(fail(ErrorCode::Internal, std::move(message)), false);
  }
  const auto age = std::max(parts_.clock.now() - job_.accepted_at, std::chrono::milliseconds{0});
  observe("queue", static_cast<std::uint64_t>(age.count()));
  if (age > options_.longest_queue_wait) {
    co_return co_await give_up(fail(ErrorCode::DeadlineExceeded, "The job waited too long for a worker.").in(Phase::Queue), false);
  }
  const auto* action = parts_.find_action(job_.action);
  if (action == nullptr) {
    co_return co_await failed(fail(ErrorCode::Internal, "This action is not known here.").cause("no action " + job_.action));
  }
  parts_.events.began(job_.id, delivery_, parts_.clock.now());
  auto result = co_await produce(*action);
  if (oversight_->reason() != StopReason::None) {
    // Work that is done when the worker is asked to leave is kept.
    const bool keep = result && oversight_->reason() == StopReason::Drained;
    if (!keep) co_return co_await stopped(result.has_value());
  }
  if (!result) co_return co_await failed(std::move(result.error()));
  co_return co_await settle_on(std::move(*result), {Kind::Ack, "succeeded"});
}

/// Everything between the record and the result: fetch, the action's steps, outputs into the store.
Async<Result<model::JobResult>> Attempt::produce(const model::Action& action) {
  auto started = Steady::now();
  tell(Phase::Fetch);
  FetchParts sources{parts_.store, parts_.egress, options_.fetch_budget, options_.input_limit};
  auto fetching = trace::traced(span_.child("fetch inputs"), fetch_inputs(sources, action, job_.inputs, oversight_->stop()));
  auto [killer, fetched] = co_await (known_killer() && std::move(fetching));
  if (killer && *killer) {
    co_return Failed(
        fail(ErrorCode::KnownKiller, "This document has crashed the engine before, so it was not tried again.").in(Phase::Load));
  }
  if (!fetched) co_return Failed(std::move(fetched.error()));
  observe("fetch", ms_since(started));

  ActionRun run{
      .action = &action,
      .inputs = std::move(fetched->documents),
      .params = job_.params,
      .budgets = options_.budgets,
      .limits = options_.limits,
      .on_phase = [this](Phase phase) { tell(phase); },
      .span = &span_,
      .metrics = &parts_.metrics,
  };
  auto made = co_await run_action(std::move(run), parts_.engines, oversight_->stop());
  const auto end = made ? std::string_view("succeeded") : info(made.error().code()).name;
  parts_.metrics.count("docmill_child_ends_total", "How the children that ran documents ended.", {{"end", std::string(end)}});
  if (!made) co_return Failed(std::move(made.error()));
  for (const auto& [phase, ms] : made->phase_ms) observe(phase, ms);

  started = Steady::now();
  tell(Phase::Store);
  KeepRequest keep{
      .tenant = job_.tenant,
      .job = job_.id,
      .attempt_tag = tag_,
      .first_name = std::move(fetched->first_name),
      .makes = std::string(action.makes),
      .output_limit = options_.limits.output_size,
  };
  auto keeping = keep_outputs(parts_.store, std::move(keep), std::move(made->outputs), oversight_->stop(), stored_);
  auto kept = co_await trace::traced(span_.child("store outputs"), std::move(keeping));
  if (!kept) co_return Failed(std::move(kept.error()));
  uncommitted_ = std::move(kept->uncommitted);
  observe("store", ms_since(started));

  auto result = blank_result();
  result.outputs = std::move(kept->outputs);
  result.fonts = std::move(made->fonts);
  result.warnings = std::move(made->warnings);
  result.phase_ms = phase_ms_;
  result.peak_memory = made->peak_memory;
  result.pages = made->pages;
  result.engine = std::move(made->engine);
  co_return result;
}

/// Only a job with one stored input has a digest that can be blamed.
Async<Result<bool>> Attempt::known_killer() {
  if (job_.inputs.size() != 1 || job_.inputs.front().sha256.empty()) co_return false;
  auto found = co_await parts_.store.find(model::killer_record(job_.tenant, job_.inputs.front().sha256));
  if (!found) co_return Failed(found.error());  // not worth failing an attempt for
  co_return found->has_value();
}

Async<Ending> Attempt::stopped(bool produced) {
  switch (oversight_->reason()) {
    case StopReason::Finished: co_return co_await somebody_finished({Kind::Ack, "superseded"});
    case StopReason::Drained:
      if (!produced) co_await remove_outputs();
      co_return Ending{delivery_ < options_.retries.deliveries ? Kind::Release : Kind::Renew, "drained"};
    case StopReason::LeaseLost:
    case StopReason::None: break;
  }
  // Blobs under this attempt's own tag are nobody else's, so they may go although the lease is lost.
  co_await remove_outputs();
  co_return Ending{Kind::Leave, "abandoned"};
}

Async<Ending> Attempt::failed(Error error) {
  if (error.code() == ErrorCode::Cancelled) {
    error = fail(ErrorCode::Internal, "The job was interrupted.").cause("cancelled by nobody: " + error.describe());
  }
  log::failure("attempt failed", for_log(error),
               {{"job", job_.id},
                {"tenant", job_.tenant},
                {"request", job_.request_id},
                {"action", job_.action},
                {"delivery", delivery_},
                {"trace_id", span_.trace_id()},
                {"span_id", span_.span_id()}});
  span_.fail(error);
  const auto verdict = model::judge(error, delivery_, options_.retries);
  co_await remove_outputs();
  if (verdict.kind == model::Verdict::Kind::TryAgain) co_return Ending{Kind::Release, "retried", verdict.delay};
  const bool remember = model::is_killer(error.code());
  co_return co_await give_up(std::move(error), remember);
}

/// The job ends here, without outputs and without a charge.
Async<Ending> Attempt::give_up(Error error, bool remember) {
  if (oversight_->reason() == StopReason::LeaseLost) co_return Ending{Kind::Leave, "abandoned"};
  if (remember) co_await remember_killer(error);
  Ending ending{Kind::Ack, "failed"};
  if (!model::blames_document(error.code())) {
    ending.kind = Kind::Bury;
    ending.reason = reason_of(error);
  }
  co_return co_await settle_on(failed_result(error), std::move(ending));
}

/// Makes `result` the job's one result, unless another attempt or a cancellation came first.
Async<Ending> Attempt::settle_on(model::JobResult result, Ending ending) {
  if (oversight_->reason() == StopReason::LeaseLost) co_return co_await stopped(false);
  result.finished_at = parts_.clock.now();
  result.expires_at = result.finished_at + options_.result_lifetime;
  const bool with_outputs = !uncommitted_.empty();
  auto saving = store::put(parts_.store, model::result_record(message_.tenant, message_.job), model::to_json(result),
                           std::exchange(uncommitted_, {}));
  auto saved = co_await trace::traced(span_.child("store result"), std::move(saving));
  if (!saved && saved.error().code() == ErrorCode::AlreadyExists) co_return co_await somebody_finished(std::move(ending));
  // An output could not be stored, or the disk is full: then no record stands, and this attempt made nothing.
  if (!saved && with_outputs && saved.error().code() != ErrorCode::Unavailable) {
    co_return co_await failed(std::move(saved.error()).in(Phase::Store));
  }
  // The write may have happened all the same, so the outputs it would name stay; a sweep knows what to do with them.
  if (!saved) co_return house_trouble(saved.error());
  oversight_->result_is_ours();
  parts_.events.finished(message_.job);
  co_return co_await conclude(std::move(ending));
}

/// result.json was there first. It may even be ours, when the answer to an earlier write was lost: then `if_ours` holds.
Async<Ending> Attempt::somebody_finished(Ending if_ours) {
  oversight_->result_is_ours();
  Ending ending{Kind::Ack, "superseded"};
  if (!stored_.empty()) {
    auto text = co_await store::get(parts_.store, model::result_record(message_.tenant, message_.job), model::kRecordLimit);
    auto result = text ? model::result_from_json(*text) : Result<model::JobResult>(Failed(text.error()));
    const bool ours = result && !result->outputs.empty() && result->outputs.front().blob == stored_.front();
    if (ours) ending = std::move(if_ours);
    if (result && !ours) co_await remove_outputs();
  }
  parts_.events.finished(message_.job);
  co_return co_await conclude(std::move(ending));
}

/// The result stands. The completion message must be durable before the job message goes; the inputs may go meanwhile.
Async<Ending> Attempt::conclude(Ending ending) {
  auto sending = trace::sending(&span_, "send completions", "completions");
  auto completion = model::to_json(model::Message{message_.job, message_.tenant, sending.context().parent, sending.context().state});
  auto put = trace::traced(std::move(sending), parts_.completions.put(std::move(completion), std::chrono::seconds{0}));
  auto [told, cleared] = co_await (std::move(put) && remove_inputs());
  if (!cleared) log::failure("inputs not removed", cleared.error(), {{"job", message_.job}});
  if (!told) co_return house_trouble(told.error());
  co_return ending;
}

Async<void> Attempt::remember_killer(Error error) {
  if (job_.inputs.size() != 1 || job_.inputs.front().sha256.empty()) co_return;
  boost::json::object record{{"schema", model::kWrittenSchema},
                             {"job", job_.id.text()},
                             {"action", job_.action},
                             {"code", std::string(info(error.code()).name)},
                             {"at", to_iso(parts_.clock.now())}};
  auto name = model::killer_record(job_.tenant, job_.inputs.front().sha256);
  auto kept = co_await store::put(parts_.store, std::move(name), boost::json::serialize(record));
  if (!kept && kept.error().code() != ErrorCode::AlreadyExists) log::failure("killer not remembered", kept.error(), {{"job", job_.id}});
}

Async<Result<void>> Attempt::remove_inputs() {
  std::vector<std::string> blobs;
  for (const auto& input : job_.inputs) {
    if (!input.blob.empty()) blobs.push_back(input.blob);
  }
  if (blobs.empty()) co_return Result<void>{};
  co_return co_await parts_.store.remove_many(std::move(blobs));
}

/// Best effort: what stays is swept once the job is finished.
Async<void> Attempt::remove_outputs() {
  uncommitted_.clear();
  if (stored_.empty()) co_return;
  auto removed = co_await parts_.store.remove_many(std::exchange(stored_, {}));
  if (!removed) log::failure("outputs not removed", removed.error(), {{"job", message_.job}});
}

model::JobResult Attempt::blank_result() const {
  model::JobResult result;
  result.job = message_.job;
  result.tenant = message_.tenant;
  result.action = has_record_ ? job_.action : "unknown";
  result.worker = options_.name;
  result.attempt = delivery_;
  result.documents = job_.documents;
  result.has_callback = !job_.callback_url.empty() || !job_.hooks.empty();
  return result;
}

model::JobResult Attempt::failed_result(const Error& error) const {
  auto result = blank_result();
  result.outcome = model::Outcome::Failed;
  result.error = model::PublicError{error.code(), error.message(), error.phase()};
  result.phase_ms = phase_ms_;
  return result;
}

/// Our own storage failed, which says nothing about the document: deliveries spent on it are not held against the job.
Ending Attempt::house_trouble(const Error& error) const {
  log::failure("attempt could not reach its storage", error, {{"job", message_.job}, {"tenant", message_.tenant}, {"delivery", delivery_}});
  const auto verdict = model::judge(fail(ErrorCode::Unavailable, "Storage is away."), delivery_, options_.retries);
  if (verdict.kind == model::Verdict::Kind::TryAgain) return {Kind::Release, "retried", verdict.delay};
  return {Kind::Renew, "retried", options_.retries.longest_delay};
}

void Attempt::tell(Phase phase) {
  parts_.events.entered(job_.id, name(phase), parts_.clock.now());
}

void Attempt::observe(std::string_view phase, std::uint64_t ms) {
  phase_ms_[std::string(phase)] += ms;
  parts_.metrics.observe_seconds("docmill_phase_seconds", "Time attempts spent in each phase.", static_cast<double>(ms) / 1000.0,
                                 {{"phase", std::string(phase)}});
}

void Attempt::report(std::string_view outcome, std::uint64_t ms) const {
  const auto action = parts_.find_action(job_.action) != nullptr ? job_.action : "unknown";
  parts_.metrics.count("docmill_attempts_total", "Attempts by how they ended.", {{"outcome", std::string(outcome)}, {"action", action}});
  if (has_record_ && (outcome == "succeeded" || outcome == "failed")) {
    const auto age = std::max(parts_.clock.now() - job_.accepted_at, std::chrono::milliseconds{0});
    parts_.metrics.observe_seconds("docmill_job_seconds", "Jobs that ended: from acceptance to the end, waiting included.",
                                   std::chrono::duration<double>(age).count(), {{"outcome", std::string(outcome)}});
  }
  log::info("attempt ended", {{"job", message_.job},
                              {"tenant", message_.tenant},
                              {"request", job_.request_id},
                              {"action", action},
                              {"outcome", outcome},
                              {"delivery", delivery_},
                              {"ms", ms},
                              {"trace_id", span_.trace_id()},
                              {"span_id", span_.span_id()}});
}

}  // namespace docmill::worker
