#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "queue/queue.h"
#include "sql/connection.h"

/// What the queues that are tables have in common: how a row is read, and what tells that a lease is lost.
namespace docmill::queue {

/// The random half of a token; the statement puts the delivery number before it. Unique even when two processes race.
std::string new_nonce();

/// 0, which no row has, for what we never gave out.
std::int64_t row_id(std::string_view message_id);

/// Columns: id, token, body, delivery, put_at, visible_at.
Lease read_lease(const sql::Row& row);

/// Columns: id, body, delivery, reason, buried_at.
DeadLetter read_dead_letter(const sql::Row& row);

/// For statements that name a message by id and token: one row changed, or the lease is lost.
Result<void> only_with_lease(const Result<std::int64_t>& changed);

}  // namespace docmill::queue
