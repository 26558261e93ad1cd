#include "console/session_desk.h"

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "api/answers.h"
#include "api/json_data.h"
#include "api/session.h"
#include "base/log.h"
#include "base/units.h"
#include "console/answer.h"
#include "crypto/api_key.h"
#include "crypto/session_token.h"
#include "net/text.h"

namespace docmill::console {
namespace {

namespace json = boost::json;
namespace ip = boost::asio::ip;

constexpr std::uint64_t kLongestSignIn = 4 * kKiB;

Error turned_away(std::string message) {
  return fail(ErrorCode::Unauthenticated, std::move(message)).in(Phase::Door);
}

bool is_near(const ip::address& address) {
  if (address.is_loopback()) return true;
  if (address.is_v6()) return (address.to_v6().to_bytes()[0] & 0xFE) == 0xFC || address.to_v6().is_link_local();
  const auto bytes = address.to_v4().to_bytes();
  return bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xF0) == 16) || (bytes[0] == 192 && bytes[1] == 168);
}

/// "127.0.0.1:50312", "[::1]:50312" or "::1:50312" → the address.
std::optional<ip::address> address_of(std::string_view peer) {
  auto host = peer.substr(0, peer.rfind(':'));
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  boost::system::error_code ec;
  auto address = ip::make_address(host, ec);
  if (ec) return std::nullopt;
  return address.is_v6() && address.to_v6().is_v4_mapped() ? ip::make_address_v4(ip::v4_mapped, address.to_v6()) : address;
}

std::string shown(const ip::address& address) {
  if (address.is_v4()) return address.to_string();
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return ip::address_v6(bytes).to_string();
}

json::array names_of(const std::set<model::Scope>& scopes) {
  json::array names;
  for (const auto scope : scopes) names.emplace_back(model::name(scope));
  return names;
}

bool may_use_console(const model::ApiKey& key) {
  return key.scopes.contains(model::Scope::Console) || key.scopes.contains(model::Scope::Admin);
}

}  // namespace

std::string who_asks(const net::Request& request) {
  const auto peer = address_of(request.peer);
  if (!peer) return request.peer;
  if (is_near(*peer)) {
    const auto field = request.headers.find("X-Forwarded-For").value_or("");
    const auto comma = field.rfind(',');
    boost::system::error_code ec;
    const auto told = ip::make_address(net::trimmed(comma == std::string_view::npos ? field : field.substr(comma + 1)), ec);
    if (!ec) return shown(told);
  }
  return shown(*peer);
}

SessionDesk::SessionDesk(SessionParts parts) : parts_(parts), tries_(parts.tries, parts.clock, "tries to sign in from this address") {}

Async<net::Response> SessionDesk::answer(const net::Request& request, net::Body& body) {
  Result<net::Response> answered = net::Response{};
  if (request.method == "POST") {
    answered = co_await sign_in(request, body);
  } else if (request.method == "DELETE") {
    answered = sign_out(request);
  } else {
    answered = co_await show(request);
  }
  co_return answered ? *std::move(answered) : api::refusal(parts_.metrics, request, answered.error());
}

Async<Result<net::Response>> SessionDesk::sign_in(const net::Request& request, net::Body& body) {
  if (auto taken = tries_.take(who_asks(request)); !taken) co_return Failed(taken.error());
  if (auto here = api::check_origin(request, parts_.public_url); !here) co_return Failed(here.error());
  auto text = co_await api::read_body(body, kLongestSignIn);
  if (!text) co_return Failed(text.error());
  const auto object = object_in(*text);
  const auto given = object ? text_member(*object, "key") : std::nullopt;
  if (!given) co_return Failed(fail(ErrorCode::BadRequest, R"(Send your API key: {"key": "dm_…"}.)").in(Phase::Form));
  auto key = co_await key_of(*given);
  if (!key) co_return Failed(key.error());
  const auto now = parts_.clock.now();
  auto until = now + parts_.lifetime;
  if (key->expires_at) until = std::min(until, *key->expires_at);
  auto token = crypto::sign_session(parts_.key, {.key = key->id, .expires_at = until});
  log::info("signed in", {{"tenant", key->tenant}, {"key", key->id}});
  auto field = cookie(request, token, until - now);
  auto response = co_await described(*std::move(key), std::move(token), until);
  if (response) response->headers.add("Set-Cookie", std::move(field));
  co_return response;
}

