#pragma once
#include <memory>
#include <string>

#include "base/async.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/http_client.h"
#include "net/retry.h"

namespace docmill::azure {

/// Where the machine's managed identity hands out tokens.
struct IdentityOptions {
  /// Virtual machines and Kubernetes nodes: the instance metadata service.
  std::string endpoint = "http://169.254.169.254/metadata/identity/oauth2/token";
  /// Set on App Service and Container Apps, whose endpoint wants it; empty: the instance metadata service is asked.
  Secret header{};
  /// Which user-assigned identity; empty: the machine's only one.
  std::string client_id{};
  net::RetryOptions retry{.tries = 5, .first_delay = std::chrono::milliseconds{400}, .total = std::chrono::milliseconds{30'000}};

  /// From IDENTITY_ENDPOINT, IDENTITY_HEADER and AZURE_CLIENT_ID, which Azure sets.
  static IdentityOptions from_environment();
};

/// Tokens of a managed identity for Azure Storage. One is kept and shared, and renewed in time: from five minutes before its end
/// (or half its life, when that is shorter) one caller fetches the next while the others go on with the old one. Thread-safe.
class TokenSource {
 public:
  /// Borrows `http` and `clock`.
  TokenSource(net::HttpClient& http, const Clock& clock, IdentityOptions options);

  /// Errors: Unavailable (the token endpoint does not answer), PermissionDenied (it gives this machine no token; the cause says
  /// what to do).
  Async<Result<Secret>> token();

  /// Forgets the token: the storage has refused it.
  void forget();

 private:
  struct Token {
    Secret bearer;
    Timestamp renew_at;
    Timestamp ends_at;
  };
  struct State;
  class Turn;

  Async<Result<Token>> fetch();
  net::HttpCall call() const;
  Result<Token> read(const net::HttpAnswer& answer) const;

  net::HttpClient& http_;
  const Clock& clock_;
  IdentityOptions options_;
  std::shared_ptr<State> state_;  // shared with the coroutines that wait for a token: their frames may outlive us
};

}  // namespace docmill::azure
