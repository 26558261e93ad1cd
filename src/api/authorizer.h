#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "accounts/accounts.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/account.h"
#include "net/http.h"

namespace docmill::api {

/// What turns a cookie into a principal; both borrowed. Without it only API keys do.
struct SessionRules {
  const Secret& key;              // signs sessions
  const std::string& public_url;  // as in ApiOptions
};

/// Turns an Authorization header, or the console's session, into a principal. Found keys are believed for `key_lifetime`, so that a busy
/// client costs one database read every few seconds and a revoked key stops working within that time. Unknown keys are asked for every
/// time: a new key works at once. Used from one strand.
class Authorizer {
 public:
  /// `accounts` and `clock` are borrowed.
  Authorizer(accounts::Accounts& accounts, const Clock& clock, std::chrono::milliseconds key_lifetime,
             std::optional<SessionRules> sessions = {});

  /// Who sends this request: by its API key, else by its session. Errors: Unauthenticated (missing, malformed, unknown, wrong, revoked or
  /// expired: all but the first two sound alike), PermissionDenied (a session's request that may come from another site), Unavailable.
  Async<Result<model::Principal>> identify(const net::Request& request);
  /// The same, if it may do this. Errors: PermissionDenied also when the key lacks `scope`.
  Async<Result<model::Principal>> authorize(const net::Request& request, model::Scope scope);

 private:
  struct Known {
    model::ApiKey key;
    Timestamp read_at;
  };

  Async<Result<model::Principal>> of_key(std::string_view authorization);
  Async<Result<model::Principal>> of_session(const net::Request& request);
  Async<Result<model::ApiKey>> find_valid(KeyId id);
  Async<Result<model::ApiKey>> find(KeyId id);
  void remember(const model::ApiKey& key, Timestamp now);

  accounts::Accounts& accounts_;
  const Clock& clock_;
  std::chrono::milliseconds key_lifetime_;
  std::optional<SessionRules> sessions_;
  std::unordered_map<KeyId, Known> known_;
};

}  // namespace docmill::api
