#include "cli/call/watch_queue.h"

#include <algorithm>

namespace docmill::cli {

void WatchQueue::add(const std::string& name, bool closed, Steady::duration in) {
  const std::lock_guard lock(mutex_);
  const auto due = Steady::now() + in;
  auto& waiting = waiting_.try_emplace(name, Waiting{.due = due, .task = {.name = name}}).first->second;
  waiting.due = std::min(waiting.due, due);
  waiting.task.closed = waiting.task.closed || closed;
  changed_.notify_one();
}

std::optional<WatchQueue::Task> WatchQueue::take() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (closed_) return std::nullopt;
    auto next = waiting_.end();
    for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
      if (!busy_.contains(it->first) && (next == waiting_.end() || it->second.due < next->second.due)) next = it;
    }
    if (next == waiting_.end()) {
      changed_.wait(lock);
    } else if (next->second.due > Steady::now()) {
      changed_.wait_until(lock, next->second.due);
    } else {
      auto task = std::move(next->second.task);
      waiting_.erase(next);
      busy_.insert(task.name);
      return task;
    }
  }
}

void WatchQueue::done(const Task& task, std::optional<Steady::duration> again) {
  const std::lock_guard lock(mutex_);
  busy_.erase(task.name);
  if (again) {
    auto& waiting = waiting_.try_emplace(task.name, Waiting{.due = Steady::now() + *again, .task = task}).first->second;
    waiting.task.tries = task.tries + 1;
  }
  changed_.notify_all();
}

void WatchQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace docmill::cli
