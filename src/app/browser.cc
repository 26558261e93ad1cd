#include "app/browser.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "engines/browser/browser_engine.h"
#include "net/egress.h"

namespace docmill::app {
namespace {

namespace browser = engines::browser;

// A page fetches up to eight things at once; two such pages shall not wait for each other much.
constexpr std::size_t kFetchThreads = 12;

// The programs themselves: /usr/bin has scripts that read /etc/chromium.d, where a desktop may have put anything.
constexpr std::array kPrograms{"/usr/lib/chromium/chromium-headless-shell", "/usr/lib/chromium/chromium"};

Async<Result<browser::Resource>> fetch_resource(std::shared_ptr<net::Egress> egress, browser::ResourceRequest wanted) {
  net::EgressRequest request;
  request.url = std::move(wanted.url);
  request.headers = std::move(wanted.headers);
  request.max_bytes = wanted.max_bytes;
  request.timeout = wanted.timeout;
  const auto bytes = std::make_shared<std::string>();  // written on the pool's thread, read when it is done
  std::function<bool(std::string_view)> sink = [bytes, abandoned = wanted.abandoned](std::string_view piece) {
    if (abandoned && abandoned->load()) return false;
    bytes->append(piece);
    return true;
  };
  auto answer = co_await egress->perform(std::move(request), std::move(sink));
  if (!answer) co_return Failed(std::move(answer.error()));
  browser::Resource resource{.url = std::move(answer->url), .content_type = std::move(answer->content_type)};
  if (!answer->charset.empty()) resource.content_type += "; charset=" + answer->charset;
  resource.bytes = std::move(*bytes);
  co_return resource;
}

}  // namespace

std::unique_ptr<engines::Engine> make_browser(Executor executor, const config::Settings& settings, const engines::EngineOptions& options) {
  net::EgressPolicy policy;
  policy.allow = config::split_list(settings.egress_allow);
  // Shared by the engine and by its fetches under way.
  auto egress = std::make_shared<net::Egress>(std::move(policy), kFetchThreads);
  browser::FetchResource fetch = [egress](browser::ResourceRequest request) { return fetch_resource(egress, std::move(request)); };
  return std::make_unique<browser::BrowserEngine>(std::move(executor), browser::browser_options(options, std::move(fetch)));
}

std::string browser_program(const config::Settings& settings) {
  if (!settings.browser_program.empty()) return settings.browser_program;
  for (const auto* program : kPrograms) {
    if (::access(program, X_OK) == 0) return program;
  }
  return kPrograms.front();
}

Result<void> check_browser(const config::Settings& settings) {
  const auto program = browser_program(settings);
  if (program == kNoBrowser) return {};
  if (::access(program.c_str(), X_OK) == 0) return {};
  return Failed(
      fail(ErrorCode::BadRequest, fmt::format("The browser {} cannot be run. Install Debian's package chromium-headless-shell (or "
                                              "chromium), or say where it is with --browser-program (\"none\": do without).",
                                              program))
          .cause(std::generic_category().message(errno)));
}

}  // namespace docmill::app
