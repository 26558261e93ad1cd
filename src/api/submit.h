#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "api/form.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/secret.h"
#include "base/signal.h"
#include "base/trace.h"
#include "model/account.h"
#include "model/job_events.h"
#include "queue/queue.h"
#include "store/blob_store.h"

namespace docmill::api {

/// All borrowed.
struct SubmitParts {
  queue::Queue& jobs;
  store::BlobStore& store;
  accounts::Accounts& accounts;
  model::JobEvents& events;
  const Clock& clock;
  Metrics& metrics;
  const Secret& idempotency_key;
  std::uint64_t input_limit;  // bytes of one document
};

/// One request to perform an action. `action`, `body` and `span` are borrowed for as long as submitting takes.
struct Submission {
  const model::Action* action;
  model::Principal principal;
  std::string idempotency_key;  // empty: none
  std::string content_type;
  std::string request_id;
  net::Body* body;
  const actions::ConnectorOperation* wire = nullptr;  // as in FormRequest
  std::string query = {};
  /// What makes the form where it does not come in `body`: a process has its template already. Called once; no blob that it writes may
  /// exist before its writer is committed.
  std::function<Async<Result<Form>>(JobId)> make_form = {};
  std::optional<std::uint32_t> documents = {};  // charged instead of the action's price
  std::string process = {};                     // as in model::Job
  std::vector<std::string> hooks = {};
  const trace::Span* span = nullptr;  // of the request; may be null
};

/// A job that is recorded and durable.
struct Submitted {
  JobId job;
  bool repeated = false;          // the job existed before this request
  std::shared_ptr<Signal> watch;  // shared with everybody who waits for this job (model::JobEvents)
  std::uint64_t seen = 0;         // the watch's count before the message was put
};

/// Takes a submission in: hold, then the inputs with job.json behind them, then the message, each durable before the next. When one
/// fails, those before it are undone: a client that was told "no" is charged nothing and leaves nothing behind.
/// A job.json with an idempotency key is never undone: from then on another request with the key may have been told of the job. When
/// its message cannot be put it is marked as unsent, and the next request with the key puts it, or the sweep for stray jobs.
class Submitter {
 public:
  explicit Submitter(SubmitParts parts) : parts_(parts) {}

  /// Errors: those of read_form, QuotaExceeded, Conflict (the idempotency key belongs to another action), BadRequest (not a key),
  /// Unavailable, StorageFull.
  Async<Result<Submitted>> submit(Submission submission);

 private:
  /// A job id that may be used, or the job that has it already.
  struct Place {
    JobId id;
    std::uint32_t generation = 0;
    std::optional<model::Job> existing;
  };

  Async<Result<Form>> form_of(const Submission& submission, JobId job);
  Async<Result<Place>> find_place(const Submission& submission, std::uint32_t generation);
  Async<Result<Place>> place_after(const Submission& submission, Place taken);
  Async<Result<Submitted>> repeat_of(const Submission& submission, model::Job existing);
  Async<Result<void>> send_unsent(model::Job job);

  Async<Result<Submitted>> accept(const Submission& submission, Place place, Form form);
  Async<Result<void>> move_to(model::Job& job, JobId id);
  Async<Result<model::Hold>> hold(const model::Job& job);
  Async<Result<Submitted>> publish(const Submission& submission, model::Job job, std::vector<std::unique_ptr<store::BlobWriter>> inputs);
  Async<Result<Submitted>> send_message(const Submission& submission, model::Job job, Submitted submitted);
  Async<Result<Submitted>> record_failed(const Submission& submission, model::Job job, Submitted submitted, Error error);
  Async<Result<Submitted>> message_failed(model::Job job, Submitted submitted, Error error);
  Async<Result<Submitted>> leave_unsent(model::Job job, Error error);
  Async<void> release(JobId job);
  Async<bool> remove(std::string blob);

  SubmitParts parts_;
};

}  // namespace docmill::api
