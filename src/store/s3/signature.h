#pragma once
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"
#include "net/http.h"
#include "net/percent.h"

namespace docmill::store::s3 {

/// An access key. `session_token` is empty for a key that does not expire.
struct Credentials {
  std::string id{};
  Secret secret{};
  Secret session_token{};
};

/// A request as it is signed: `path` is percent-encoded, `query` is not, `payload_sha256` is hex.
struct Unsigned {
  std::string_view method;
  std::string_view host;
  std::string_view path;
  const net::Query& query;
  std::string_view payload_sha256;
};

/// "name=value&name=value", percent-encoded and sorted by name, which the signature wants.
std::string canonical_query(const net::Query& query);

/// Adds x-amz-date, x-amz-content-sha256, x-amz-security-token and Authorization to `headers`; all that is there is signed too.
/// Source: Amazon S3 API reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
void sign(const Unsigned& request, net::Headers& headers, const Credentials& credentials, std::string_view region, Timestamp now);

}  // namespace docmill::store::s3
