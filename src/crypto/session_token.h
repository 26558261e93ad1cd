#pragma once
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/secret.h"

namespace docmill::crypto {

/// Who signed in, and until when that holds. Nothing is stored: every process with the same key accepts it.
struct SessionClaims {
  KeyId key;  // the API key that was presented; it is looked up again at each use
  Timestamp expires_at;
};

/// What the session cookie holds: "1.<key id>.<expiry in ms>.<HMAC-SHA256, base64url>". Safe in a cookie as it is.
std::string sign_session(const Secret& key, const SessionClaims& claims);

/// Errors: Unauthenticated (malformed, tampered or signed with another key: all look alike; or expired, which is said).
Result<SessionClaims> verify_session(const Secret& key, std::string_view token, Timestamp now);

/// What a page must send beside the cookie to change anything: known to those who could read the session's answer, and useless with
/// another session.
std::string session_csrf(const Secret& key, std::string_view token);

}  // namespace docmill::crypto
