#pragma once
#include "base/faults.h"
#include "queue/queue.h"

namespace docmill::queue {

/// A queue that fails on command, to show that its users keep their promises when the storage behind it does not:
///
///   queue.faults().arm(FaultyQueue::Call::Ack, {.when = FaultyQueue::When::After});
///   co_await queue.ack(lease);  // acked, and answers Unavailable
///
/// With nothing armed it is the queue it wraps. Thread-safe.
class FaultyQueue final : public Queue {
 public:
  enum class Call { Put, Take, Extend, Ack, Release, Bury, DeadLetters, Requeue, Stats };
  using When = Faults<Call>::When;

  /// Borrows `inner`.
  explicit FaultyQueue(Queue& inner) : inner_(inner) {}

  Faults<Call>& faults() { return faults_; }

  Async<Result<void>> put(std::string body, std::chrono::seconds delay) override;
  Async<Result<std::optional<Lease>>> take(std::chrono::seconds visible_for) override;
  Async<Result<Lease>> extend(Lease lease, std::chrono::seconds visible_for) override;
  Async<Result<void>> ack(Lease lease) override;
  Async<Result<void>> release(Lease lease, std::chrono::seconds delay) override;
  Async<Result<void>> bury(Lease lease, std::string reason) override;
  Async<Result<DeadLetters>> dead_letters(std::size_t limit) override;
  Async<Result<void>> requeue(std::string message_id) override;
  Async<Result<QueueStats>> stats() override;
  Async<void> wait(Deadline until) override;

 private:
  Queue& inner_;
  Faults<Call> faults_;
};

}  // namespace docmill::queue
