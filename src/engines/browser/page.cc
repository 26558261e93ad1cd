#include "engines/browser/page.h"

#include <boost/json/array.hpp>

#include "base/log.h"
#include "engines/browser/documents.h"

namespace docmill::engines::browser {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostFrameProcesses = 100;
constexpr std::chrono::seconds kClosePatience{5};
// CSS pixels a side of what is drawn of a page that nobody looks at.
constexpr int kHardlyDrawn = 16;

/// Without its visible size the page is laid out for all of the window, and the compositor draws what it drew before.
CdpClient::Params metrics_of(const Window& window) {
  return {{"width", window.width},
          {"height", window.height},
          {"deviceScaleFactor", window.scale},
          {"mobile", false},
          {"dontSetVisibleSize", !window.drawn}};
}

/// A browser that cannot close a page in time still runs what the page does: it takes no new documents.
Async<void> close_context(std::shared_ptr<BrowserProcess> process, std::string context) {
  if (!context.empty() && process->alive()) {
    CdpClient::Params which{{"browserContextId", context}};
    auto closed = co_await process->client().call("", "Target.disposeBrowserContext", std::move(which), Deadline::in(kClosePatience));
    if (!closed && process->alive()) {
      log::failure("a page could not be closed; its browser is replaced", closed.error());
      process->retire();
    }
  }
  process->forget_context(context);
  process->page_closed();
}

}  // namespace

Page::~Page() {
  if (!session_.empty()) process_->client().forget_session(session_);
  for (const auto& session : frame_sessions_) process_->client().forget_session(session);
  docmill::spawn(process_->executor(), close_context(process_, context_));
}

Async<Result<std::unique_ptr<Page>>> Page::open(std::shared_ptr<BrowserProcess> process, Place place, Deadline until) {
  std::unique_ptr<Page> page(new Page(std::move(process), place));
  auto prepared = co_await page->prepare(until);
  if (!prepared) co_return Failed(std::move(prepared.error()).at("browser.open_page"));
  co_return page;
}

Async<Result<void>> Page::create(Deadline until) {
  auto& client = process_->client();
  CdpClient::Params apart{{"disposeOnDetach", true}};
  auto context = co_await client.call("", "Target.createBrowserContext", std::move(apart), until);
  if (!context) co_return Failed(context.error());
  context_ = text_at(*context, "browserContextId");
  CdpClient::Params downloads{{"behavior", "deny"}, {"browserContextId", context_}};
  client.tell("", "Browser.setDownloadBehavior", std::move(downloads));
  const auto url = place_ == Place::Document ? kMainUrl : std::string_view("about:blank");
  CdpClient::Params blank{{"url", url}, {"browserContextId", context_}, {"width", 1280}, {"height", 1024}};
  auto target = co_await client.call("", "Target.createTarget", std::move(blank), until);
  if (!target) co_return Failed(target.error());
  target_ = text_at(*target, "targetId");
  auto session = co_await process_->session_in(context_, until);
  if (!session) co_return Failed(session.error());
  session_ = *std::move(session);
  client.on_event(session_, [this](std::string_view method, const CdpClient::Params& params) { handle(session_, method, params); });
  co_return Result<void>{};
}

Async<Result<void>> Page::prepare(Deadline until) {
  auto created = co_await create(until);
  if (!created) co_return created;
  on_event_ = [this](const std::string& session, std::string_view method, const CdpClient::Params& params) {
    wait_at_document(session, method, params);
  };
  tell(session_, "Page.enable");
  tell(session_, "Page.setLifecycleEventsEnabled", {{"enabled", true}});
  tell(session_, "Emulation.setVisibleSize", {{"width", kHardlyDrawn}, {"height", kHardlyDrawn}});
  tell(session_, "Emulation.setDeviceMetricsOverride", metrics_of(window_));
  tell(session_, "Emulation.setEmulatedMedia", {{"media", media_}});
  watch(session_);
  if (place_ == Place::Document) {
    auto arrived = co_await arrive(until);
    if (!arrived) co_return arrived;
  }
  // The last call's answer means that all before it have been done; and that the page has what scripts of ours run in.
  CdpClient::Params nothing{{"expression", "0"}, {"silent", true}};
  auto ready = co_await call("Runtime.evaluate", std::move(nothing), until);
  on_event_ = nullptr;
  if (!ready) co_return Failed(ready.error());
  co_return Result<void>{};
}

