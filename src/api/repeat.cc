#include "api/repeat.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/digest.h"

namespace docmill::api {

JobId repeat_id(const Secret& key, const TenantId& tenant, std::string_view idempotency_key, std::uint32_t generation) {
  // Tenant ids hold no '|', so the parts cannot run into each other.
  const auto text = fmt::format("{}|{}|{}", tenant.text(), generation, idempotency_key);
  return JobId::trusted(base32(crypto::hmac_sha256(key, text)).substr(0, 26));
}

Result<void> check_idempotency_key(std::string_view key) {
  const bool printable = std::ranges::all_of(key, [](char c) { return c >= 0x20 && c < 0x7F; });
  if (!key.empty() && key.size() <= 255 && printable) return {};
  return Failed(fail(ErrorCode::BadRequest, "Idempotency-Key: send 1 to 255 printable ASCII characters.").in(Phase::Door));
}

}  // namespace docmill::api
