#include "queue/sql_rows.h"

#include <charconv>

#include "base/ids.h"
#include "queue/lease_lost.h"

namespace docmill::queue {

std::string new_nonce() {
  return base32(random_bytes(10));
}

std::int64_t row_id(std::string_view message_id) {
  std::int64_t id = 0;
  const auto* end = message_id.data() + message_id.size();
  const auto [rest, error] = std::from_chars(message_id.data(), end, id);
  return error == std::errc{} && rest == end ? id : 0;
}

Lease read_lease(const sql::Row& row) {
  Lease lease;
  lease.message_id = std::to_string(row.integer(0));
  lease.token = row.text(1);
  lease.body = row.text(2);
  lease.delivery = row.count32(3);
  lease.put_at = row.moment(4);
  lease.ends_at = row.moment(5);
  return lease;
}

DeadLetter read_dead_letter(const sql::Row& row) {
  DeadLetter letter;
  letter.message_id = std::to_string(row.integer(0));
  letter.body = row.text(1);
  letter.delivery = row.count32(2);
  letter.reason = row.text(3);
  letter.buried_at = row.moment(4);
  return letter;
}

Result<void> only_with_lease(const Result<std::int64_t>& changed) {
  if (!changed) return Failed(changed.error());
  if (*changed == 0) return Failed(lease_lost());
  return {};
}

}  // namespace docmill::queue
