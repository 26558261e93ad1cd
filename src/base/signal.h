#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "base/async.h"

namespace docmill {

/// Wakes coroutines from any thread, so that nothing polls. A wait that began before notify() returns is woken.
/// Thread-safe; waiters must run on a strand or a loop with one thread.
class Signal {
 public:
  /// Wakes everybody who waits now.
  void notify();

  /// How often notify() was called. Read it before checking a condition, then wait for it to change.
  std::uint64_t count() const;

  /// Returns true as soon as count() differs from `seen`, false at the deadline.
  Async<bool> wait(std::uint64_t seen, Deadline until);

 private:
  struct Waiter;
  mutable std::mutex mutex_;
  std::uint64_t count_ = 0;
  std::vector<std::shared_ptr<Waiter>> waiters_;  // shared by the waiting coroutine and the wake-up posted to it
};

}  // namespace docmill
