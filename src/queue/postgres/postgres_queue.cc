#include "queue/postgres/postgres_queue.h"

#include <limits>

#include "base/log.h"
#include "queue/lease_lost.h"
#include "queue/limits.h"
#include "queue/postgres/migrations.h"
#include "queue/sql_rows.h"

namespace docmill::queue {
namespace {

using postgres::Connection;
using postgres::Row;
using std::chrono::milliseconds;

constexpr auto* kChannel = "docmill_queue";

std::int64_t ms(milliseconds length) {
  return length.count();
}

QueueStats read_stats(const Row& row) {
  QueueStats stats;
  stats.waiting = row.count(0);
  stats.delayed = row.count(1);
  stats.oldest_age = milliseconds(row.integer(2));
  stats.dead = row.count(3);
  return stats;
}

}  // namespace

Result<PostgresQueues> open_postgres_queues(const Secret& uri, postgres::Options options) {
  auto database = postgres::Database::open(uri, {"queue database", "queue", kPostgresMigrations}, options);
  if (!database) return Failed(database.error());
  auto listener = std::make_unique<postgres::Listener>((*database)->address(), kChannel);
  return PostgresQueues{*std::move(database), std::move(listener)};
}

PostgresQueue::PostgresQueue(const PostgresQueues& queues, std::string name, PostgresQueueOptions options)
    : database_(*queues.database),
      listener_(*queues.listener),
      name_(std::move(name)),
      options_(options),
      arrivals_(listener_.heard(name_)) {}

void PostgresQueue::announce() {
  arrivals_.notify();
  listener_.ring(name_);
}

Async<Result<void>> PostgresQueue::put(std::string body, std::chrono::seconds delay) {
  if (auto fits = check_body(body); !fits) co_return Failed(fits.error());
  if (auto fits = check_delay(delay); !fits) co_return Failed(fits.error());
  auto work = [&](Connection& connection) {
    return connection.change(R"sql(
INSERT INTO messages (queue, body, put_at, visible_at) SELECT $1, $2, now, now + $3 FROM (SELECT docmill_now() AS now) AS clock)sql",
                             {name_, body, ms(delay)});
  };
  auto added = co_await database_.write_one(work);
  if (!added) co_return Failed(added.error());
  announce();
  co_return Result<void>{};
}

Async<Result<std::optional<Lease>>> PostgresQueue::take(std::chrono::seconds visible_for) {
  if (auto fits = check_lease_time(visible_for); !fits) co_return Failed(fits.error());
  // The clock as a sub-select: asked once, so that the index can find what is visible.
  auto work = [&](Connection& connection) {
    return connection.first(R"sql(
WITH next AS MATERIALIZED (
  SELECT id FROM messages WHERE queue = $1 AND visible_at <= (SELECT docmill_now())
  ORDER BY visible_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE messages SET visible_at = docmill_now() + $2, delivery = delivery + 1, token = (delivery + 1)::text || '-' || $3
FROM next WHERE messages.id = next.id
RETURNING messages.id, token, body, delivery, put_at, visible_at)sql",
                            {name_, ms(visible_for), new_nonce()}, read_lease);
  };
  co_return co_await database_.write_one(work);
}

Async<Result<Lease>> PostgresQueue::extend(Lease lease, std::chrono::seconds visible_for) {
  if (auto fits = check_lease_time(visible_for); !fits) co_return Failed(fits.error());
  auto work = [&](Connection& connection) {
    return connection.first(R"sql(
UPDATE messages SET visible_at = docmill_now() + $1, token = delivery::text || '-' || $2 WHERE id = $3 AND queue = $4 AND token = $5
RETURNING id, token, body, delivery, put_at, visible_at)sql",
                            {ms(visible_for), new_nonce(), row_id(lease.message_id), name_, lease.token}, read_lease);
  };
  auto extended = co_await database_.write_one(work);
  if (!extended) co_return Failed(extended.error());
  if (!*extended) co_return Failed(lease_lost());
  co_return **std::move(extended);
}

Async<Result<void>> PostgresQueue::ack(Lease lease) {
  auto work = [&](Connection& connection) {
    return only_with_lease(connection.change("DELETE FROM messages WHERE id = $1 AND queue = $2 AND token = $3",
                                             {row_id(lease.message_id), name_, lease.token}));
  };
  co_return co_await database_.write_one(work);
}

