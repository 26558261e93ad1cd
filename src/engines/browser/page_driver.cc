#include "engines/browser/page_driver.h"

#include <fmt/format.h>

#include <optional>

#include "base/units.h"

namespace docmill::engines::browser {
namespace {

constexpr std::chrono::milliseconds kAskAgain{50};
constexpr std::size_t kMostLoaders = 1000;  // documents one frame may go through
// How long nothing else begins after a document that was stopped while it loaded.
constexpr std::chrono::milliseconds kCalm{500};

}  // namespace

PageDriver::PageDriver(Page& page, Intercept& intercept, const StepRequest& request, Stop& stop)
    : page_(page), intercept_(intercept), request_(request), stop_(stop), total_(Deadline::in(request.budgets.total)) {
  phase_span_ = trace::child_of(request_.span, name(phase_));
  intercept_.main_frame(page_.target());
  intercept_.open([this](const std::string& session, std::string_view method, CdpClient::Params params) {
    page_.tell(session, method, std::move(params));
    if (intercept_.page_error()) page_.changed().notify();
  });
  page_.listen(
      [this](const std::string& session, std::string_view method, const CdpClient::Params& params) { handle(session, method, params); });
  stop_.on_request([this] { page_.end(fail(ErrorCode::Cancelled, "The job was cancelled.")); });
  if (request_.on_phase) request_.on_phase(phase_);
}

PageDriver::~PageDriver() {
  stop_.on_request({});
  page_.listen({});
  intercept_.close();
}

void PageDriver::handle(const std::string& session, std::string_view method, const CdpClient::Params& params) {
  if (method == "Fetch.requestPaused") return intercept_.paused(session, params);
  if (method == "Page.frameStoppedLoading" && text_at(params, "frameId") == page_.target()) return stopped_loading();
  if (method != "Page.lifecycleEvent" || text_at(params, "frameId") != page_.target()) return;
  const auto loader = text_at(params, "loaderId");
  if (loaders_.size() < kMostLoaders) loaders_.insert(loader);
  if (before_.contains(loader)) return;
  const auto moment = text_at(params, "name");
  if (moment == "init") {  // another document than the last
    reached_.clear();
    if (emptying_) intercept_.document_given();
    emptying_ = false;
    stopped_at_.reset();
  }
  if (emptying_) return;
  if (reached_.size() < kMostLoaders) reached_.insert(moment);
  page_.changed().notify();
}

void PageDriver::stopped_loading() {
  if (emptying_ || !reached("init")) return;  // that was the document before
  stopped_at_ = Deadline::Steady::now();
  page_.changed().notify();
}

bool PageDriver::reached(std::string_view moment) const {
  return reached_.contains(moment);
}

std::chrono::milliseconds PageDriver::budget() const {
  if (phase_ == Phase::Load) return request_.budgets.load;
  return phase_ == Phase::Layout ? request_.budgets.layout : request_.budgets.export_;
}

Deadline PageDriver::until() const {
  return Deadline::at(phase_began_ + budget()).earlier(total_);
}

void PageDriver::close_phase() {
  const auto now = Deadline::Steady::now();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(now - phase_began_);
  phase_ms_[std::string(name(phase_))] += static_cast<std::uint64_t>(took.count());
  phase_began_ = now;
  phase_span_.end();
}

void PageDriver::begin(Phase phase) {
  close_phase();
  phase_ = phase;
  phase_span_ = trace::child_of(request_.span, name(phase));
  if (request_.on_phase) request_.on_phase(phase);
}

Error PageDriver::over_budget() const {
  const auto text = total_.passed()
                        ? fmt::format("The page took longer than {}, the limit for the whole conversion.", show(request_.budgets.total))
                        : fmt::format("The page took longer than {}, the limit for its {} phase.", show(budget()), name(phase_));
  return fail(ErrorCode::DeadlineExceeded, text);
}

Async<Result<CdpClient::Params>> PageDriver::call(std::string method, CdpClient::Params params) {
  if (const auto& ended = page_.ended()) co_return Failed(*ended);
  co_return co_await answer_to(ask(std::move(method), std::move(params)));
}

Async<Result<CdpClient::Params>> PageDriver::answer_to(CdpClient::Asked asked) {
  auto answer = co_await page_.answer_to(std::move(asked), until());
  if (!answer && answer.error().code() == ErrorCode::DeadlineExceeded && !page_.ended()) co_return Failed(over_budget());
  co_return answer;
}

Async<Result<void>> PageDriver::wait_for(std::function<bool()> done) {
  while (true) {
    const auto seen = page_.changed().count();
    if (const auto& ended = page_.ended()) co_return Failed(*ended);
    if (done()) co_return Result<void>{};
    const bool in_time = co_await page_.changed().wait(seen, until());
    if (!in_time) co_return Failed(over_budget());
  }
}

Async<Result<void>> PageDriver::sleep(std::chrono::milliseconds length) {
  const auto end = Deadline::in(length).earlier(until());
  while (!end.passed()) {
    if (const auto& ended = page_.ended()) co_return Failed(*ended);
    const auto seen = page_.changed().count();
    co_await page_.changed().wait(seen, end);
  }
  if (until().passed()) co_return Failed(over_budget());
  co_return Result<void>{};
}

Async<Result<boost::json::value>> PageDriver::evaluate(std::string script, std::string thrown) {
  CdpClient::Params params{{"expression", std::move(script)}, {"awaitPromise", true}, {"returnByValue", true}, {"silent", true}};
  auto answer = co_await call("Runtime.evaluate", std::move(params));
  if (!answer) co_return Failed(std::move(answer.error()));
  if (answer->contains("exceptionDetails")) co_return Failed(fail(ErrorCode::BadRequest, std::move(thrown)));
  const auto* value = object_at(*answer, "result").if_contains("value");
  co_return value == nullptr ? boost::json::value() : *value;
}

Async<Result<void>> PageDriver::wait_until_true(std::string script, std::string thrown) {
  std::optional<Error> refused;  // what the budget ends with, wherever it does
  while (true) {
    auto value = co_await evaluate(script, thrown);
    // The page may be between two documents, or the caller's expression may need what is not there yet.
    const bool threw = !value && value.error().code() == ErrorCode::BadRequest;
    const bool not_yet = threw || (!value && value.error().code() == ErrorCode::EngineFailed);
    const bool late = !value && value.error().code() == ErrorCode::DeadlineExceeded;
    if (!value && (!not_yet || page_.ended())) co_return Failed(late && refused ? *refused : value.error());
    if (value && value->is_bool() && value->get_bool()) co_return Result<void>{};
    if (threw) refused = value.error();
    if (value) refused.reset();
    auto slept = co_await sleep(kAskAgain);
    if (slept) continue;
    if (refused) co_return Failed(*refused);
    co_return slept;
  }
}

Result<void> PageDriver::in_time(Result<void> done) const {
  if (!done && done.error().code() == ErrorCode::DeadlineExceeded && !page_.ended()) return Failed(over_budget());
  return done;
}

Async<Result<void>> PageDriver::set_window(Window window) {
  co_return in_time(co_await page_.set_window(window, until()));
}

Async<Result<void>> PageDriver::set_media(std::string media) {
  co_return in_time(co_await page_.set_media(std::move(media), until()));
}

Async<Result<void>> PageDriver::give(std::string html) {
  reached_.clear();
  stopped_at_.reset();
  left_ = emptying_ = true;
  CdpClient::Params content{{"frameId", page_.target()}, {"html", std::move(html)}};
  auto given = co_await call("Page.setDocumentContent", std::move(content));
  if (!given) co_return Failed(std::move(given.error()));
  co_return co_await wait_for_load();
}

Async<Result<void>> PageDriver::navigate(std::string url) {
  left_ = true;
  before_ = loaders_;
  reached_.clear();
  stopped_at_.reset();
  CdpClient::Params params{{"url", std::move(url)}};
  auto gone = co_await call("Page.navigate", std::move(params));
  if (!gone && gone.error().cause().find("invalid URL") != std::string::npos)
    co_return Failed(
        fail(ErrorCode::BadRequest, "Url: this is no address; send one like https://example.com/page.").cause(gone.error().cause()));
  if (!gone) co_return Failed(std::move(gone.error()));
  if (const auto& error = intercept_.page_error()) co_return Failed(*error);
  if (!text_at(*gone, "errorText").empty()) {
    auto no_page = fail(ErrorCode::NotApplicable, "The address leads to something that a browser does not show as a page.");
    co_return Failed(std::move(no_page).cause(text_at(*gone, "errorText")));
  }
  co_return co_await wait_for_load();
}

/// A document has loaded, or was stopped before: by its script, or by one that led to an address which is no page (mailto:, an app's own).
/// It is shown as far as it is there, as browsers show it.
Async<Result<void>> PageDriver::wait_for_load() {
  while (true) {
    const auto seen = page_.changed().count();
    if (const auto& ended = page_.ended()) co_return Failed(*ended);
    if (const auto& error = intercept_.page_error()) co_return Failed(*error);
    if (reached("load")) co_return Result<void>{};
    const auto calm = stopped_at_ ? Deadline::at(*stopped_at_ + kCalm) : Deadline::never();
    if (calm.passed()) co_return Result<void>{};
    co_await page_.changed().wait(seen, until().earlier(calm));
    if (until().passed()) co_return Failed(over_budget());
  }
}

Async<Result<void>> PageDriver::wait_until_idle() {
  std::function<bool()> idle = [this] { return reached("networkIdle"); };
  co_return co_await wait_for(std::move(idle));
}

}  // namespace docmill::engines::browser
