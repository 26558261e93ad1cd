#include <gmock/gmock.h>

#include <csignal>
#include <thread>

#include "engines/browser/test_browser.h"

namespace docmill::engines::browser {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

class HostilePagesTest : public BrowserTest {
 protected:
  /// Whether the next document is served as if nothing had been.
  static void expect_next_works() { EXPECT_THAT(text("<p>next"), HasSubstr("next")); }

  static Result<StepResult> run_within(const std::string& html, std::chrono::milliseconds budget, Fields params = {}) {
    auto request = page_request(html, std::move(params));
    request.budgets = {.load = budget, .layout = budget, .export_ = budget, .total = 2 * budget};
    return host().convert(std::move(request));
  }
};

/// What a file of /proc says, all of it; nothing when its process ended, before it was opened or after.
std::string said_by(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Renderer processes below this one.
std::vector<pid_t> renderers_below(pid_t top) {
  std::map<pid_t, pid_t> parents;
  std::map<pid_t, std::string> arguments;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto pid = static_cast<pid_t>(std::atoi(entry.path().filename().c_str()));
    if (pid == 0) continue;
    const auto stat = said_by("/proc/" + std::to_string(pid) + "/stat");
    const auto after = stat.rfind(") ");
    if (after == std::string::npos) continue;
    parents[pid] = static_cast<pid_t>(std::atoi(stat.c_str() + after + 4));
    arguments[pid] = said_by("/proc/" + std::to_string(pid) + "/cmdline");
  }
  const auto is_below = [&](pid_t pid) {
    for (int depth = 0; pid > 1 && depth < 20; ++depth, pid = parents[pid]) {
      if (pid == top) return true;
    }
    return false;
  };
  std::vector<pid_t> found;
  for (const auto& [pid, line] : arguments) {
    if (line.find("--type=renderer") != std::string::npos && is_below(pid)) found.push_back(pid);
  }
  return found;
}

TEST_F(HostilePagesTest, AnEndlessScriptEndsWithItsBudgetAndItsRenderer) {
  expect_next_works();
  const auto began = std::chrono::steady_clock::now();
  expect_refused(run_within("<p>x<script>for(;;);</script>", 1500ms), ErrorCode::DeadlineExceeded, "load phase");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);
  expect_refused(run_within("<p>x<script>onload = () => { for(;;); }</script>", 1500ms), ErrorCode::DeadlineExceeded, "load phase");
  expect_refused(run_within("<p>x<script>onbeforeprint = () => { for(;;); }</script>", 1500ms), ErrorCode::DeadlineExceeded,
                 "layout phase");
  expect_next_works();
  // Those of the two pages that are ready, and one that Chromium begins with.
  EXPECT_TRUE(comes_true(host(), [] { return renderers_below(host().engine().pid()).size() <= 3; }));
}

TEST_F(HostilePagesTest, AHeaderThatNeverEndsIsStoppedToo) {
  auto request = page_request("<p>x");
  request.inputs.push_back(document_of("<script>for(;;);</script>", "Header", "h.html"));
  request.budgets.load = 1500ms;
  expect_refused(host().convert(std::move(request)), ErrorCode::DeadlineExceeded, "load phase");
  expect_next_works();
}

TEST_F(HostilePagesTest, DialogsWithoutEndAreAnsweredUntilTheBudgetEnds) {
  EXPECT_THAT(text("<p>before<script>alert(1); confirm(2); prompt(3); print()</script><p>after"), HasSubstr("after"));
  expect_refused(run_within("<script>for(;;) alert(1)</script>", 1500ms), ErrorCode::DeadlineExceeded, "load phase");
  expect_next_works();
}

TEST_F(HostilePagesTest, EndlessNavigationsAndTimersEnd) {
  const auto reloading = run_within("<p>x<script>location.reload()</script>", 1500ms);
  EXPECT_TRUE(reloading || reloading.error().code() == ErrorCode::DeadlineExceeded) << reloading.error().describe();
  const auto ticking = run_within("<p>x<script>setInterval(() => document.body.append('y'), 0)</script>", 3000ms);
  EXPECT_TRUE(ticking || ticking.error().code() == ErrorCode::DeadlineExceeded) << ticking.error().describe();
  expect_next_works();
}

TEST_F(HostilePagesTest, APageThatStopsItselfWhileItLoadsIsShownAsFarAsItIs) {
  for (const std::string script : {"stop()", "location.href = 'mailto:a@b.example'", "location.href = 'anapp://open'"}) {
    const auto got = run_within("<p>before<script>" + script + "</script>", 8s);
    ASSERT_TRUE(got) << script << got.error().describe();
    EXPECT_THAT(text_of(*got), HasSubstr("before")) << script;
  }
  expect_next_works();
}

