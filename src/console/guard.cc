#include "console/guard.h"

#include <string_view>
#include <utility>

namespace docmill::console {
namespace {

/// Scripts, styles and data of this address only; pictures and workers also of the page's own making (previews); nobody may frame it.
constexpr std::string_view kPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; font-src 'self' blob: data:; "
    "worker-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

void guard(net::Response& response) {
  if (!response.headers.find("Cache-Control")) response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Referrer-Policy", "no-referrer");
  response.headers.add("Content-Security-Policy", std::string(kPolicy));
  response.headers.add("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.add("Cross-Origin-Resource-Policy", "same-origin");
}

}  // namespace

Async<Result<void>> Guarded::send(net::Response response) {
  guard(response);
  co_return co_await respond_.send(std::move(response));
}

Async<Result<void>> Guarded::begin(net::Response response, std::uint64_t length) {
  guard(response);
  co_return co_await respond_.begin(std::move(response), length);
}

Async<Result<void>> Guarded::begin_stream(net::Response response) {
  guard(response);
  co_return co_await respond_.begin_stream(std::move(response));
}

Async<Result<void>> Guarded::write(std::string bytes) {
  co_return co_await respond_.write(std::move(bytes));
}

Async<Result<void>> Guarded::finish() {
  co_return co_await respond_.finish();
}

}  // namespace docmill::console
