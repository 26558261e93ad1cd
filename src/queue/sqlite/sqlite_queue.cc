#include "queue/sqlite/sqlite_queue.h"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "base/log.h"
#include "queue/lease_lost.h"
#include "queue/limits.h"
#include "queue/sql_rows.h"

namespace docmill::queue {
namespace {

using sqlite::Connection;
using sqlite::Row;

// Ids are never used twice (AUTOINCREMENT), so a lease of a message that is gone cannot fit another one.
// The index holds what take() looks for, in the order it takes it.
constexpr std::array<std::string_view, 1> kMigrations{R"sql(
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  body TEXT NOT NULL,
  put_at INTEGER NOT NULL,
  visible_at INTEGER NOT NULL,
  delivery INTEGER NOT NULL DEFAULT 0,
  token TEXT
);
CREATE INDEX messages_by_visibility ON messages (queue, visible_at, id);
CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY,
  queue TEXT NOT NULL,
  body TEXT NOT NULL,
  delivery INTEGER NOT NULL,
  reason TEXT NOT NULL,
  buried_at INTEGER NOT NULL
);
CREATE INDEX dead_letters_by_time ON dead_letters (queue, buried_at, id);
)sql"};

constexpr std::int32_t kApplicationId = 0x646d7131;  // "dmq1"

}  // namespace

Result<std::unique_ptr<sqlite::Database>> open_queue_database(std::string path) {
  return sqlite::Database::open(std::move(path), {"queue database", kApplicationId, kMigrations});
}

SqliteQueue::SqliteQueue(sqlite::Database& database, std::string name, const Clock& clock, SqliteQueueOptions options)
    : database_(database), name_(std::move(name)), clock_(clock), options_(options) {}

Async<Result<void>> SqliteQueue::put(std::string body, std::chrono::seconds delay) {
  if (auto fits = check_body(body); !fits) co_return Failed(fits.error());
  if (auto fits = check_delay(delay); !fits) co_return Failed(fits.error());
  auto work = [&](Connection& connection) -> Result<void> {
    const auto now = clock_.now();
    auto added =
        connection.change("INSERT INTO messages (queue, body, put_at, visible_at) VALUES (?, ?, ?, ?)", {name_, body, now, now + delay});
    return added.map([](auto) {});
  };
  auto done = co_await database_.write(work);
  if (done) arrivals_.notify();
  co_return done;
}

Async<Result<std::optional<Lease>>> SqliteQueue::take(std::chrono::seconds visible_for) {
  if (auto fits = check_lease_time(visible_for); !fits) co_return Failed(fits.error());
  auto work = [&](Connection& connection) {
    const auto now = clock_.now();
    return connection.first(R"sql(
UPDATE messages SET delivery = delivery + 1, visible_at = ?, token = (delivery + 1) || '.' || ?
WHERE id = (SELECT id FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT 1)
RETURNING id, token, body, delivery, put_at, visible_at)sql",
                            {now + visible_for, new_nonce(), name_, now}, read_lease);
  };
  co_return co_await database_.write_soon(work);
}

Async<Result<Lease>> SqliteQueue::extend(Lease lease, std::chrono::seconds visible_for) {
  if (auto fits = check_lease_time(visible_for); !fits) co_return Failed(fits.error());
  auto work = [&](Connection& connection) -> Result<Lease> {
    auto extended = connection.first(R"sql(
UPDATE messages SET visible_at = ?, token = delivery || '.' || ? WHERE id = ? AND queue = ? AND token = ?
RETURNING id, token, body, delivery, put_at, visible_at)sql",
                                     {clock_.now() + visible_for, new_nonce(), row_id(lease.message_id), name_, lease.token}, read_lease);
    if (!extended) return Failed(extended.error());
    if (!*extended) return Failed(lease_lost());
    return **std::move(extended);
  };
  co_return co_await database_.write_soon(work);
}

Async<Result<void>> SqliteQueue::ack(Lease lease) {
  auto work = [&](Connection& connection) {
    return only_with_lease(
        connection.change("DELETE FROM messages WHERE id = ? AND queue = ? AND token = ?", {row_id(lease.message_id), name_, lease.token}));
  };
  co_return co_await database_.write_soon(work);
}

Async<Result<void>> SqliteQueue::release(Lease lease, std::chrono::seconds delay) {
  if (auto fits = check_delay(delay); !fits) co_return Failed(fits.error());
  auto work = [&](Connection& connection) {
    return only_with_lease(connection.change("UPDATE messages SET visible_at = ?, token = NULL WHERE id = ? AND queue = ? AND token = ?",
                                             {clock_.now() + delay, row_id(lease.message_id), name_, lease.token}));
  };
  auto done = co_await database_.write(work);
  if (done) arrivals_.notify();
  co_return done;
}

