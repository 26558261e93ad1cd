#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/secret.h"

namespace docmill::crypto {

/// What a result link allows: reading one output of one job until a moment.
struct LinkClaims {
  TenantId tenant;
  JobId job;
  std::uint32_t output = 0;
  Timestamp expires_at;
};

/// A URL-safe token (base64url) that carries the claims and an HMAC-SHA256 over them.
std::string sign_link(const Secret& key, const LinkClaims& claims);

/// Errors: NotFound (malformed or tampered: the two look alike from outside), Gone (genuine, but expired at `now`).
Result<LinkClaims> verify_link(const Secret& key, std::string_view token, Timestamp now);

}  // namespace docmill::crypto
