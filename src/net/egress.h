#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.h"
#include "base/pool.h"
#include "base/result.h"

namespace docmill::net {

/// Who may be reached. Private, loopback, link-local, multicast, carrier-grade NAT, metadata and reserved ranges are
/// refused for IPv4, IPv6 and every IPv4-in-IPv6 form, after resolution, on the address the socket really connects to,
/// on every redirect.
struct EgressPolicy {
  std::vector<std::string> allow{};  // CIDR ranges allowed in spite of that ("127.0.0.1/32" in tests)
  int max_redirects = 5;
  std::chrono::milliseconds connect_timeout{5'000};
};

struct EgressRequest {
  std::string method = "GET";
  std::string url{};
  std::vector<std::string> headers{};         // "Name: value"
  std::string body{};                         // for POST
  std::uint64_t max_bytes = 100'000'000;      // of the answer
  std::chrono::milliseconds timeout{30'000};  // in all, redirects included
  bool follow_redirects = true;
};

struct EgressAnswer {
  int status = 0;
  std::string content_type{};
  std::string charset{};   // of the content type, in small letters; empty when it has none
  std::string url{};       // where the redirects ended
  std::string filename{};  // from Content-Disposition, else the URL's last part; may be empty
};

/// Everything Docmill itself fetches or posts goes through here (libcurl on a pool of its own). Proxies from the
/// environment, netrc, cookies and schemes other than http and https are off.
class Egress {
 public:
  Egress(EgressPolicy policy, std::size_t threads);
  ~Egress();

  /// Performs the request; `sink` gets the body in pieces on a pool thread and returns false to stop.
  /// Errors: FetchRefused (scheme, address or redirect not allowed: the message says which rule), FetchFailed (no
  /// connection, TLS, timeout or an HTTP status of 400 or more on GET), PayloadTooLarge, Cancelled (the sink stopped it).
  Async<Result<EgressAnswer>> perform(EgressRequest request, std::function<bool(std::string_view)> sink);

 private:
  EgressPolicy policy_;
  Pool pool_;
};

/// Checks what can be checked before resolving: http or https, a host, no credentials, at most 2,048 bytes.
/// Errors: FetchRefused.
Result<void> check_url(std::string_view url);

/// True when policy lets a connection to this address (text form, v4 or v6) through.
bool address_allowed(std::string_view address, const EgressPolicy& policy);

}  // namespace docmill::net
