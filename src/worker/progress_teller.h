#pragma once
#include <chrono>
#include <memory>
#include <optional>

#include "base/async.h"
#include "base/clock.h"
#include "base/signal.h"
#include "model/job.h"
#include "model/job_events.h"
#include "store/blob_store.h"

namespace docmill::worker {

/// What a teller works with; all borrowed.
struct TellerParts {
  store::BlobStore& store;
  model::JobEvents& events;
  Clock& clock;
  std::chrono::milliseconds after;  // how long an attempt has to last to be worth telling of
};

/// Tells processes that serve the API elsewhere how far one attempt is, by small records in the store (model/job_progress.h): on a
/// coroutine of its own, so no attempt waits for it; nothing of one that is over before `after`; then what has changed, in growing
/// pauses. What cannot be written is let be. Used from one strand.
class ProgressTeller : public std::enable_shared_from_this<ProgressTeller> {
 public:
  static std::shared_ptr<ProgressTeller> start(const Executor& executor, TellerParts parts, model::Message message, bool first_delivery);

  /// The attempt is over: removes what was told, or with `again` tells that another attempt follows.
  void end(bool again);

  ProgressTeller(TellerParts parts, model::Message message, bool first_delivery);

 private:
  Async<void> run(std::shared_ptr<ProgressTeller> self);
  Async<void> tell(model::JobProgress progress);
  Async<void> clear();

  TellerParts parts_;
  model::Message message_;
  bool told_;  // there may be records: of this attempt, or of the one before
  std::optional<model::JobProgress> last_ = {};
  bool ended_ = false;
  bool again_ = false;
  Signal wake_;
};

}  // namespace docmill::worker
