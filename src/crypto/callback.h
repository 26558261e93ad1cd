#pragma once
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/secret.h"

namespace docmill::crypto {

/// What one tenant checks its callbacks with: "cb_<64 hex>". Derived, so it needs no place to be kept, and of no use to forge the
/// callbacks of another tenant.
Secret callback_secret(const Secret& house_key, const TenantId& tenant);

/// The value of X-Docmill-Signature: "v1=<hex>", an HMAC-SHA256 with the secret's text over "<timestamp>.<body>".
std::string sign_callback(const Secret& secret, std::string_view timestamp, std::string_view body);

}  // namespace docmill::crypto
