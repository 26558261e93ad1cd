#pragma once
#include <cstddef>
#include <string>

#include "azure/request.h"
#include "base/secret.h"

namespace docmill::azure {

/// What a Shared Key signature covers.
struct SignedParts {
  std::string method{};
  std::string url_path{};  // as it is sent: percent-encoded, with the account in front where the URL has it there (Azurite)
  net::Query query{};      // not percent-encoded
  net::Headers headers{};
  std::size_t content_length = 0;
};

/// The text that is signed for the blob and queue services, version 2015-02-21 and later.
/// Source: learn.microsoft.com "Authorize with Shared Key". The order of the x-ms- headers is the one of Microsoft's own
/// clients, which imitate the service: hyphens count only between names that are otherwise alike.
std::string string_to_sign(const std::string& account, const SignedParts& parts);

/// The value of the Authorization header. `key` is the account key, raw bytes.
std::string shared_key_authorization(const std::string& account, const Secret& key, const SignedParts& parts);

}  // namespace docmill::azure
