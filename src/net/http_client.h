#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/async.h"
#include "base/result.h"
#include "base/units.h"
#include "net/http.h"

namespace docmill::net {

struct HttpClientOptions {
  std::string ca_file{};  // PEM of the authorities to believe; empty: the system's
  std::chrono::milliseconds connect_timeout{5'000};
  long max_connections = 64;      // open at once to one host; more requests wait for one to be free
  std::uint64_t kept_alive = 16;  // idle connections kept for the next request
};

struct HttpCall {
  std::string method = "GET";
  std::string url{};
  Headers headers{};
  std::string body{};
  std::uint64_t max_bytes = 32 * kMiB;        // of the answer's body
  std::chrono::milliseconds timeout{30'000};  // in all
};

struct HttpAnswer {
  int status = 0;
  Headers headers{};
  std::string body{};
  /// It was sent more than once: what is answered can be the trace of our own first request.
  bool repeated = false;
};

/// Speaks HTTP and HTTPS to the services an operator chose (storage accounts, identity endpoints): requests and answers that fit
/// in memory, over connections that are kept. Addresses customers name go through net::Egress instead, which guards them.
/// Redirects are answers, not followed; proxies from the environment, netrc and cookies are off. Certificates are always
/// verified. One thread serves any number of requests (libcurl's multi interface). Thread-safe.
class HttpClient {
 public:
  explicit HttpClient(HttpClientOptions options = {});
  /// Ends what is under way: its callers get Unavailable. Destroy it before its callers' executors.
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Performs the request; any HTTP status is an answer. Not cancelled by cancelling the caller: the timeout bounds it.
  /// libcurl sends it again, by itself, when a kept connection ends before the first byte of an answer: see `repeated`.
  /// Errors: Unavailable (no connection, TLS, timeout, cut off; the cause says which. Whether the server acted is unknown),
  /// PayloadTooLarge (the answer is longer than `max_bytes`).
  Async<Result<HttpAnswer>> perform(HttpCall call);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace docmill::net