TEST_F(HostilePagesTest, ATableWithoutEndIsStopped) {
  const auto got = run_within(
      "<script>let s=''; for (let i = 0; i < 2e6; i++) s += '<tr><td>cell<td>cell<td>cell'; document.write('<table>' + s)</script>",
      2500ms);
  ASSERT_FALSE(got);
  EXPECT_THAT(got.error().code(), testing::AnyOf(ErrorCode::DeadlineExceeded, ErrorCode::EngineCrashed)) << got.error().describe();
  expect_next_works();
}

TEST_F(HostilePagesTest, MemoryWithoutEndCrashesOnlyItsOwnPage) {
  // Buffers fail to be made, and the script ends; objects end the renderer.
  const auto buffers = run_within("<p>x<script>const all = []; for (;;) all.push(new Uint8Array(1 << 24).fill(7))</script>", 20s);
  EXPECT_TRUE(buffers || buffers.error().code() == ErrorCode::EngineCrashed) << buffers.error().describe();
  const auto got = run_within("<script>let all = []; for (;;) all.push(Array(100000).fill({a: all.length}))</script>", 5s);
  ASSERT_FALSE(got);
  EXPECT_THAT(got.error().code(), testing::AnyOf(ErrorCode::EngineCrashed, ErrorCode::DeadlineExceeded)) << got.error().describe();
  expect_next_works();
}

TEST_F(HostilePagesTest, MoreRequestsThanAllowedAreRefusedAndWarningsBounded) {
  std::string html = "<p>text";
  for (int i = 0; i < 600; ++i) html += "<img src=https://many.example.com/" + std::to_string(i) + ">";
  const auto got = good(html);
  EXPECT_LE(guard().asked.size(), 500u);
  EXPECT_EQ(got.warnings.size(), 20u);
}