Async<Result<void>> SqliteQueue::bury(Lease lease, std::string reason) {
  auto work = [&](Connection& connection) -> Result<void> {
    const auto id = row_id(lease.message_id);
    auto copied = only_with_lease(connection.change(R"sql(
INSERT INTO dead_letters (id, queue, body, delivery, reason, buried_at)
SELECT id, queue, body, delivery, ?, ? FROM messages WHERE id = ? AND queue = ? AND token = ?)sql",
                                                    {reason, clock_.now(), id, name_, lease.token}));
    if (!copied) return copied;
    return connection.change("DELETE FROM messages WHERE id = ?", {id}).map([](auto) {});
  };
  co_return co_await database_.write(work);
}

Async<Result<DeadLetters>> SqliteQueue::dead_letters(std::size_t limit) {
  auto work = [&](Connection& connection) -> Result<DeadLetters> {
    auto shown =
        connection.rows("SELECT id, body, delivery, reason, buried_at FROM dead_letters WHERE queue = ? ORDER BY buried_at, id LIMIT ?",
                        {name_, std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max())}, read_dead_letter);
    if (!shown) return Failed(shown.error());
    const auto total =
        connection.first("SELECT count(*) FROM dead_letters WHERE queue = ?", {name_}, [](const Row& row) { return row.count(0); });
    if (!total) return Failed(total.error());
    return DeadLetters{.shown = *std::move(shown), .total = total->value_or(0)};
  };
  co_return co_await database_.read(work);
}

Async<Result<void>> SqliteQueue::requeue(std::string message_id) {
  auto work = [&](Connection& connection) -> Result<void> {
    const auto id = row_id(message_id);
    const auto now = clock_.now();
    const auto copied = connection.change(R"sql(
INSERT INTO messages (id, queue, body, put_at, visible_at)
SELECT id, queue, body, ?, ? FROM dead_letters WHERE id = ? AND queue = ?)sql",
                                          {now, now, id, name_});
    if (!copied) return Failed(copied.error());
    if (*copied == 0) return Failed(fail(ErrorCode::NotFound, "There is no such dead letter."));
    return connection.change("DELETE FROM dead_letters WHERE id = ?", {id}).map([](auto) {});
  };
  auto done = co_await database_.write(work);
  if (done) arrivals_.notify();
  co_return done;
}

Async<Result<QueueStats>> SqliteQueue::stats() {
  auto work = [&](Connection& connection) -> Result<QueueStats> {
    const auto now = clock_.now();
    const auto counted = connection.first(R"sql(
SELECT count(*) FILTER (WHERE visible_at <= ?1), count(*) FILTER (WHERE visible_at > ?1),
       min(put_at) FILTER (WHERE visible_at <= ?1), (SELECT count(*) FROM dead_letters WHERE queue = ?2)
FROM messages WHERE queue = ?2)sql",
                                          {now, name_}, [&](const Row& row) {
                                            QueueStats stats;
                                            stats.waiting = row.count(0);
                                            stats.delayed = row.count(1);
                                            stats.oldest_age = now - row.maybe_moment(2).value_or(now);
                                            stats.dead = row.count(3);
                                            return stats;
                                          });
    if (!counted) return Failed(counted.error());
    return counted->value_or(QueueStats{});
  };
  co_return co_await database_.read(work);
}

// When to look again if nobody notifies: now when a message is visible.
Async<Deadline> SqliteQueue::next_look(Deadline until) {
  auto work = [&](Connection& connection) {
    return connection.first("SELECT visible_at FROM messages WHERE queue = ? ORDER BY visible_at LIMIT 1", {name_},
                            [](const Row& row) { return row.moment(0); });
  };
  const auto next = co_await database_.read(work);
  if (!next) {
    // The taker will meet the same trouble and report it; a broken database must not make it spin.
    log::failure("queue.wait_failed", next.error());
    co_return until.earlier(Deadline::in(std::chrono::seconds{1}));
  }
  if (options_.look_every.count() > 0) until = until.earlier(Deadline::in(options_.look_every));
  if (!*next) co_return until;
  const auto left = **next - clock_.now();
  co_return left.count() <= 0 ? Deadline::in({}) : until.earlier(Deadline::in(left));
}

Async<void> SqliteQueue::wait(Deadline until) {
  const auto seen = arrivals_.count();
  while (!until.passed()) {
    const auto look = co_await next_look(until);
    if (look.passed()) co_return;
    if (co_await arrivals_.wait(seen, look)) co_return;
  }
}

}  // namespace docmill::queue
