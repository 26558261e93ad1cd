#include "console/key_desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "api/json_data.h"
#include "base/log.h"
#include "base/units.h"
#include "console/answer.h"
#include "crypto/api_key.h"
#include "net/text.h"

namespace docmill::console {
namespace {

namespace json = boost::json;
using model::Scope;

constexpr std::uint64_t kLongestBody = 4 * kKiB;
constexpr std::size_t kLongestLabel = 200;  // bytes
constexpr std::ptrdiff_t kMostKeys = 500;   // of one tenant that are not revoked

Error bad_key(std::string message) {
  return fail(ErrorCode::BadRequest, std::move(message)).in(Phase::Form);
}

/// Whose keys are meant.
Result<TenantId> tenant_of(const net::Request& request, const model::Principal& principal) {
  const auto named = net::query_value(request.query, "tenant");
  if (!named || named->empty() || *named == principal.tenant.text()) return principal.tenant;
  if (!principal.may(Scope::Admin)) {
    return Failed(fail(ErrorCode::PermissionDenied, "Only a key with the scope admin may see the keys of other tenants.").in(Phase::Door));
  }
  auto tenant = TenantId::parse(*named);
  if (!tenant) return Failed(bad_key("That cannot be a tenant's name: 1 to 64 of a-z, 0-9, '-' and '_'."));
  return *std::move(tenant);
}

json::object row_of(const model::ApiKey& key, const KeyId& current) {
  json::array scopes;
  for (const auto scope : key.scopes) scopes.emplace_back(model::name(scope));
  json::object row{{"id", key.id.text()},         {"tenant", key.tenant.text()},         {"label", key.label},
                   {"scopes", std::move(scopes)}, {"createdAt", to_iso(key.created_at)}, {"current", key.id == current}};
  if (key.expires_at) row["expiresAt"] = to_iso(*key.expires_at);
  if (key.revoked_at) row["revokedAt"] = to_iso(*key.revoked_at);
  return row;
}

Result<std::set<Scope>> scopes_in(const json::object& wish, const model::Principal& maker) {
  const auto* value = wish.if_contains("scopes");
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr || list->empty()) return Failed(bad_key("scopes: say what the key may do: convert, console, admin."));
  std::set<Scope> scopes;
  for (const auto& one : *list) {
    const auto scope = one.is_string() ? model::scope_named(std::string_view(one.as_string())) : std::nullopt;
    if (!scope) return Failed(bad_key("scopes: choose among convert, console and admin."));
    if (!maker.may(*scope)) {
      return Failed(
          fail(ErrorCode::PermissionDenied, fmt::format("Your key has not the scope {}, so it cannot give it.", model::name(*scope))));
    }
    scopes.insert(*scope);
  }
  return scopes;
}

Result<std::optional<Timestamp>> expiry_in(const json::object& wish, Timestamp now) {
  const auto text = text_member(wish, "expiresAt");
  if (!text || text->empty()) return std::optional<Timestamp>{};
  auto moment = from_iso(*text);
  if (!moment) return Failed(bad_key("expiresAt: write a moment like 2027-01-31T00:00:00.000Z."));
  if (*moment <= now) return Failed(bad_key("expiresAt: this moment has passed."));
  return std::optional(*moment);
}

Result<model::ApiKey> key_in(std::string_view body, TenantId tenant, const model::Principal& maker, Timestamp now) {
  const auto wish = object_in(body);
  if (!wish) return Failed(wish.error());
  model::ApiKey key;
  key.tenant = std::move(tenant);
  key.label = net::clean_text(text_member(*wish, "label").value_or(""));
  if (key.label.size() > kLongestLabel) return Failed(bad_key(fmt::format("label: at most {} bytes.", kLongestLabel)));
  auto scopes = scopes_in(*wish, maker);
  if (!scopes) return Failed(scopes.error());
  key.scopes = *std::move(scopes);
  auto expiry = expiry_in(*wish, now);
  if (!expiry) return Failed(expiry.error());
  key.expires_at = *expiry;
  key.created_at = now;
  return key;
}

}  // namespace

Async<Result<net::Response>> KeyDesk::list(const net::Request& request, model::Principal principal) {
  auto tenant = tenant_of(request, principal);
  if (!tenant) co_return Failed(tenant.error());
  auto keys = co_await accounts_.keys(*std::move(tenant));
  if (!keys) co_return Failed(keys.error());
  json::array rows;
  for (const auto& key : *keys) rows.push_back(row_of(key, principal.key));
  co_return json_answer(200, json::object{{"keys", std::move(rows)}});
}

Async<Result<net::Response>> KeyDesk::make(const net::Request& request, net::Body& body, model::Principal principal) {
  auto tenant = tenant_of(request, principal);
  if (!tenant) co_return Failed(tenant.error());
  auto text = co_await api::read_body(body, kLongestBody);
  if (!text) co_return Failed(text.error());
  auto key = key_in(*text, *tenant, principal, clock_.now());
  if (!key) co_return Failed(key.error());
  auto others = co_await accounts_.keys(*tenant);
  if (!others) co_return Failed(others.error());
  if (std::ranges::count_if(*others, [](const auto& one) { return !one.revoked_at; }) >= kMostKeys) {
    co_return Failed(fail(ErrorCode::Conflict, fmt::format("A tenant has at most {} keys. Revoke some first.", kMostKeys)));
  }
  const auto fresh = crypto::make_api_key();
  key->id = fresh.id;
  key->secret_hash = fresh.secret_hash;
  if (auto added = co_await accounts_.add_key(*std::move(key)); !added) co_return Failed(added.error());
  log::info("key made", {{"tenant", *tenant}, {"key", fresh.id}, {"by", principal.key}});
  co_return json_answer(201, json::object{{"id", fresh.id.text()}, {"key", fresh.text.reveal()}});
}

Async<Result<net::Response>> KeyDesk::revoke(model::Principal principal, std::string_view id) {
  const auto no_such_key = fail(ErrorCode::NotFound, "There is no such API key.");
  const auto parsed = KeyId::parse(id);
  if (!parsed) co_return Failed(no_such_key);
  auto key = co_await accounts_.find_key(*parsed);
  if (!key) co_return Failed(key.error());
  if (key->tenant != principal.tenant && !principal.may(Scope::Admin)) co_return Failed(no_such_key);
  if (auto revoked = co_await accounts_.revoke_key(*parsed); !revoked) co_return Failed(revoked.error());
  log::info("key revoked", {{"tenant", key->tenant}, {"key", *parsed}, {"by", principal.key}});
  co_return done();
}

}  // namespace docmill::console