Async<Result<void>> PostgresQueue::release(Lease lease, std::chrono::seconds delay) {
  if (auto fits = check_delay(delay); !fits) co_return Failed(fits.error());
  auto work = [&](Connection& connection) {
    return only_with_lease(
        connection.change("UPDATE messages SET visible_at = docmill_now() + $1, token = NULL WHERE id = $2 AND queue = $3 AND token = $4",
                          {ms(delay), row_id(lease.message_id), name_, lease.token}));
  };
  auto done = co_await database_.write_one(work);
  if (done) announce();
  co_return done;
}

Async<Result<void>> PostgresQueue::bury(Lease lease, std::string reason) {
  auto work = [&](Connection& connection) {
    return only_with_lease(connection.change(R"sql(
WITH gone AS (DELETE FROM messages WHERE id = $1 AND queue = $2 AND token = $3 RETURNING id, queue, body, delivery)
INSERT INTO dead_letters (id, queue, body, delivery, reason, buried_at) SELECT id, queue, body, delivery, $4, docmill_now() FROM gone)sql",
                                             {row_id(lease.message_id), name_, lease.token, reason}));
  };
  co_return co_await database_.write_one(work);
}

Async<Result<DeadLetters>> PostgresQueue::dead_letters(std::size_t limit) {
  auto work = [&](Connection& connection) -> Result<DeadLetters> {
    auto shown =
        connection.rows("SELECT id, body, delivery, reason, buried_at FROM dead_letters WHERE queue = $1 ORDER BY buried_at, id LIMIT $2",
                        {name_, std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max())}, read_dead_letter);
    if (!shown) return Failed(shown.error());
    const auto total =
        connection.first("SELECT count(*) FROM dead_letters WHERE queue = $1", {name_}, [](const Row& row) { return row.count(0); });
    if (!total) return Failed(total.error());
    return DeadLetters{.shown = *std::move(shown), .total = total->value_or(0)};
  };
  co_return co_await database_.read(work);
}

Async<Result<void>> PostgresQueue::requeue(std::string message_id) {
  auto work = [&](Connection& connection) {
    return connection.change(R"sql(
WITH gone AS (DELETE FROM dead_letters WHERE id = $1 AND queue = $2 RETURNING id, queue, body)
INSERT INTO messages (id, queue, body, put_at, visible_at)
SELECT id, queue, body, now, now FROM gone, (SELECT docmill_now() AS now) AS clock)sql",
                             {row_id(message_id), name_});
  };
  const auto moved = co_await database_.write_one(work);
  if (!moved) co_return Failed(moved.error());
  if (*moved == 0) co_return Failed(fail(ErrorCode::NotFound, "There is no such dead letter."));
  announce();
  co_return Result<void>{};
}

Async<Result<QueueStats>> PostgresQueue::stats() {
  auto work = [&](Connection& connection) {
    return connection.first(R"sql(
WITH clock AS MATERIALIZED (SELECT docmill_now() AS now)
SELECT count(*) FILTER (WHERE visible_at <= now), count(*) FILTER (WHERE visible_at > now),
       coalesce(max(now - put_at) FILTER (WHERE visible_at <= now), 0), (SELECT count(*) FROM dead_letters WHERE queue = $1)
FROM messages, clock WHERE queue = $1)sql",
                            {name_}, read_stats);
  };
  const auto counted = co_await database_.read_one(work);
  if (!counted) co_return Failed(counted.error());
  co_return counted->value_or(QueueStats{});
}

// When to look again if nobody rings: now when a message is visible.
Async<Deadline> PostgresQueue::next_look(Deadline until) {
  auto work = [&](Connection& connection) {
    return connection.first("SELECT visible_at - docmill_now() FROM messages WHERE queue = $1 ORDER BY visible_at LIMIT 1", {name_},
                            [](const Row& row) { return milliseconds(row.integer(0)); });
  };
  const auto left = co_await database_.read_one(work);
  if (!left) {
    // The taker will meet the same trouble and report it; a server that is down must not make it spin.
    log::failure("queue.wait_failed", left.error());
    co_return until.earlier(Deadline::in(std::chrono::seconds{1}));
  }
  until = until.earlier(Deadline::in(options_.look_every));
  if (!*left) co_return until;
  co_return left->value().count() <= 0 ? Deadline::in({}) : until.earlier(Deadline::in(**left));
}

Async<void> PostgresQueue::wait(Deadline until) {
  const auto seen = arrivals_.count();
  while (!until.passed()) {
    const auto look = co_await next_look(until);
    if (look.passed()) co_return;
    if (co_await arrivals_.wait(seen, look)) co_return;
  }
}

}  // namespace docmill::queue
