#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "base/async.h"
#include "base/result.h"

namespace docmill::queue {

struct PollerOptions {
  std::chrono::milliseconds busy_interval{50};     // between looks after something happened
  std::chrono::milliseconds idle_interval{2'000};  // grows to this by half with every look that finds nothing
};

/// Lets many coroutines wait for messages of a service that tells nobody when one comes: one of those who wait looks, for all of
/// them, and wakes as many as there is something for. Nobody waits: nobody looks. Thread-safe.
class Poller {
 public:
  /// Tells how many messages are visible, counting to `at_most` (1 to 32).
  using Look = std::function<Async<Result<std::size_t>>(std::size_t at_most)>;

  Poller(Look look, PollerOptions options);

  /// Returns when there may be a message for the caller, or at the deadline. May be cancelled; a look under way is waited for.
  Async<void> wait(Deadline until);

  /// A message became visible through us: wakes one of those who wait, or the next who does.
  void arrived();

  /// Around every take: what had arrived before it began…
  std::uint64_t mark() const;
  /// …and how it ended.
  void found_nothing(std::uint64_t mark);
  void found_one();

 private:
  struct State;
  class Waiting;

  Async<void> look();

  Look look_;
  std::shared_ptr<State> state_;  // shared with the coroutines that wait: their frames may outlive us
};

}  // namespace docmill::queue
