#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/session_token.h"
#include "net/http.h"

/// The console's session in a request: a cookie in place of an API key. What it may do is what its key may do (Authorizer).
namespace docmill::api {

constexpr std::string_view kSessionCookie = "docmill_session";
constexpr std::string_view kCsrfHeader = "X-Docmill-Csrf";

struct Session {
  std::string token;  // the cookie's value
  crypto::SessionClaims claims;
};

/// The value of the session's cookie; nullopt where the request has none.
std::optional<std::string> session_cookie(const net::Request& request);

/// The session of a request, for what it wants to do: a request that may change something (any but GET and HEAD) must say
/// `X-Docmill-Csrf`, and come from a page of this address when the browser tells where it comes from.
/// `key` signs sessions; `public_url` as in ApiOptions. Errors: Unauthenticated (none, forged, expired), PermissionDenied (from elsewhere).
Result<Session> read_session(const net::Request& request, const Secret& key, std::string_view public_url, Timestamp now);

/// Refuses what a browser says comes from a page of another address (Origin, Sec-Fetch-Site). Requests of other programs pass.
/// Errors: PermissionDenied.
Result<void> check_origin(const net::Request& request, std::string_view public_url);

}  // namespace docmill::api
