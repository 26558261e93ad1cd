#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "queue/queue.h"

namespace docmill::queue {

/// Many queues as one, for more messages a second than one of them carries (Azure: 2,000 a second and queue).
/// A message goes to the queue its key hashes to, or, when that one cannot be reached, to another: any of them is right,
/// since takers look into all. Order holds within one queue only. While some queues are away the others go on; a call fails
/// only when no queue could serve it. Queues may be added at any time, and one taken away once it is empty.
class ShardedQueue final : public Queue {
 public:
  /// What a message is spread by: the job id in its body.
  using KeyOf = std::function<std::string(std::string_view body)>;

  /// At least one queue.
  ShardedQueue(std::vector<std::unique_ptr<Queue>> shards, KeyOf key_of);

  Async<Result<void>> put(std::string body, std::chrono::seconds delay) override;
  Async<Result<std::optional<Lease>>> take(std::chrono::seconds visible_for) override;
  Async<Result<Lease>> extend(Lease lease, std::chrono::seconds visible_for) override;
  Async<Result<void>> ack(Lease lease) override;
  Async<Result<void>> release(Lease lease, std::chrono::seconds delay) override;
  Async<Result<void>> bury(Lease lease, std::string reason) override;
  Async<Result<DeadLetters>> dead_letters(std::size_t limit) override;
  Async<Result<void>> requeue(std::string message_id) override;
  Async<Result<QueueStats>> stats() override;
  /// Returns when a message may be visible in any of them.
  Async<void> wait(Deadline until) override;

 private:
  /// The queue an id names, and the id it knows; nullptr for an id that is none of ours.
  Queue* find(std::string& message_id) const;

  std::vector<std::unique_ptr<Queue>> shards_;
  KeyOf key_of_;
  std::atomic<std::size_t> next_{0};  // where the next take begins, so that no queue starves
};

}  // namespace docmill::queue
