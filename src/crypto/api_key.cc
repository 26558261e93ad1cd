#include "crypto/api_key.h"

#include <algorithm>

#include "base/small_letters.h"
#include "crypto/base64url.h"
#include "crypto/digest.h"

namespace docmill::crypto {
namespace {

constexpr std::string_view kPrefix = "dm_";
constexpr std::size_t kIdLength = 12;
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kSecretLength = 43;
constexpr std::size_t kKeyLength = kPrefix.size() + kIdLength + 1 + kSecretLength;

std::string hash_of(std::string_view secret) {
  return "sha256:" + sha256_hex(secret);
}

// The scheme is case-insensitive and may be followed by several spaces (RFC 9110 §11.1, §11.4).
std::string_view without_scheme(std::string_view text) {
  constexpr std::string_view kScheme = "bearer ";
  const auto same = [](char a, char b) { return small_letter(a) == b; };
  if (text.size() > kScheme.size() && std::ranges::equal(text.substr(0, kScheme.size()), kScheme, same)) {
    text.remove_prefix(kScheme.size());
  }
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

NewApiKey make_api_key() {
  const auto id = new_key_id();
  const auto secret = to_base64url(random_bytes(kSecretBytes));
  return {.id = id, .text = Secret(std::string(kPrefix) + id.text() + "_" + secret), .secret_hash = hash_of(secret)};
}

std::optional<PresentedKey> parse_api_key(std::string_view authorization) {
  // Fixed places, not separators: the secret itself may contain '_'.
  const auto text = without_scheme(authorization);
  if (text.size() != kKeyLength || !text.starts_with(kPrefix) || text[kPrefix.size() + kIdLength] != '_') return std::nullopt;
  auto id = KeyId::parse(text.substr(kPrefix.size(), kIdLength));
  const auto secret = text.substr(kKeyLength - kSecretLength);
  if (!id || !from_base64url(secret)) return std::nullopt;
  return PresentedKey{.id = *std::move(id), .secret = Secret(std::string(secret))};
}

bool matches(const PresentedKey& presented, std::string_view secret_hash) {
  return equal_in_constant_time(hash_of(presented.secret.reveal()), secret_hash);
}

}  // namespace docmill::crypto
