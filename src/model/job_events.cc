#include "model/job_events.h"

namespace docmill::model {

std::shared_ptr<Signal> JobEvents::watch(const JobId& job) {
  const std::lock_guard lock(mutex_);
  auto& slot = watched_[job];
  auto signal = slot.lock();
  if (signal) return signal;
  auto forget = [this, job](Signal* gone) {
    delete gone;
    const std::lock_guard relock(mutex_);
    const auto found = watched_.find(job);
    if (found != watched_.end() && found->second.expired()) watched_.erase(found);
  };
  signal = std::shared_ptr<Signal>(new Signal, forget);
  slot = signal;
  return signal;
}

void JobEvents::finished(const JobId& job) {
  std::shared_ptr<Signal> signal;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = watched_.find(job); found != watched_.end()) signal = found->second.lock();
  }
  if (signal) signal->notify();
}

}  // namespace docmill::model
