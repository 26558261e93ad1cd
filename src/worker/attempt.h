#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.h"
#include "model/job.h"
#include "model/job_result.h"
#include "queue/queue.h"
#include "worker/oversight.h"
#include "worker/worker.h"

namespace docmill::worker {

/// What becomes of the message when an attempt is over.
struct Ending {
  enum class Kind {
    Ack,      // a result stands
    Release,  // another attempt after `delay`
    Renew,    // a fresh message after `delay`, its deliveries counted anew: nothing was learned about the document
    Bury,     // a result stands and a person should look
    Leave,    // the lease is not ours any more
  } kind;
  std::string_view outcome;  // for metrics and the log: succeeded, failed, retried, superseded, drained, abandoned, lost
  std::chrono::seconds delay{0};
  std::string reason = {};  // for Bury
};

/// One try at one job: reads what was asked, runs it, and makes exactly one result stand. Lives inside one slot.
class Attempt {
 public:
  /// `parts`, `options` and `span`, the attempt's own, are borrowed. `oversight` is shared with its own coroutine.
  Attempt(const WorkerParts& parts, const WorkerOptions& options, model::Message message, std::uint32_t delivery,
          std::shared_ptr<Oversight> oversight, trace::Span& span);

  /// Works to the point where only the message is left to deal with.
  Async<Ending> run();
  /// Counts and logs how it ended; `ms` from take to ack.
  void report(std::string_view outcome, std::uint64_t ms) const;

 private:
  Async<Ending> without_record(Error error);
  Async<Ending> attempt();
  Async<Result<model::JobResult>> produce(const model::Action& action);
  Async<Result<bool>> known_killer();
  Async<Ending> stopped(bool produced);
  Async<Ending> failed(Error error);
  Async<Ending> give_up(Error error, bool remember);
  Async<Ending> settle_on(model::JobResult result, Ending ending);
  Async<Ending> somebody_finished(Ending if_ours);
  Async<Ending> conclude(Ending ending);

  Async<void> remember_killer(Error error);
  Async<Result<void>> remove_inputs();
  Async<void> remove_outputs();
  model::JobResult blank_result() const;
  model::JobResult failed_result(const Error& error) const;
  Ending house_trouble(const Error& error) const;
  void observe(std::string_view phase, std::uint64_t ms);
  /// Tells those in this process who watch the job where it is.
  void tell(Phase phase);

  const WorkerParts& parts_;
  const WorkerOptions& options_;
  model::Message message_;
  std::uint32_t delivery_;
  std::shared_ptr<Oversight> oversight_;
  trace::Span& span_;
  model::Job job_;
  bool has_record_ = false;
  std::uint32_t tag_;                                            // makes this attempt's output names its own
  std::vector<std::string> stored_;                              // output blobs that may exist
  std::vector<std::unique_ptr<store::BlobWriter>> uncommitted_;  // those that the result is committed with
  std::map<std::string, std::uint64_t> phase_ms_;
};

}  // namespace docmill::worker