TEST_F(HostilePagesTest, GarbageIsAPageToo) {
  for (const auto& bytes :
       {std::string(1, '\0'), std::string("\xFF\xFE\x00\xD8", 4), std::string(20'000, '<'), std::string(3000, '\x80')}) {
    const auto got = run(bytes);
    EXPECT_TRUE(got) << got.error().describe();
  }
}

TEST_F(HostilePagesTest, DeepNestingHurtsNobody) {
  std::string html;
  for (int i = 0; i < 20'000; ++i) html += "<div>";
  const auto got = run_within(html + "deep", 5s);
  EXPECT_TRUE(got || got.error().code() != ErrorCode::Internal) << got.error().describe();
  expect_next_works();
}

TEST_F(HostilePagesTest, AStoppedJobEndsAtOnce) {
  Stop stop;
  auto request = page_request("<p>x", {{"WaitSelector", "#never"}});
  request.on_phase = [&](Phase) {
    docmill::spawn(host().loop().get_executor(), [](Stop& one) -> Async<void> {
      co_await sleep_for(300ms);
      one.request();
    }(stop));
  };
  const auto began = std::chrono::steady_clock::now();
  const auto got = host().run(host().engine().run(std::move(request), stop));
  expect_refused(got, ErrorCode::Cancelled, "cancelled");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 10s);
  expect_next_works();
}

// Asks the guard for a picture, and is not done for long after.
StepRequest page_that_takes_long() {
  return page_request("<p>x<img src=https://example.com/x.png>", {{"WaitDelay", "20000"}});
}

TEST_F(HostilePagesTest, ACrashedPageIsToldApartFromADeadBrowser) {
  expect_next_works();
  const auto browser = host().engine().pid();
  guard().on_ask = [&] {
    for (const auto pid : renderers_below(browser)) ::kill(pid, SIGKILL);
  };
  expect_refused(host().convert(page_that_takes_long()), ErrorCode::EngineCrashed, "crashed the browser");
  guard().on_ask = nullptr;
  expect_next_works();
  EXPECT_EQ(host().engine().pid(), browser);
}

TEST_F(HostilePagesTest, ADeadBrowserFailsWhatItHadAndIsReplaced) {
  expect_next_works();
  const auto pid = host().engine().pid();
  guard().on_ask = [&] { ::kill(pid, SIGKILL); };
  expect_refused(host().convert(page_that_takes_long()), ErrorCode::EngineFailed, "browser ended");
  guard().on_ask = nullptr;
  expect_next_works();
  EXPECT_NE(host().engine().pid(), pid);
}

TEST_F(HostilePagesTest, ABrowserThatDiedWhileNobodyLookedCostsNothing) {
  expect_next_works();
  ::kill(host().engine().pid(), SIGKILL);
  expect_next_works();
}

/// Whether another browser takes over.
bool is_replaced(BrowserHost& tired, pid_t first) {
  return comes_true(tired, [&] { return tired.engine().pid() != first; });
}

TEST_F(HostilePagesTest, PagesThatDiedWhileTheyWaitedCostNothing) {
  expect_next_works();
  const auto browser = host().engine().pid();
  ASSERT_TRUE(comes_true(host(), [] { return host().engine().ready_pages() == 2; }));
  for (const auto pid : renderers_below(browser)) ::kill(pid, SIGKILL);
  expect_next_works();
  // And when the engine has heard of it.
  ASSERT_TRUE(comes_true(host(), [] { return host().engine().ready_pages() == 2; }));
  for (const auto pid : renderers_below(browser)) ::kill(pid, SIGKILL);
  host().run([]() -> Async<bool> {
    co_await sleep_for(300ms);
    co_return true;
  }());
  expect_next_works();
  EXPECT_EQ(host().engine().pid(), browser);
}

TEST_F(HostilePagesTest, PagesWhoseDocumentsAreDoneAreClosedWhenNoneComes) {
  BrowserHost own;
  ASSERT_TRUE(comes_true(own, [&] { return own.engine().ready_pages() == 2; }));
  const auto before = renderers_below(own.engine().pid()).size();
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(own.convert(page_request("<p>x")));
  EXPECT_TRUE(comes_true(own, [&] { return own.engine().warm_pages() == 2 && renderers_below(own.engine().pid()).size() == before; }));
}

TEST_F(HostilePagesTest, PagesOfADeadBrowserAreNotTaken) {
  BrowserHost own;
  ASSERT_TRUE(comes_true(own, [&] { return own.engine().ready_pages() == 2; }));
  ::kill(own.engine().pid(), SIGKILL);
  EXPECT_TRUE(own.convert(page_request("<p>x")));
  EXPECT_TRUE(comes_true(own, [&] { return own.engine().ready_pages() == 2; }));
}

TEST_F(HostilePagesTest, AUsedUpBrowserIsReplacedBesideTheOldOne) {
  BrowserHost tired([](BrowserOptions& options) { options.documents = 2; });
  const auto first = tired.engine().pid();
  for (int i = 0; i < 6; ++i) {
    const auto got = tired.convert(page_request("<p>x"));
    ASSERT_TRUE(got) << got.error().describe();
  }
  EXPECT_TRUE(is_replaced(tired, first));
  EXPECT_TRUE(tired.convert(page_request("<p>x")));
}

TEST_F(HostilePagesTest, ABrowserThatHasGrownIsReplacedAndNoOther) {
  BrowserHost slim;  // far from its bound
  const auto stays = slim.engine().pid();
  EXPECT_TRUE(slim.convert(page_request("<p>x")));
  EXPECT_TRUE(slim.convert(page_request("<p>x")));
  EXPECT_EQ(slim.engine().pid(), stays);
  BrowserHost grown([](BrowserOptions& options) { options.resident_bytes = 1'000'000; });  // any browser is larger
  const auto first = grown.engine().pid();
  EXPECT_TRUE(grown.convert(page_request("<p>x")));
  EXPECT_TRUE(is_replaced(grown, first));
  EXPECT_TRUE(grown.convert(page_request("<p>x")));
}

TEST(BrowserStart, AMissingProgramIsNamedWithItsPackage) {
  boost::asio::io_context loop;
  BrowserOptions options;
  options.spawn.program = "/nonexistent/chromium";
  BrowserEngine engine(loop.get_executor(), options);
  std::optional<Result<void>> started;
  boost::asio::co_spawn(loop, engine.start(), [&](std::exception_ptr, Result<void> got) { started.emplace(std::move(got)); });
  loop.run();
  ASSERT_TRUE(started && !*started);
  EXPECT_EQ(started->error().code(), ErrorCode::Unavailable);
  EXPECT_THAT(started->error().message(),
              testing::AllOf(HasSubstr("/nonexistent/chromium"), HasSubstr("chromium-headless-shell"), HasSubstr("--browser-program")));
}

// Not a test: build/release/bin/docmill_engines_browser_test --gtest_also_run_disabled_tests --gtest_filter='*Measures*'
TEST_F(HostilePagesTest, DISABLED_MeasuresAWarmPage) {
  std::vector<double> took;
  for (int i = 0; i < 21; ++i) {
    std::this_thread::sleep_for(200ms);
    const auto began = std::chrono::steady_clock::now();
    EXPECT_TRUE(run("<h1>Hello, world</h1>"));
    took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  std::ranges::sort(took);
  std::printf("warm page: median %.0f ms, least %.0f, most %.0f\n", took[10], took.front(), took.back());
}

}  // namespace
}  // namespace docmill::engines::browser
