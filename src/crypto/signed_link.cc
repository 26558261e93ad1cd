#include "crypto/signed_link.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "crypto/base64url.h"
#include "crypto/digest.h"

namespace docmill::crypto {
namespace {

// Token = base64url("1.<tenant>.<job>.<output>.<expires ms>" + 32 bytes of HMAC). Ids have no '.'.
constexpr std::size_t kMacBytes = 32;
// Keeps these signatures apart from anything else a key of the same purpose might ever sign.
constexpr std::string_view kDomain = "docmill result link\n";

std::string mac_of(const Secret& key, std::string_view claims) {
  return hmac_sha256(key, std::string(kDomain).append(claims));
}

std::string_view next_part(std::string_view& rest) {
  const auto dot = rest.find('.');
  const auto part = rest.substr(0, dot);
  rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
  return part;
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<LinkClaims> parse_claims(std::string_view text) {
  const auto version = next_part(text);
  const auto tenant = TenantId::parse(next_part(text));
  const auto job = JobId::parse(next_part(text));
  const auto output = number<std::uint32_t>(next_part(text));
  const auto expires = number<std::int64_t>(next_part(text));
  if (version != "1" || !tenant || !job || !output || !expires || !text.empty()) return std::nullopt;
  return LinkClaims{.tenant = *tenant, .job = *job, .output = *output, .expires_at = Timestamp(std::chrono::milliseconds(*expires))};
}

std::optional<LinkClaims> genuine(const Secret& key, std::string_view token) {
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() <= kMacBytes) return std::nullopt;
  const std::string_view claims = std::string_view(*bytes).substr(0, bytes->size() - kMacBytes);
  const std::string_view mac = std::string_view(*bytes).substr(claims.size());
  if (!equal_in_constant_time(mac_of(key, claims), mac)) return std::nullopt;
  return parse_claims(claims);
}

}  // namespace

std::string sign_link(const Secret& key, const LinkClaims& claims) {
  auto text =
      fmt::format("1.{}.{}.{}.{}", claims.tenant.text(), claims.job.text(), claims.output, claims.expires_at.time_since_epoch().count());
  return to_base64url(text.append(mac_of(key, text)));
}

Result<LinkClaims> verify_link(const Secret& key, std::string_view token, Timestamp now) {
  auto claims = genuine(key, token);
  if (!claims) return Failed(fail(ErrorCode::NotFound, "There is no result at this link."));
  if (now >= claims->expires_at) return Failed(fail(ErrorCode::Gone, "This link has expired."));
  return *std::move(claims);
}

}  // namespace docmill::crypto
