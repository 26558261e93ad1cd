#include "model/job_events.h"

#include <utility>

namespace docmill::model {
namespace {

// More than any machine works on at once. Jobs that wait for their next attempt count too; beyond it those are forgotten.
constexpr std::size_t kMostInProgress = 2048;
constexpr std::size_t kMostParts = 200;  // an action with a step for each of many documents

}  // namespace

std::shared_ptr<Signal> JobEvents::signal_in(Watched& watched, const JobId& job) {
  const std::lock_guard lock(mutex_);
  auto& slot = watched[job];
  auto signal = slot.lock();
  if (signal) return signal;
  auto forget = [this, &watched, job](Signal* gone) {
    delete gone;
    const std::lock_guard relock(mutex_);
    const auto found = watched.find(job);
    if (found != watched.end() && found->second.expired()) watched.erase(found);
  };
  signal = std::shared_ptr<Signal>(new Signal, forget);
  slot = signal;
  return signal;
}

void JobEvents::notify(Watched& watched, const JobId& job) {
  std::shared_ptr<Signal> signal;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = watched.find(job); found != watched.end()) signal = found->second.lock();
  }
  if (signal) signal->notify();
}

std::shared_ptr<Signal> JobEvents::watch(const JobId& job) {
  return signal_in(watched_, job);
}

std::shared_ptr<Signal> JobEvents::watch_progress(const JobId& job) {
  return signal_in(progress_watched_, job);
}

void JobEvents::finished(const JobId& job) {
  notify(watched_, job);
  left(job);
}

void JobEvents::left(const JobId& job) {
  {
    const std::lock_guard lock(mutex_);
    progress_.erase(job);
  }
  notify(progress_watched_, job);
}

void JobEvents::began(const JobId& job, std::uint32_t attempt, Timestamp at) {
  {
    const std::lock_guard lock(mutex_);
    if (progress_.size() >= kMostInProgress) std::erase_if(progress_, [](const auto& one) { return one.second.waiting; });
    if (progress_.size() >= kMostInProgress) return;
    progress_.insert_or_assign(job, JobProgress{.attempt = attempt, .leased_at = at});
  }
  notify(progress_watched_, job);
}

void JobEvents::entered(const JobId& job, std::string_view part, Timestamp at) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = progress_.find(job);
    if (found == progress_.end() || found->second.parts.size() >= kMostParts) return;
    found->second.parts.push_back({std::string(part), at});
  }
  notify(progress_watched_, job);
}

void JobEvents::paused(const JobId& job) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = progress_.find(job);
    if (found == progress_.end()) return;
    found->second.waiting = true;
  }
  notify(progress_watched_, job);
}

std::optional<JobProgress> JobEvents::progress(const JobId& job) {
  const std::lock_guard lock(mutex_);
  const auto found = progress_.find(job);
  return found == progress_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace docmill::model
