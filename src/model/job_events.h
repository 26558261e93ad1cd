#pragma once
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/ids.h"
#include "base/signal.h"

namespace docmill::model {

/// Tells waiters in this process that a job has its result, so that a synchronous call and a running attempt learn of it at
/// once. A hint only: the truth is result.json, and roles in other processes look there at their own pace. Thread-safe.
///
///   auto watch = events.watch(job);          // before the message is put, so that no result slips through
///   for (;;) {
///     const auto seen = watch->count();
///     if (result.json is there) break;
///     co_await watch->wait(seen, until);
///   }
class JobEvents {
 public:
  /// A signal for this job, shared by everybody who watches it and gone when the last one drops it.
  std::shared_ptr<Signal> watch(const JobId& job);
  /// A result was written for `job`.
  void finished(const JobId& job);

 private:
  std::mutex mutex_;
  std::unordered_map<JobId, std::weak_ptr<Signal>> watched_;
};

}  // namespace docmill::model
