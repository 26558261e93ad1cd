#include "crypto/callback.h"

#include <fmt/format.h>

#include "crypto/digest.h"

namespace docmill::crypto {

Secret callback_secret(const Secret& house_key, const TenantId& tenant) {
  return Secret("cb_" + to_hex(hmac_sha256(house_key, "callbacks of " + tenant.text())));
}

std::string sign_callback(const Secret& secret, std::string_view timestamp, std::string_view body) {
  return "v1=" + to_hex(hmac_sha256(secret, fmt::format("{}.{}", timestamp, body)));
}

}  // namespace docmill::crypto
