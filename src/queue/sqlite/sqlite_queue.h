#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "base/signal.h"
#include "queue/queue.h"
#include "sqlite/database.h"

namespace docmill::queue {

/// Opens or makes the file that holds queues. Errors: Unavailable; the cause says what to do.
Result<std::unique_ptr<sqlite::Database>> open_queue_database(std::string path);

struct SqliteQueueOptions {
  /// How often a waiting taker looks for messages that another process put; nothing else is polled. Zero: this process is alone.
  std::chrono::milliseconds look_every{1000};
};

/// One named queue in a queue database. A process makes one object per name: takers are woken by puts on the same object.
/// A message takes three commits in its life (put, take, ack), shared with whatever else is going on. Only the put is waited for: a lease
/// or an ack that a power loss undoes within some milliseconds comes again, as one does whose answer is lost.
class SqliteQueue final : public Queue {
 public:
  /// Borrows `database` and `clock`.
  SqliteQueue(sqlite::Database& database, std::string name, const Clock& clock, SqliteQueueOptions options = {});

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
  Async<Deadline> next_look(Deadline until);

  sqlite::Database& database_;
  std::string name_;
  const Clock& clock_;
  SqliteQueueOptions options_;
  Signal arrivals_;  // a message may be visible sooner than a waiter thinks
};

}  // namespace docmill::queue
