#include "api/authorizer.h"

#include <utility>

#include "api/session.h"
#include "crypto/api_key.h"

namespace docmill::api {
namespace {

// Enough for every key in daily use on one machine; beyond it the cache starts anew rather than grow.
constexpr std::size_t kMostKnown = 4096;

Error refused(std::string message) {
  return fail(ErrorCode::Unauthenticated, std::move(message)).in(Phase::Door);
}

Error not_valid() {
  return refused("The API key is not valid. Check it, or ask for a new one.");
}

model::Principal principal_of(model::ApiKey key) {
  return {.tenant = std::move(key.tenant), .key = std::move(key.id), .scopes = std::move(key.scopes)};
}

Result<model::Principal> allowed(Result<model::Principal> principal, model::Scope scope) {
  if (!principal || principal->may(scope)) return principal;
  return Failed(fail(ErrorCode::PermissionDenied, "This API key may not do this; use one with the right scope.").in(Phase::Door));
}

}  // namespace

Authorizer::Authorizer(accounts::Accounts& accounts, const Clock& clock, std::chrono::milliseconds key_lifetime,
                       std::optional<SessionRules> sessions)
    : accounts_(accounts), clock_(clock), key_lifetime_(key_lifetime), sessions_(sessions) {}

Async<Result<model::Principal>> Authorizer::authorize(const net::Request& request, model::Scope scope) {
  co_return allowed(co_await identify(request), scope);
}

Async<Result<model::Principal>> Authorizer::identify(const net::Request& request) {
  const auto authorization = request.headers.find("Authorization");
  if (!authorization && sessions_ && session_cookie(request)) co_return co_await of_session(request);
  co_return co_await of_key(authorization.value_or(""));
}

Async<Result<model::Principal>> Authorizer::of_key(std::string_view authorization) {
  if (authorization.empty()) co_return Failed(refused("Send your API key in the Authorization header."));
  const auto presented = crypto::parse_api_key(authorization);
  if (!presented) co_return Failed(refused("The Authorization header does not hold an API key: send it as it was shown, \"dm_…\"."));
  auto key = co_await find_valid(presented->id);
  if (!key) co_return Failed(key.error());
  if (!crypto::matches(*presented, key->secret_hash)) co_return Failed(not_valid());
  co_return principal_of(*std::move(key));
}

Async<Result<model::Principal>> Authorizer::of_session(const net::Request& request) {
  const auto session = read_session(request, sessions_->key, sessions_->public_url, clock_.now());
  if (!session) co_return Failed(session.error());
  auto key = co_await find_valid(session->claims.key);
  if (!key && key.error().code() == ErrorCode::Unauthenticated) {
    co_return Failed(refused("The API key of this session is no longer valid. Sign in with another one."));
  }
  if (!key) co_return Failed(key.error());
  co_return principal_of(*std::move(key));
}

/// Errors: Unauthenticated for a key that is unknown, revoked or expired.
Async<Result<model::ApiKey>> Authorizer::find_valid(KeyId id) {
  auto key = co_await find(std::move(id));
  if (!key && key.error().code() == ErrorCode::NotFound) co_return Failed(not_valid());
  if (!key) co_return Failed(std::move(key.error()).in(Phase::Door));
  if (key->revoked_at || (key->expires_at && *key->expires_at <= clock_.now())) co_return Failed(not_valid());
  co_return key;
}

Async<Result<model::ApiKey>> Authorizer::find(KeyId id) {
  const auto now = clock_.now();
  if (const auto found = known_.find(id); found != known_.end()) {
    const auto age = now - found->second.read_at;
    // A clock that was set back must not keep a key alive.
    if (age >= std::chrono::milliseconds::zero() && age < key_lifetime_) co_return found->second.key;
    known_.erase(found);
  }
  auto key = co_await accounts_.find_key(std::move(id));
  if (key) remember(*key, now);
  co_return key;
}

void Authorizer::remember(const model::ApiKey& key, Timestamp now) {
  if (known_.size() >= kMostKnown) known_.clear();
  known_.insert_or_assign(key.id, Known{key, now});
}

}  // namespace docmill::api