/// Until the empty document has loaded.
Async<Result<void>> Page::arrive(Deadline until) {
  while (arrival_ != Arrival::Done) {
    const auto seen = changed_.count();
    if (ended_) co_return Failed(*ended_);
    const bool in_time = co_await changed_.wait(seen, until);
    if (!in_time) co_return Failed(fail(ErrorCode::DeadlineExceeded, "The browser did not open a page in time."));
  }
  co_return Result<void>{};
}

void Page::wait_at_document(const std::string& session, std::string_view method, const CdpClient::Params& params) {
  if (method == "Fetch.requestPaused") return tell(session, "Fetch.fulfillRequest", empty_page(params));
  // What a page begins with loads too, before.
  if (method == "Page.frameNavigated" && text_at(object_at(params, "frame"), "url") == kMainUrl) arrival_ = Arrival::Committed;
  if (method != "Page.lifecycleEvent" || text_at(params, "name") != "load" || arrival_ != Arrival::Committed) return;
  arrival_ = Arrival::Done;
  changed_.notify();
}

Async<Result<void>> Page::set_window(Window window, Deadline until) {
  if (window == window_) co_return Result<void>{};
  auto set = co_await call("Emulation.setDeviceMetricsOverride", metrics_of(window), until);
  if (!set) co_return Failed(std::move(set.error()));
  window_ = window;
  co_return Result<void>{};
}

Async<Result<void>> Page::set_media(std::string media, Deadline until) {
  if (media == media_) co_return Result<void>{};
  CdpClient::Params params{{"media", media}};
  auto set = co_await call("Emulation.setEmulatedMedia", std::move(params), until);
  if (!set) co_return Failed(std::move(set.error()));
  media_ = std::move(media);
  co_return Result<void>{};
}

/// Sees to it that nothing below the session begins or fetches without us.
void Page::watch(const std::string& session) {
  auto& client = process_->client();
  client.tell(session, "Fetch.enable", {{"patterns", json::array{json::object{{"urlPattern", "*"}}}}});
  client.tell(session, "Target.setAutoAttach", {{"autoAttach", true}, {"waitForDebuggerOnStart", true}, {"flatten", true}});
  client.tell(session, "Inspector.enable");
  client.tell(session, "Page.enable");
  client.tell(session, "Runtime.runIfWaitingForDebugger");
}

void Page::handle(const std::string& session, std::string_view method, const CdpClient::Params& params) {
  if (method == "Target.attachedToTarget") return attached(params);
  if (method == "Page.javascriptDialogOpening") return tell(session, "Page.handleJavaScriptDialog", {{"accept", false}});
  if (method == "Inspector.targetCrashed" && session == session_) {
    return end(fail(ErrorCode::EngineCrashed, "The page crashed the browser, or needed more memory than is allowed."));
  }
  if (method == "Inspector.detached" && session == session_) {
    return end(fail(ErrorCode::EngineFailed, "The browser ended while it worked on the document.").at("browser.page"));
  }
  if (on_event_) on_event_(session, method, params);
}

/// A frame in a process of its own is watched like the page; workers and whatever else there is stay paused for ever.
void Page::attached(const CdpClient::Params& params) {
  const auto session = text_at(params, "sessionId");
  if (text_at(object_at(params, "targetInfo"), "type") != "iframe" || frame_sessions_.size() == kMostFrameProcesses) return;
  frame_sessions_.push_back(session);
  process_->client().on_event(session,
                              [this, session](std::string_view method, const CdpClient::Params& told) { handle(session, method, told); });
  watch(session);
}

CdpClient::Asked Page::ask(std::string method, CdpClient::Params params) {
  return process_->client().ask(session_, std::move(method), std::move(params));
}

Async<Result<CdpClient::Params>> Page::answer_to(CdpClient::Asked asked, Deadline until) {
  if (ended_) co_return Failed(*ended_);
  auto answer = co_await process_->client().answer_to(std::move(asked), until);
  if (!answer && ended_) co_return Failed(*ended_);
  co_return answer;
}

Async<Result<CdpClient::Params>> Page::call(std::string method, CdpClient::Params params, Deadline until) {
  if (ended_) co_return Failed(*ended_);
  co_return co_await answer_to(ask(std::move(method), std::move(params)), until);
}

void Page::tell(const std::string& session, std::string_view method, CdpClient::Params params) {
  process_->client().tell(session, method, std::move(params));
}

void Page::end(Error error) {
  if (ended_) return;
  ended_ = std::move(error);
  process_->client().fail_session(session_, *ended_);
  changed_.notify();
}

}  // namespace docmill::engines::browser
