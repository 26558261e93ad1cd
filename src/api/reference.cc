#include "api/reference.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/answers.h"

namespace docmill::api {
namespace {

constexpr std::string_view kPage = "/docs";

/// Scripts and data of this address only. The page's library writes its styles as it goes, and searches in a worker of its own making.
constexpr std::string_view kReferencePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src 'self'; "
    "worker-src blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// What stands behind /docs/; nullopt where the path is none of ours.
std::optional<std::string_view> below_docs(std::string_view path) {
  if (!path.starts_with(kPage)) return std::nullopt;
  path.remove_prefix(kPage.size());
  if (path.empty()) return path;
  if (!path.starts_with('/')) return std::nullopt;
  return path.substr(1);
}

}  // namespace

Reference::Reference(std::span<const net::StaticFile> pages, net::Handler& next, Metrics& metrics)
    : pages_(pages), next_(next), metrics_(metrics) {}

Async<void> Reference::handle(const net::Request& request, net::Body& body, net::Responder& respond) {
  if (!below_docs(request.path)) co_return co_await next_.handle(request, body, respond);
  co_await respond.send(answer(request));
}

net::Response Reference::answer(const net::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    auto response = refusal(metrics_, request, fail(ErrorCode::MethodNotAllowed, "This address takes GET, HEAD.").in(Phase::Door));
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  auto path = *below_docs(request.path);
  if (path.empty()) path = "index.html";
  if (!pages_.has(path))
    return refusal(metrics_, request, fail(ErrorCode::NotFound, "There is no such address. /docs is the reference.").in(Phase::Door));
  auto response = pages_.answer(request, path);
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Referrer-Policy", "no-referrer");
  response.headers.add("Content-Security-Policy", std::string(kReferencePolicy));
  return response;
}

}  // namespace docmill::api
