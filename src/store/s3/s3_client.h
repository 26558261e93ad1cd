#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/async.h"
#include "base/clock.h"
#include "base/pool.h"
#include "base/result.h"
#include "base/units.h"
#include "net/http_client.h"
#include "net/percent.h"
#include "net/retry.h"
#include "store/s3/signature.h"

namespace docmill::store::s3 {

struct S3Options {
  std::string bucket{};
  std::string endpoint{};  // "https://HOST[:PORT]"; empty: Amazon's for the region
  std::string region{"us-east-1"};
  Credentials credentials{};
  bool virtual_hosted = false;  // https://BUCKET.HOST/key instead of https://HOST/BUCKET/key
  net::RetryOptions retry{.tries = 5, .first_delay = std::chrono::milliseconds(200)};
  std::size_t part_bytes = 8 * kMiB;  // of a multipart upload; S3 wants at least 5 MiB of all but the last
};

/// One call about an object of the bucket, or about the bucket itself when `key` is empty.
struct S3Request {
  std::string method = "GET";
  std::string key{};
  net::Query query{};
  net::Headers headers{};
  std::string body{};
  std::uint64_t max_bytes = 8 * kMiB;  // of the answer's body
  unsigned tries = 0;                  // instead of the client's; 0: the client's
};

struct S3Answer {
  int status = 0;
  net::Headers headers{};
  std::string body{};

  bool ok() const { return status >= 200 && status < 300; }
};

/// Speaks to one bucket of an S3-compatible store: requests are signed (Signature Version 4), tried again when that can help, and
/// answered. A 412 or a 404 can be the trace of an earlier try whose answer was lost. Thread-safe.
class S3Client {
 public:
  /// Borrows all but the options. `pool` computes the digests of large bodies. Errors: BadRequest, for an operator: what is wrong
  /// with the endpoint, the bucket's name or the credentials.
  static Result<S3Client> open(net::HttpClient& http, Pool& pool, S3Options options);

  /// Performs the request. What can be transient (no connection, 408, 429, 500, 502, 503, 504, two writers in each other's way) is
  /// tried again with growing pauses; any other status is an answer, see s3_error().
  /// Errors: Unavailable (the tries are used up; whether the store acted is unknown), PayloadTooLarge (the answer is longer than
  /// `max_bytes`).
  Async<Result<S3Answer>> perform(S3Request request);

  const S3Options& options() const { return options_; }

 private:
  S3Client(net::HttpClient& http, Pool& pool, S3Options options, std::string scheme, std::string host);
  net::HttpCall call_of(const S3Request& request, std::string_view payload_sha256) const;

  net::HttpClient& http_;
  Pool& pool_;
  S3Options options_;
  std::string scheme_;  // "https://"
  std::string host_;    // as the Host header has it
  std::string base_;    // path before the key: "/bucket/", or "/"
};

/// S3's own name for what went wrong ("NoSuchKey"), from the answer's body; "" when it gave none.
std::string s3_code(const S3Answer& answer);

/// An answer nobody expected as an Error. 401 and 403, and 400 for an expired token: PermissionDenied; 404: NotFound, but
/// Unavailable when the bucket is missing; 507: StorageFull; 408, 409, 429, 5xx: Unavailable; anything else: Internal (a request the
/// store does not understand is our bug, or its). The cause holds status, code and request id, never the body.
Error s3_error(const S3Answer& answer, std::string_view doing);

}  // namespace docmill::store::s3
