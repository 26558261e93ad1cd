#include "crypto/session_token.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "crypto/base64url.h"
#include "crypto/digest.h"

namespace docmill::crypto {
namespace {

// Neither signature can stand for the other, nor for anything else that might be signed with this key.
constexpr std::string_view kSessionDomain = "docmill console session\n";
constexpr std::string_view kCsrfDomain = "docmill console csrf\n";
constexpr std::size_t kLongestToken = 256;

std::string session_mac(const Secret& key, std::string_view domain, std::string_view text) {
  return to_base64url(hmac_sha256(key, std::string(domain).append(text)));
}

std::optional<SessionClaims> session_claims(std::string_view text) {
  const auto dot = text.find('.', 2);
  if (!text.starts_with("1.") || dot == std::string_view::npos) return std::nullopt;
  const auto key = KeyId::parse(text.substr(2, dot - 2));
  const auto digits = text.substr(dot + 1);
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ms);
  if (!key || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return SessionClaims{.key = *key, .expires_at = Timestamp(std::chrono::milliseconds(ms))};
}

Error signed_out(std::string message) {
  return fail(ErrorCode::Unauthenticated, std::move(message)).in(Phase::Door);
}

}  // namespace

std::string sign_session(const Secret& key, const SessionClaims& claims) {
  auto text = fmt::format("1.{}.{}", claims.key.text(), claims.expires_at.time_since_epoch().count());
  const auto mac = session_mac(key, kSessionDomain, text);
  return std::move(text) + "." + mac;
}

Result<SessionClaims> verify_session(const Secret& key, std::string_view token, Timestamp now) {
  const auto dot = token.size() > kLongestToken ? std::string_view::npos : token.rfind('.');
  const auto text = token.substr(0, dot);
  const bool genuine =
      dot != std::string_view::npos && equal_in_constant_time(session_mac(key, kSessionDomain, text), token.substr(dot + 1));
  const auto claims = genuine ? session_claims(text) : std::nullopt;
  if (!claims) return Failed(signed_out("This session is not valid. Sign in again."));
  if (now >= claims->expires_at) return Failed(signed_out("This session has expired. Sign in again."));
  return *claims;
}

std::string session_csrf(const Secret& key, std::string_view token) {
  return session_mac(key, kCsrfDomain, token);
}

}  // namespace docmill::crypto
