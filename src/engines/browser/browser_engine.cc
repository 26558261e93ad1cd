#include "engines/browser/browser_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "base/log.h"
#include "base/trace.h"
#include "engines/browser/page_run.h"
#include "engines/browser/warm_up.h"
#include "engines/protocol.h"

namespace docmill::engines::browser {
namespace {

constexpr std::chrono::seconds kOpenPatience{15};  // for a page in a browser that runs; it takes 30 ms
constexpr std::chrono::seconds kStopPatience{10};

constexpr std::chrono::milliseconds kLeastResourceTime{100};

// Opening a page takes a document's worth of work, so most are opened when nobody waits: when no document has been worked on for so long.
constexpr std::chrono::milliseconds kQuiet{100};
// And so many meanwhile.
constexpr std::size_t kReadyWhileBusy = 2;
// What takes longer may hold much memory, and is closed at once.
constexpr std::chrono::milliseconds kBrief{500};

using Process = std::shared_ptr<BrowserProcess>;

/// A sender learns by a picture with an address of its own that a message was read, when and where from.
bool is_of_message(const StepRequest& request) {
  const auto was = [](const Document& input) { return input.was == "eml" || input.was == "msg"; };
  return std::ranges::any_of(request.inputs, was);
}

Async<Result<StepResult>> run_in(Page& page, const StepRequest& request, BrowserJob job, std::shared_ptr<Intercept> intercept, Stop& stop) {
  page.process().count_document();
  PageRun run(page, request, std::move(job), std::move(intercept), stop);
  co_return co_await run.run();
}

}  // namespace

BrowserOptions browser_options(const EngineOptions& options, FetchResource fetch) {
  BrowserOptions out;
  out.spawn.program = options.program;
  out.spawn.run_dir = options.run_dir;
  // A renderer begins with about 300 MB of private memory, most of it never touched.
  out.spawn.process_memory = options.memory_growth + (512ULL << 20);
  out.spawn.whole_memory = 4 * options.memory_growth + (1ULL << 30);
  out.fetch = std::move(fetch);
  return out;
}

class BrowserEngine::Impl : public std::enable_shared_from_this<BrowserEngine::Impl> {
 public:
  Impl(Executor executor, BrowserOptions options) : executor_(std::move(executor)), options_(std::move(options)) {
    if (options_.fetch) options_.fetch = counted(std::move(options_.fetch));
  }

  /// The browser that takes documents; one is started when there is none. Errors: Unavailable.
  Async<Result<Process>> browser();
  /// A page, opened ahead or now. Errors: Unavailable, EngineFailed.
  Async<Result<std::unique_ptr<Page>>> take_page(Place place);
  /// Prepares what the next documents need: pages, and a new browser when this one is used up.
  void look_ahead();
  /// Drops the pages that wait: one of them was broken, and they were opened together.
  void forget_ready() {
    over_.clear();
    ready_.clear();
    ready_nowhere_.clear();
  }
  Async<void> stop();

  /// Closes a page whose document is done: now, or when there is time for it.
  void close(std::unique_ptr<Page> page, Deadline::Steady::time_point began);
  /// Around the work on a document.
  void begin_document();
  void end_document();

  const Process& current() const { return current_; }
  const BrowserOptions& options() const { return options_; }
  const Executor& executor() const { return executor_; }
  std::size_t ready_pages() const { return ready_.size(); }
  std::size_t warm_pages() const {
    return static_cast<std::size_t>(std::ranges::count_if(ready_, [](const auto& page) { return page->warm(); }));
  }

 private:
  FetchResource counted(FetchResource fetch);
  Async<void> start_one();
  Async<std::unique_ptr<Page>> ready_page(Place place);
  std::deque<std::unique_ptr<Page>>& ready_at(Place place) { return place == Place::Document ? ready_ : ready_nowhere_; }
  std::optional<Place> place_ahead() const;
  void open_ahead();
  Async<void> prepare_page(Place place);
  std::unique_ptr<Page> take_cold();
  Async<void> prepare_warm(std::unique_ptr<Page> page);
  void prepared(Place place, Result<std::unique_ptr<Page>> page);
  Async<void> wait_for_quiet();
  bool used_up() const;

