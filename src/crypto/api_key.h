#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/secret.h"

namespace docmill::crypto {

/// A freshly made key. `text` is shown once: "dm_<id>_<secret>", 12 and 43 characters, safe in headers.
struct NewApiKey {
  KeyId id;
  Secret text;
  std::string secret_hash;  // what is stored: "sha256:<hex>"; the secret has 256 random bits, so no slow hash is needed
};

NewApiKey make_api_key();

struct PresentedKey {
  KeyId id;
  Secret secret;
};

/// Splits what a caller presented, raw or after "Bearer ". nullopt when it cannot be a key of ours.
std::optional<PresentedKey> parse_api_key(std::string_view authorization);

/// In constant time.
bool matches(const PresentedKey& presented, std::string_view secret_hash);

}  // namespace docmill::crypto
