#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/async.h"
#include "base/clock.h"
#include "base/result.h"

namespace docmill::queue {

/// Time-bound sole right to a message. Only the newest lease of a message can extend, ack, release or bury it.
struct Lease {
  std::string message_id;
  std::string token;  // changes with every take and extend
  std::string body;
  std::uint32_t delivery = 1;  // how often the message has been taken, this time included
  Timestamp put_at;
  Timestamp ends_at;  // on the queue's clock
};

/// A message that used up its attempts, kept for a person.
struct DeadLetter {
  std::string message_id;
  std::string body;
  std::uint32_t delivery = 0;
  std::string reason;  // an error name and a customer-safe sentence
  Timestamp buried_at;
};

/// The oldest dead letters, and how many there are.
struct DeadLetters {
  std::vector<DeadLetter> shown;  // oldest first
  std::uint64_t total = 0;        // those not shown included
};

struct QueueStats {
  std::uint64_t waiting = 0;  // visible now
  std::uint64_t delayed = 0;  // leased, or released with a delay that still runs
  std::uint64_t dead = 0;
  std::chrono::milliseconds oldest_age{0};  // of the messages that are visible now; 0 when none is
};

/// A durable queue: at-least-once delivery by leases. Once put() returns, the message survives kill -9 and power loss.
/// Thread-safe. All times are on the queue's own clock. Every method fails with Unavailable or StorageFull when the
/// storage behind it does (back off, try again).
class Queue {
 public:
  virtual ~Queue() = default;

  /// Stores a message, visible after `delay`. Body: UTF-8 text up to 48 KiB (Azure Queue holds 64 KiB of base64).
  /// Errors: PayloadTooLarge.
  virtual Async<Result<void>> put(std::string body, std::chrono::seconds delay) = 0;

  /// Leases the oldest visible message. Returns nullopt when nothing is visible; an empty queue is not an error.
  /// `visible_for`: 1 s to 7 days (Azure REST "Get Messages").
  virtual Async<Result<std::optional<Lease>>> take(std::chrono::seconds visible_for) = 0;

  /// Restarts the lease's time; the old token dies. Errors: LeaseLost (stop working on it).
  virtual Async<Result<Lease>> extend(Lease lease, std::chrono::seconds visible_for) = 0;

  /// Removes the message: the job is done. Errors: LeaseLost (somebody else has it; their result stands).
  virtual Async<Result<void>> ack(Lease lease) = 0;

  /// Gives the message back, visible after `delay`. The delivery count stays. Errors: LeaseLost.
  virtual Async<Result<void>> release(Lease lease, std::chrono::seconds delay) = 0;

  /// Moves the message to the dead letters. Errors: LeaseLost.
  virtual Async<Result<void>> bury(Lease lease, std::string reason) = 0;

  /// Up to `limit` dead letters, oldest first, and how many there are in all. A driver may have a lower limit of its own: who
  /// shows the letters to a person says that there are more when `total` is above what is shown.
  virtual Async<Result<DeadLetters>> dead_letters(std::size_t limit) = 0;

  /// Makes a dead letter visible again with its delivery count back at 0. Errors: NotFound.
  virtual Async<Result<void>> requeue(std::string message_id) = 0;

  virtual Async<Result<QueueStats>> stats() = 0;

  /// Returns when a message may be visible, or at the deadline. May wake without cause. An embedded driver is woken by
  /// put and release and by the time the next hidden message becomes visible; a remote driver may poll at its own pace.
  virtual Async<void> wait(Deadline until) = 0;
};

}  // namespace docmill::queue