  Executor executor_;
  BrowserOptions options_;
  Process current_;
  std::vector<std::weak_ptr<BrowserProcess>> older_;
  std::deque<std::unique_ptr<Page>> ready_;
  std::deque<std::unique_ptr<Page>> ready_nowhere_;
  std::deque<std::unique_ptr<Page>> over_;  // still ones whose documents are done, to be closed
  bool visits_ = false;                     // this browser was asked for addresses
  std::optional<Error> why_none_;
  std::size_t fetches_ = 0;  // under way; they borrow what whoever wired us owns
  bool starting_ = false;
  std::optional<Place> preparing_;
  bool awaited_ = false;  // somebody waits for the page that is being prepared
  std::size_t under_way_ = 0;
  Deadline::Steady::time_point last_end_;  // of a document
  bool asked_ = false;                     // a document has come, so more may
  bool quiet_ = true;                      // none has for a while
  bool waits_for_quiet_ = false;
  bool stopped_ = false;
  Signal changed_;
};

/// So that stop() can wait for those that outlive their documents.
FetchResource BrowserEngine::Impl::counted(FetchResource fetch) {
  return [this, fetch = std::move(fetch)](ResourceRequest request) -> Async<Result<Resource>> {
    return [](std::shared_ptr<Impl> self, FetchResource inner, ResourceRequest wanted) -> Async<Result<Resource>> {
      ++self->fetches_;
      auto got = co_await inner(std::move(wanted));
      --self->fetches_;
      self->changed_.notify();
      co_return got;
    }(shared_from_this(), fetch, std::move(request));
  };
}

Async<void> BrowserEngine::Impl::start_one() {
  auto started = co_await BrowserProcess::start(executor_, options_.spawn, Deadline::in(options_.start_timeout));
  starting_ = false;
  if (!started) {
    log::failure("the browser could not be started", started.error());
    why_none_ = started.error();
  } else if (stopped_) {
    (*started)->kill();
    older_.push_back(*started);
  } else {
    forget_ready();
    visits_ = false;
    if (current_) {
      older_.push_back(current_);
      current_->retire();
    }
    std::erase_if(older_, [](const auto& one) { return one.expired(); });
    current_ = *std::move(started);
    why_none_.reset();
    open_ahead();
  }
  changed_.notify();
}

Async<Result<Process>> BrowserEngine::Impl::browser() {
  const auto self = shared_from_this();
  for (bool asked = false;;) {
    const auto seen = changed_.count();
    if (stopped_) co_return Failed(fail(ErrorCode::Unavailable, "The service is stopping."));
    if (current_ && current_->alive() && !current_->retired()) co_return current_;
    if (!starting_ && asked)
      co_return Failed(why_none_.value_or(fail(ErrorCode::Unavailable, "The browser ended as soon as it had started.")));
    if (!starting_) {
      starting_ = asked = true;
      docmill::spawn(executor_, [](std::shared_ptr<Impl> impl) -> Async<void> { co_await impl->start_one(); }(self));
    }
    co_await changed_.wait(seen, Deadline::in(options_.start_timeout + kOpenPatience));
    asked = true;
  }
}

/// One that waits, or the one that is just being opened: that will be there sooner than another. None when there is neither.
Async<std::unique_ptr<Page>> BrowserEngine::Impl::ready_page(Place place) {
  auto& ready = ready_at(place);
  const auto self = shared_from_this();
  const auto until = Deadline::in(kOpenPatience);
  while (true) {
    while (!ready.empty()) {
      auto page = std::move(ready.front());
      ready.pop_front();
      if (page->alive() && !page->process().retired()) co_return page;
    }
    if (preparing_ != place || awaited_ || until.passed()) co_return nullptr;
    awaited_ = true;
    const auto seen = changed_.count();
    co_await changed_.wait(seen, until);
    awaited_ = false;
  }
}

Async<Result<std::unique_ptr<Page>>> BrowserEngine::Impl::take_page(Place place) {
  const auto self = shared_from_this();
  if (place == Place::Nowhere) visits_ = true;
  if (auto page = co_await ready_page(place)) {
    open_ahead();  // beside the work on this document, which leaves a processor free most of the time
    co_return page;
  }
  for (int tries = 2;; --tries) {
    auto process = co_await browser();
    if (!process) co_return Failed(process.error());
    auto page = co_await Page::open(*process, place, Deadline::in(kOpenPatience));
    if (page || tries == 0) co_return page;
    log::failure("a page could not be opened; its browser is replaced", page.error());
    (*process)->retire();
  }
}

bool BrowserEngine::Impl::used_up() const {
  return current_ && (current_->documents() >= options_.documents || current_->resident_bytes() > options_.resident_bytes);
}

void BrowserEngine::Impl::look_ahead() {
  if (stopped_) return;
  const bool gone = !current_ || !current_->alive() || current_->retired();
  if ((!gone && !used_up()) || starting_) return open_ahead();
  starting_ = true;
  docmill::spawn(executor_, [](std::shared_ptr<Impl> self) -> Async<void> { co_await self->start_one(); }(shared_from_this()));
}

/// For which documents a page is missing. One for addresses is enough, and only where any were asked for: they take their time anyway.
std::optional<Place> BrowserEngine::Impl::place_ahead() const {
  const auto wanted = asked_ && quiet_ ? options_.ready_pages : std::min(options_.ready_pages, kReadyWhileBusy);
  if (ready_.size() < wanted) return Place::Document;
  const bool visit = visits_ && options_.ready_pages > 0 && ready_nowhere_.empty();
  return visit ? std::optional(Place::Nowhere) : std::nullopt;
}

/// One after the other: two at once would be in each other's way.
void BrowserEngine::Impl::open_ahead() {
  if (stopped_ || preparing_) return;
  // One that is used up still serves until its successor has started.
  const bool serves = current_ && current_->alive() && !current_->retired() && (starting_ || !used_up());
  if (!serves) return;
  if (const auto place = place_ahead()) {
    if (!over_.empty()) over_.pop_front();  // not all at once
    preparing_ = place;
    docmill::spawn(executor_, [](std::shared_ptr<Impl> self, Place at) -> Async<void> {
      co_await self->prepare_page(at);
    }(shared_from_this(), *place));
  } else if (auto page = take_cold()) {
    preparing_ = Place::Document;
    docmill::spawn(executor_, [](std::shared_ptr<Impl> self, std::unique_ptr<Page> cold) -> Async<void> {
      co_await self->prepare_warm(std::move(cold));
    }(shared_from_this(), std::move(page)));
  } else if (quiet_) {
    over_.clear();
  }
}

Async<void> BrowserEngine::Impl::prepare_page(Place place) {
  auto page = co_await Page::open(current_, place, Deadline::in(kOpenPatience));
  prepared(place, std::move(page));
}

/// Closing one takes a processor for 20 ms and the browser's own thread for 5, for which the next document would wait.
void BrowserEngine::Impl::close(std::unique_ptr<Page> page, Deadline::Steady::time_point began) {
  const bool brief = Deadline::Steady::now() - began < kBrief;
  if (!brief || !page->still() || stopped_ || options_.ready_pages == 0) return;
  over_.push_back(std::move(page));
  if (over_.size() > options_.ready_pages) over_.pop_front();
}

/// A page that has not been warmed up, when there is time for it.
std::unique_ptr<Page> BrowserEngine::Impl::take_cold() {
  if (!asked_ || !quiet_) return nullptr;
  const auto cold = std::ranges::find_if(ready_, [](const auto& page) { return !page->warm(); });
  if (cold == ready_.end()) return nullptr;
  auto page = std::move(*cold);
  ready_.erase(cold);
  return page;
}

Async<void> BrowserEngine::Impl::prepare_warm(std::unique_ptr<Page> page) {
  auto warmed = co_await warm_up(*page, Deadline::in(kOpenPatience));
  prepared(Place::Document, warmed ? Result<std::unique_ptr<Page>>(std::move(page)) : Failed(std::move(warmed.error())));
}

void BrowserEngine::Impl::prepared(Place place, Result<std::unique_ptr<Page>> page) {
  preparing_.reset();
  // When it failed, the next document finds out why.
  const bool good = page.has_value();
  if (good && !stopped_ && current_.get() == &(*page)->process()) {
    auto& ready = ready_at(place);
    ready.insert((*page)->warm() ? ready.begin() : ready.end(), *std::move(page));  // those that are warm go first
  }
  changed_.notify();
  if (good) open_ahead();
}

void BrowserEngine::Impl::begin_document() {
  ++under_way_;
  asked_ = true;
  quiet_ = false;
}

void BrowserEngine::Impl::end_document() {
  last_end_ = Deadline::Steady::now();
  if (--under_way_ > 0 || waits_for_quiet_ || stopped_) return;
  waits_for_quiet_ = true;
  docmill::spawn(executor_, [](std::shared_ptr<Impl> self) -> Async<void> { co_await self->wait_for_quiet(); }(shared_from_this()));
}

Async<void> BrowserEngine::Impl::wait_for_quiet() {
  while (!stopped_ && under_way_ == 0) {
    const auto until = Deadline::at(last_end_ + kQuiet);
    quiet_ = until.passed();
    if (quiet_) break;
    const auto seen = changed_.count();
    co_await changed_.wait(seen, until);
  }
  waits_for_quiet_ = false;
  changed_.notify();
  if (quiet_) look_ahead();
}

Async<void> BrowserEngine::Impl::stop() {
  const auto self = shared_from_this();
  stopped_ = true;
  forget_ready();
  changed_.notify();
  const auto until = Deadline::in(kStopPatience);
  if (current_) older_.push_back(current_);
  const auto all = std::exchange(older_, {});
  current_.reset();
  for (const auto& one : all) {
    const auto process = one.lock();
    if (!process) continue;
    process->kill();
    co_await process->gone(until);
  }
  // Fetches end by their own time limit at the latest.
  const auto last_fetch = Deadline::in(options_.limits.resource_time + kStopPatience);
  while ((starting_ || preparing_ || waits_for_quiet_ || fetches_ > 0) && !last_fetch.passed()) {
    const auto seen = changed_.count();
    co_await changed_.wait(seen, last_fetch);
  }
  for (const auto& one : std::exchange(older_, {})) {
    const auto process = one.lock();
    if (process) co_await process->gone(until);
  }
}

/// A document is worked on while this lives.
class BrowserEngine::Underway {
 public:
  explicit Underway(Impl& impl) : impl_(impl) { impl_.begin_document(); }
  ~Underway() { impl_.end_document(); }
  Underway(const Underway&) = delete;
  Underway& operator=(const Underway&) = delete;

