#pragma once
#include <chrono>
#include <string>

#include "accounts/accounts.h"
#include "api/rate_limit.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/secret.h"
#include "net/http.h"

namespace docmill::console {

/// All borrowed.
struct SessionParts {
  accounts::Accounts& accounts;
  const Clock& clock;
  Metrics& metrics;
  const Secret& key;
  const std::string& version;
  const std::string& public_url;
  std::chrono::milliseconds lifetime;
  std::uint64_t tries;  // a minute and address
};

/// Signs people in and out: an API key that may use the console becomes a cookie.
class SessionDesk {
 public:
  explicit SessionDesk(SessionParts parts);

  /// POST, GET, DELETE of /console/api/session.
  Async<net::Response> answer(const net::Request& request, net::Body& body);

 private:
  Async<Result<net::Response>> sign_in(const net::Request& request, net::Body& body);
  Async<Result<net::Response>> show(const net::Request& request);
  Result<net::Response> sign_out(const net::Request& request) const;
  Async<Result<model::ApiKey>> key_of(std::string text);
  Async<Result<net::Response>> described(model::ApiKey key, std::string token, Timestamp until);
  std::string cookie(const net::Request& request, std::string_view token, std::chrono::milliseconds lifetime) const;

  SessionParts parts_;
  api::RateLimit tries_;
};

/// Who counts as one in the limit of sign-ins: the address of the peer, or, where that is a proxy of this house (loopback or a private
/// address), the one it says it speaks for. Of an IPv6 address the first 64 bits, which one customer of a provider has for himself.
std::string who_asks(const net::Request& request);

}  // namespace docmill::console
