#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "base/secret.h"
#include "base/signal.h"
#include "postgres/database.h"
#include "postgres/listener.h"
#include "queue/queue.h"

namespace docmill::queue {

/// The queues of a PostgreSQL database, and the bell that wakes takers in other processes. One for each process.
struct PostgresQueues {
  std::unique_ptr<postgres::Database> database;
  std::unique_ptr<postgres::Listener> listener;
};

/// Opens the queues of a database and brings their tables up to date. Uses one connection more than `options.connections`, to
/// listen. Errors: BadRequest, Unavailable; the cause says what to do.
///
/// Least privilege: let an owner open it once after each upgrade, and everybody else log in with a role that has
///   GRANT USAGE ON SCHEMA public TO docmill;
///   GRANT SELECT ON docmill_migrations TO docmill;
///   GRANT SELECT, INSERT, UPDATE, DELETE ON messages, dead_letters TO docmill;
Result<PostgresQueues> open_postgres_queues(const Secret& uri, postgres::Options options = {});

struct PostgresQueueOptions {
  /// How often a waiting taker looks by itself, in case a wake-up was lost with a connection.
  std::chrono::milliseconds look_every{2000};
};

/// One named queue in a PostgreSQL database, on the server's clock. Takers skip what another is just taking, so they never wait for
/// each other. Each call is one statement and one commit, on disk when it returns. Bodies are stored as text: UTF-8 without zero
/// bytes, else BadRequest. When Unavailable follows a lost connection the call may have happened.
class PostgresQueue final : public Queue {
 public:
  /// Borrows what `queues` owns.
  PostgresQueue(const PostgresQueues& queues, std::string name, PostgresQueueOptions options = {});

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
  void announce();
  Async<Deadline> next_look(Deadline until);

  postgres::Database& database_;
  postgres::Listener& listener_;
  std::string name_;
  PostgresQueueOptions options_;
  Signal& arrivals_;  // a message may be visible sooner than a waiter thinks; the listener's, rung by other processes too
};

}  // namespace docmill::queue
