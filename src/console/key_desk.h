#pragma once
#include <string>

#include "accounts/accounts.h"
#include "base/async.h"
#include "base/clock.h"
#include "model/account.h"
#include "net/http.h"

namespace docmill::console {

/// The API keys of a tenant: listed, made, revoked. With the scope admin those of any tenant, which the query names: ?tenant=.
class KeyDesk {
 public:
  /// Both borrowed.
  KeyDesk(accounts::Accounts& accounts, const Clock& clock) : accounts_(accounts), clock_(clock) {}

  /// Errors: PermissionDenied (another tenant's, without the scope).
  Async<Result<net::Response>> list(const net::Request& request, model::Principal principal);
  /// 201 with the key's text, which is told this once. Errors: BadRequest (says what is wrong), PermissionDenied (a scope that its maker
  /// has not), Conflict (too many), NotFound (no such tenant).
  Async<Result<net::Response>> make(const net::Request& request, net::Body& body, model::Principal principal);
  /// Revoking twice is fine. Errors: NotFound.
  Async<Result<net::Response>> revoke(model::Principal principal, std::string_view id);

 private:
  accounts::Accounts& accounts_;
  const Clock& clock_;
};

}  // namespace docmill::console
