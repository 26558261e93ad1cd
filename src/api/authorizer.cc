#include "api/authorizer.h"

#include <utility>

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

}  // namespace

Authorizer::Authorizer(accounts::Accounts& accounts, const Clock& clock, std::chrono::milliseconds key_lifetime)
    : accounts_(accounts), clock_(clock), key_lifetime_(key_lifetime) {}

Async<Result<model::Principal>> Authorizer::authorize(std::string_view authorization, model::Scope scope) {
  if (authorization.empty()) co_return Failed(refused("Send your API key in the Authorization header."));
  const auto presented = crypto::parse_api_key(authorization);
  if (!presented) co_return Failed(refused("The Authorization header does not hold an API key: send it as it was shown, \"dm_…\"."));
  auto key = co_await find(presented->id);
  if (!key && key.error().code() == ErrorCode::NotFound) co_return Failed(not_valid());
  if (!key) co_return Failed(std::move(key.error()).in(Phase::Door));
  const auto now = clock_.now();
  const bool over = key->revoked_at.has_value() || (key->expires_at && *key->expires_at <= now);
  if (over || !crypto::matches(*presented, key->secret_hash)) co_return Failed(not_valid());
  model::Principal principal{.tenant = key->tenant, .key = key->id, .scopes = key->scopes};
  if (!principal.may(scope)) {
    co_return Failed(fail(ErrorCode::PermissionDenied, "This API key may not do this; use one with the right scope.").in(Phase::Door));
  }
  co_return principal;
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
