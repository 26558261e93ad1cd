#include "api/session.h"

#include <utility>

#include "base/small_letters.h"
#include "net/text.h"

namespace docmill::api {
namespace {

/// "https://host:port/path" → "host:port"; empty when it is no such address.
std::string_view host_of(std::string_view url) {
  const auto start = url.find("://");
  if (start == std::string_view::npos) return {};
  url.remove_prefix(start + 3);
  return url.substr(0, url.find('/'));
}

Error from_elsewhere(std::string message) {
  return fail(ErrorCode::PermissionDenied, std::move(message)).in(Phase::Door);
}

bool changes_something(const net::Request& request) {
  return request.method != "GET" && request.method != "HEAD";
}

}  // namespace

std::optional<std::string> session_cookie(const net::Request& request) {
  for (const auto& [name, value] : request.headers.all()) {
    if (!same_but_for_case(name, "Cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto end = rest.find(';');
      const auto pair = net::trimmed(rest.substr(0, end));
      if (pair.starts_with(kSessionCookie) && pair.substr(kSessionCookie.size()).starts_with('=')) {
        return std::string(pair.substr(kSessionCookie.size() + 1));
      }
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
  }
  return std::nullopt;
}

/// A proxy that speaks TLS hides the scheme and may hide the host, so the hosts are compared: with the one the request was sent to, and
/// with the one that clients are told.
Result<void> check_origin(const net::Request& request, std::string_view public_url) {
  const auto site = request.headers.find("Sec-Fetch-Site");
  if (site && *site != "same-origin" && *site != "none") {
    return Failed(from_elsewhere("This request comes from a page of another site, and was not carried out."));
  }
  const auto origin = request.headers.find("Origin");
  if (!origin) return {};
  const auto from = host_of(*origin);
  const auto here = request.headers.find("Host").value_or("");
  const bool ours = !from.empty() && (same_but_for_case(from, here) || same_but_for_case(from, host_of(public_url)));
  if (ours) return {};
  return Failed(
      from_elsewhere("This request comes from a page of another address than this service's, and was not carried out. Where a "
                     "proxy stands before it, set public-url to the address that people use."));
}

Result<Session> read_session(const net::Request& request, const Secret& key, std::string_view public_url, Timestamp now) {
  auto token = session_cookie(request);
  if (!token) return Failed(fail(ErrorCode::Unauthenticated, "Sign in first.").in(Phase::Door));
  auto claims = crypto::verify_session(key, *token, now);
  if (!claims) return Failed(claims.error());
  if (changes_something(request)) {
    if (auto here = check_origin(request, public_url); !here) return Failed(here.error());
    const auto sent = request.headers.find(kCsrfHeader).value_or("");
    if (!equal_in_constant_time(crypto::session_csrf(key, *token), sent)) {
      return Failed(
          from_elsewhere("A session that changes something must send the header X-Docmill-Csrf with the value that the sign-in gave."));
    }
  }
  return Session{.token = *std::move(token), .claims = *std::move(claims)};
}

}  // namespace docmill::api
