#include "engines/browser/page.h"

#include <boost/json/array.hpp>

#include "base/log.h"

namespace docmill::engines::browser {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostFrameProcesses = 100;
constexpr std::chrono::seconds kClosePatience{5};

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

Async<Result<std::unique_ptr<Page>>> Page::open(std::shared_ptr<BrowserProcess> process, Deadline until) {
  std::unique_ptr<Page> page(new Page(std::move(process)));
  auto prepared = co_await page->prepare(until);
  if (!prepared) co_return Failed(std::move(prepared.error()).at("browser.open_page"));
  co_return page;
}

Async<Result<void>> Page::prepare(Deadline until) {
  auto& client = process_->client();
  CdpClient::Params apart{{"disposeOnDetach", true}};
  auto context = co_await client.call("", "Target.createBrowserContext", std::move(apart), until);
  if (!context) co_return Failed(context.error());
  context_ = text_at(*context, "browserContextId");
  CdpClient::Params downloads{{"behavior", "deny"}, {"browserContextId", context_}};
  client.tell("", "Browser.setDownloadBehavior", std::move(downloads));
  CdpClient::Params blank{{"url", "about:blank"}, {"browserContextId", context_}, {"width", 1280}, {"height", 1024}};
  auto target = co_await client.call("", "Target.createTarget", std::move(blank), until);
  if (!target) co_return Failed(target.error());
  target_ = text_at(*target, "targetId");
  auto session = co_await process_->session_in(context_, until);
  if (!session) co_return Failed(session.error());
  session_ = *std::move(session);
  client.on_event(session_, [this](std::string_view method, const CdpClient::Params& params) { handle(session_, method, params); });
  watch(session_);
  // The last call's answer means that all before it have been done.
  auto ready = co_await client.call(session_, "Page.setLifecycleEventsEnabled", {{"enabled", true}}, until);
  if (!ready) co_return Failed(ready.error());
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

Async<Result<CdpClient::Params>> Page::call(std::string method, CdpClient::Params params, Deadline until) {
  if (ended_) co_return Failed(*ended_);
  auto answer = co_await process_->client().call(session_, std::move(method), std::move(params), until);
  if (!answer && ended_) co_return Failed(*ended_);
  co_return answer;
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