 private:
  Impl& impl_;
};

BrowserEngine::BrowserEngine(Executor executor, BrowserOptions options)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(options))) {}

BrowserEngine::~BrowserEngine() = default;

Async<Result<void>> BrowserEngine::start() {
  auto process = co_await impl_->browser();
  if (!process) co_return Failed(process.error());
  impl_->look_ahead();
  co_return Result<void>{};
}

Async<Result<StepResult>> BrowserEngine::run(StepRequest request, Stop& stop) {
  const auto impl = impl_;
  const Underway underway(*impl);
  if (stop.requested()) co_return Failed(fail(ErrorCode::Cancelled, "The job was cancelled."));
  if (request.inputs.size() > kMostInputs) {
    co_return Failed(fail(ErrorCode::BadRequest, fmt::format("The browser takes at most {} files at a time.", kMostInputs)));
  }
  auto job = read_job(request.params, request.target != "pdf");
  if (!job) co_return Failed(std::move(job.error()).in(Phase::Load).at("browser.run"));
  for (int tries = 2;; --tries) {
    auto taking = impl->take_page(job->url.empty() ? Place::Document : Place::Nowhere);
    auto page = co_await trace::traced(trace::child_of(request.span, "take page"), std::move(taking));
    if (!page) co_return Failed(std::move(page.error()).in(Phase::Load).at("browser.run"));
    auto limits = impl->options().limits;
    limits.resource_time = std::max(kLeastResourceTime, std::min(limits.resource_time, request.budgets.load / 2));
    auto intercept = std::make_shared<Intercept>(impl->executor(), impl->options().fetch, limits, job->headers);
    if (is_of_message(request) && !job->remote_content) intercept->keep_out();
    const auto began = Deadline::Steady::now();
    auto result = co_await run_in(**page, request, *job, intercept, stop);
    impl->close(*std::move(page), began);
    impl->look_ahead();
    // A page that ends before its document has begun was broken when it was taken: nothing is the document's fault.
    const bool broken_page = !result && !intercept->begun() && info(result.error().code()).retry == Retry::Fresh;
    if (broken_page && tries > 0) {
      impl->forget_ready();
      continue;
    }
    if (!result) co_return Failed(std::move(result.error()).at("browser.run"));
    result->engine = version();
    co_return result;
  }
}

bool BrowserEngine::ready() const {
  return impl_->current() && impl_->current()->alive();
}

std::string BrowserEngine::version() const {
  return impl_->current() ? "browser/" + impl_->current()->version() : std::string();
}

std::vector<sandbox::LayerReport> BrowserEngine::layers() const {
  return impl_->current() ? impl_->current()->layers() : std::vector<sandbox::LayerReport>{};
}

Async<void> BrowserEngine::stop() {
  co_await impl_->stop();
}

std::size_t BrowserEngine::warm_pages() const {
  return impl_->warm_pages();
}

std::size_t BrowserEngine::ready_pages() const {
  return impl_->ready_pages();
}

pid_t BrowserEngine::pid() const {
  return ready() ? impl_->current()->pid() : 0;
}

}  // namespace docmill::engines::browser