/// Whoever has the secret may be told what is wrong with the key; everybody else hears one answer.
Async<Result<model::ApiKey>> SessionDesk::key_of(std::string text) {
  const auto presented = crypto::parse_api_key(text);
  if (!presented) co_return Failed(turned_away("That is not an API key. Paste it as it was shown, \"dm_…\"."));
  auto key = co_await parts_.accounts.find_key(presented->id);
  const bool unknown = !key && key.error().code() == ErrorCode::NotFound;
  if (unknown || (key && !crypto::matches(*presented, key->secret_hash))) {
    co_return Failed(turned_away("The API key is not valid. Check it, or ask for a new one."));
  }
  if (!key) co_return Failed(std::move(key.error()).in(Phase::Door));
  if (key->revoked_at) co_return Failed(turned_away("This API key was revoked. Ask for a new one."));
  if (key->expires_at && *key->expires_at <= parts_.clock.now()) {
    co_return Failed(turned_away(fmt::format("This API key expired on {}. Ask for a new one.", to_iso(*key->expires_at).substr(0, 10))));
  }
  if (!may_use_console(*key)) {
    co_return Failed(
        turned_away("This API key may call the API but not use the console. Use a key with the scope console or admin: "
                    "docmill key create --tenant … --scope convert --scope console"));
  }
  co_return key;
}

Async<Result<net::Response>> SessionDesk::show(const net::Request& request) {
  auto session = api::read_session(request, parts_.key, parts_.public_url, parts_.clock.now());
  if (!session) co_return Failed(session.error());
  auto key = co_await parts_.accounts.find_key(session->claims.key);
  if (!key && key.error().code() != ErrorCode::NotFound) co_return Failed(std::move(key.error()).in(Phase::Door));
  const bool over = !key || key->revoked_at || (key->expires_at && *key->expires_at <= parts_.clock.now()) || !may_use_console(*key);
  if (over) co_return Failed(turned_away("The API key of this session is no longer valid. Sign in with another one."));
  co_return co_await described(*std::move(key), std::move(session->token), session->claims.expires_at);
}

/// A session that is over already may be signed out without more ado; one that holds must not be ended by a page of another site.
Result<net::Response> SessionDesk::sign_out(const net::Request& request) const {
  const auto session = api::read_session(request, parts_.key, parts_.public_url, parts_.clock.now());
  if (!session && session.error().code() != ErrorCode::Unauthenticated) return Failed(session.error());
  auto response = done();
  response.headers.add("Set-Cookie", cookie(request, "", std::chrono::milliseconds{0}));
  return response;
}

Async<Result<net::Response>> SessionDesk::described(model::ApiKey key, std::string token, Timestamp until) {
  auto usage = co_await parts_.accounts.usage(key.tenant, month_of(parts_.clock.now()));
  if (!usage) co_return Failed(usage.error());
  const json::object session{{"tenant", key.tenant.text()}, {"keyId", key.id.text()},
                             {"label", key.label},          {"scopes", names_of(key.scopes)},
                             {"plan", usage->plan},         {"csrf", crypto::session_csrf(parts_.key, token)},
                             {"expiresAt", to_iso(until)},  {"version", parts_.version}};
  co_return json_answer(200, session);
}

std::string SessionDesk::cookie(const net::Request& request, std::string_view token, std::chrono::milliseconds lifetime) const {
  const bool secure = request.tls || parts_.public_url.starts_with("https://");
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lifetime).count();
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", api::kSessionCookie, token, seconds,
                     secure ? "; Secure" : "");
}

}  // namespace docmill::console
