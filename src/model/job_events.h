#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/signal.h"

namespace docmill::model {

/// How far a job is that a worker of this process has under its hands.
struct JobProgress {
  struct Part {
    std::string name;  // a phase: "fetch", "load", "layout", "export", "store"
    Timestamp since;
  };
  std::uint32_t attempt = 1;
  Timestamp leased_at;
  bool waiting = false;       // this attempt failed, another is to come
  std::vector<Part> parts{};  // of this attempt, in the order they began; a phase may come again with the action's next step
};

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

  /// What a worker tells of an attempt: it began, it came to a phase, it ended and another will follow. Kept until finished() or
  /// left(), for a bounded number of jobs.
  void began(const JobId& job, std::uint32_t attempt, Timestamp at);
  void entered(const JobId& job, std::string_view part, Timestamp at);
  void paused(const JobId& job);
  /// Nothing more is known of the job here: another worker has it.
  void left(const JobId& job);
  /// nullopt for a job that no worker of this process has begun, or that has ended.
  std::optional<JobProgress> progress(const JobId& job);
  /// A signal for this job's progress and its end, as watch().
  std::shared_ptr<Signal> watch_progress(const JobId& job);

 private:
  using Watched = std::unordered_map<JobId, std::weak_ptr<Signal>>;

  std::shared_ptr<Signal> signal_in(Watched& watched, const JobId& job);
  void notify(Watched& watched, const JobId& job);

  std::mutex mutex_;
  Watched watched_;
  Watched progress_watched_;
  std::unordered_map<JobId, JobProgress> progress_;
};

}  // namespace docmill::model
