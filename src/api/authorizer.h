#pragma once
#include <chrono>
#include <string_view>
#include <unordered_map>

#include "accounts/accounts.h"
#include "base/async.h"
#include "base/clock.h"
#include "base/result.h"
#include "model/account.h"

namespace docmill::api {

/// Turns an Authorization header into a principal. Found keys are believed for `key_lifetime`, so that a busy client costs one
/// database read every few seconds and a revoked key stops working within that time. Unknown keys are asked for every time: a
/// new key works at once. Used from one strand.
class Authorizer {
 public:
  /// Both borrowed.
  Authorizer(accounts::Accounts& accounts, const Clock& clock, std::chrono::milliseconds key_lifetime);

  /// Errors: Unauthenticated (missing, malformed, unknown, wrong, revoked or expired: all but the first two sound alike),
  /// PermissionDenied (the key lacks `scope`), Unavailable.
  Async<Result<model::Principal>> authorize(std::string_view authorization, model::Scope scope);

 private:
  struct Known {
    model::ApiKey key;
    Timestamp read_at;
  };

  Async<Result<model::ApiKey>> find(KeyId id);
  void remember(const model::ApiKey& key, Timestamp now);

  accounts::Accounts& accounts_;
  const Clock& clock_;
  std::chrono::milliseconds key_lifetime_;
  std::unordered_map<KeyId, Known> known_;
};

}  // namespace docmill::api
