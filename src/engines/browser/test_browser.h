#pragma once
// A warm browser shared by all tests of a binary, a guard that records, and readers for what comes out. For tests only.
#include <sys/wait.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <cstdlib>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "engines/browser/browser_engine.h"
#include "engines/engine_host.h"

namespace docmill::engines::browser {

/// Stands for the egress guard: answers from a table, refuses everything else, and remembers what it was asked.
struct FakeGuard {
  std::map<std::string, Resource> answers;
  std::vector<ResourceRequest> asked;
  std::function<void()> on_ask;  // something to do when a page asks

  bool was_asked(const std::string& url) const {
    return std::ranges::any_of(asked, [&](const auto& one) { return one.url == url; });
  }
  FetchResource port() {
    return [this](ResourceRequest request) -> Async<Result<Resource>> { return answer(std::move(request)); };
  }
  Async<Result<Resource>> answer(ResourceRequest request) {
    const auto url = request.url;
    asked.push_back(std::move(request));
    if (on_ask) on_ask();
    const auto found = answers.find(url);
    if (found == answers.end()) co_return Failed(fail(ErrorCode::FetchRefused, "The URL leads to a private or reserved address."));
    co_return found->second;
  }
};

/// The program under test, wherever Debian put it.
inline std::string browser_program() {
  for (const char* path : {"/usr/lib/chromium/chromium-headless-shell", "/usr/lib/chromium/chromium"}) {
    if (::access(path, X_OK) == 0) return path;
  }
  return "/usr/bin/chromium";
}

/// An engine with a loop of its own.
class BrowserHost {
 public:
  explicit BrowserHost(std::function<void(BrowserOptions&)> change = {}) {
    auto options = browser_options({.program = browser_program(), .run_dir = dir_.path()}, guard.port());
    options.ready_pages = 2;  // tests come one after the other
    if (change) change(options);
    engine_ = std::make_unique<BrowserEngine>(loop_.context().get_executor(), std::move(options));
    const auto started = loop_.run(engine_->start());
    if (!started) ADD_FAILURE() << started.error().describe();
  }
  ~BrowserHost() {
    loop_.run(engine_->stop());
    loop_.context().poll();
    engine_.reset();
  }
  BrowserHost(const BrowserHost&) = delete;
  BrowserHost& operator=(const BrowserHost&) = delete;

  template <class Work>
  auto run(Work work) {
    return loop_.run(std::move(work));
  }

  Result<StepResult> convert(StepRequest request) {
    Stop stop;
    return run(engine_->run(std::move(request), stop));
  }

  BrowserEngine& engine() { return *engine_; }
  boost::asio::io_context& loop() { return loop_.context(); }

  FakeGuard guard;

 private:
  TempDir dir_;
  Loop loop_;
  std::unique_ptr<BrowserEngine> engine_;
};

/// Whether something becomes so within half a minute.
inline bool comes_true(BrowserHost& of, const std::function<bool()>& what) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!what() && std::chrono::steady_clock::now() < until)
    of.run([]() -> Async<bool> {
      co_await sleep_for(std::chrono::milliseconds(20));
      co_return true;
    }());
  return what();
}

using Fields = std::map<std::string, std::string>;

inline Document document_of(const std::string& bytes, const std::string& field = "File", const std::string& name = "page.html",
                            const std::string& extension = "html") {
  return engines::document_of(bytes, extension, name, field);
}

inline StepRequest page_request(const std::string& html, Fields params = {}, const std::string& target = "pdf") {
  StepRequest request;
  request.operation = target == "pdf" ? "print" : "picture";
  request.target = target;
  request.params = std::move(params);
  if (!html.empty()) request.inputs.push_back(document_of(html));
  return request;
}

/// What a command prints about an output.
inline std::string said_of(const StepResult& result, const std::string& command, const std::string& more = "") {
  const TempDir dir;
  std::ofstream(dir.path() + "/a", std::ios::binary) << bytes_of(result);
  std::string text;
  FILE* pipe = ::popen((command + " " + dir.path() + "/a " + more + " 2>&1").c_str(), "r");
  std::array<char, 4096> piece{};
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) text.append(piece.data(), got);
  ::pclose(pipe);
  return text;
}

/// "595.28 x 841.89" of the first page.
inline std::pair<double, double> size_of_page(const StepResult& result) {
  const auto text = said_of(result, "pdfinfo");
  std::smatch found;
  if (!std::regex_search(text, found, std::regex(R"(Page size:\s+([\d.]+) x ([\d.]+))"))) return {};
  return {std::stod(found[1]), std::stod(found[2])};
}

/// Tests that share one warm browser.
class BrowserTest : public testing::Test {
 protected:
  static BrowserHost& host() {
    static BrowserHost shared;
    return shared;
  }
  static FakeGuard& guard() { return host().guard; }
  void SetUp() override {
    guard().answers.clear();
    guard().asked.clear();
    guard().on_ask = nullptr;
  }

  static Result<StepResult> run(const std::string& html, Fields params = {}) {
    return host().convert(page_request(html, std::move(params)));
  }
  static StepResult good(StepRequest request) { return good_or_failure(host().convert(std::move(request))); }
  static StepResult good(const std::string& html, Fields params = {}) { return good(page_request(html, std::move(params))); }
  static std::string text(const std::string& html, Fields params = {}) {
    const auto got = good(html, std::move(params));
    return got.outputs.empty() ? std::string() : text_of(got);
  }
};

}  // namespace docmill::engines::browser
