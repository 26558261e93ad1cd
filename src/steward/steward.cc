#include "steward/steward.h"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/log.h"
#include "base/pool.h"
#include "base/signal.h"
#include "model/job.h"
#include "steward/courier.h"
#include "steward/settle.h"
#include "steward/sweeps.h"

namespace docmill::steward {
namespace {

constexpr std::size_t kSettlers = 2;           // their commits share one write to the disk
constexpr std::size_t kCallbacksAtOnce = 8;    // beside the settling; one address that hangs must not hold up the others
constexpr std::chrono::seconds kLease{120};    // longer than a settlement and a callback take together
constexpr std::chrono::seconds kBusyDelay{5};  // of a callback that found no room
constexpr std::chrono::seconds kLongestBackoff{60};
constexpr std::chrono::milliseconds kPause{500};  // after a queue that could not be reached
constexpr std::chrono::minutes kIdleLook{1};
constexpr std::uint32_t kPatience = 5;  // deliveries of a message that cannot be read or has no result

std::chrono::seconds backoff(std::uint32_t delivery) {
  return std::min(std::chrono::seconds{1U << std::min(delivery, 6U)}, kLongestBackoff);
}

}  // namespace

class Steward::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(StewardParts parts, StewardOptions options)
      : parts_(parts), options_(std::move(options)), pool_("steward", 1), sweeps_(all_sweeps(pool_)), courier_(parts_, options_) {
    options_.batch = std::max<std::size_t>(options_.batch, 1);
    options_.page = std::max<std::size_t>(options_.page, 1);
  }

  Async<void> run();
  void drain();
  Async<Result<std::uint64_t>> settle_all();
  Async<std::vector<SweepReport>> sweep(bool dry_run);
  Async<SweepReport> reconcile();

 private:
  enum class Callbacks { Beside, Inline };

  Async<void> settler(std::shared_ptr<Impl> self);
  Async<void> sweeper(std::shared_ptr<Impl> self);
  Async<void> observer(std::shared_ptr<Impl> self);
  Async<void> observe(std::string name, queue::Queue& queue);
  Async<void> observe_holds();
  void begin_counting();
  Async<void> wait(Deadline until);
  Async<void> idle();
  Async<void> handle(queue::Lease lease, Callbacks callbacks);
  Async<Result<void>> settle_message(queue::Lease lease, Callbacks callbacks);
  Async<Result<void>> without_result(queue::Lease lease, std::string_view why, std::string reason);
  Async<Result<void>> start_callback(queue::Lease lease, model::JobResult result, trace::Span span);
  Async<void> call_back_beside(std::shared_ptr<Impl> self, queue::Lease lease, model::JobResult result, trace::Span span);
  Async<Result<void>> call_back(queue::Lease lease, model::JobResult result, trace::Span span);

  StewardParts parts_;
  StewardOptions options_;
  Pool pool_;
  std::vector<std::unique_ptr<Sweep>> sweeps_;
  Courier courier_;
  bool leaving_ = false;
  Signal changed_;                     // drain() was called, or a coroutine of ours ended
  std::size_t running_ = 0;            // coroutines of ours
  std::unordered_set<JobId> calling_;  // jobs whose callback is being delivered here
};

Async<void> Steward::Impl::run() {
  const auto executor = co_await boost::asio::this_coro::executor;
  begin_counting();
  running_ += kSettlers + 2;
  for (std::size_t i = 0; i < kSettlers; ++i) spawn(executor, settler(shared_from_this()));
  spawn(executor, sweeper(shared_from_this()));
  spawn(executor, observer(shared_from_this()));
  while (running_ > 0) {
    const auto seen = changed_.count();
    co_await changed_.wait(seen, Deadline::never());
  }
}

void Steward::Impl::drain() {
  leaving_ = true;
  changed_.notify();
}

Async<void> Steward::Impl::wait(Deadline until) {
  while (!leaving_ && !until.passed()) {
    const auto seen = changed_.count();
    co_await changed_.wait(seen, until);
  }
}

/// Until a completion message may be there, or the steward is asked to leave.
Async<void> Steward::Impl::idle() {
  using namespace boost::asio::experimental::awaitable_operators;
  const auto until = Deadline::in(kIdleLook);
  const auto seen = changed_.count();
  if (leaving_) co_return;
  co_await (parts_.completions.wait(until) || changed_.wait(seen, until));
}

Async<void> Steward::Impl::settler(std::shared_ptr<Impl> self) {
  while (!leaving_) {
    auto lease = co_await parts_.completions.take(kLease);
    if (!lease) {
      log::failure("no completion taken", lease.error());
      co_await wait(Deadline::in(kPause));
    } else if (*lease) {
      co_await handle(std::move(**lease), Callbacks::Beside);
    } else {
      co_await idle();
    }
  }
  --running_;
  changed_.notify();
}

Async<void> Steward::Impl::sweeper(std::shared_ptr<Impl> self) {
  while (!leaving_) {
    co_await sweep(false);
    co_await wait(Deadline::in(options_.sweep_every));
  }
  --running_;
  changed_.notify();
}

/// Tells how the queues stand. The age of the oldest message is what to scale workers by.
Async<void> Steward::Impl::observer(std::shared_ptr<Impl> self) {
  while (!leaving_) {
    co_await observe("jobs", parts_.jobs);
    co_await observe("completions", parts_.completions);
    co_await observe_holds();
    co_await wait(Deadline::in(kObserveEvery));
  }
  --running_;
  changed_.notify();
}

Async<void> Steward::Impl::observe(std::string name, queue::Queue& queue) {
  const auto stats = co_await queue.stats();
  if (!stats) {
    log::failure("queue not observed", stats.error(), {{"queue", name}});
    co_return;
  }
  const auto show = [&](const char* metric, const char* help, double value) {
    parts_.metrics.gauge(metric, help, value, {{"queue", name}});
  };
  const auto count = [](std::uint64_t messages) { return static_cast<double>(messages); };
  show("docmill_queue_waiting_messages", "Messages that a taker would get now.", count(stats->waiting));
  show("docmill_queue_delayed_messages", "Messages leased, or to come later.", count(stats->delayed));
  show("docmill_queue_dead_letters", "Messages put aside for a person.", count(stats->dead));
  show("docmill_queue_oldest_age_seconds", "Age of the oldest message a taker would get now.",
       static_cast<double>(stats->oldest_age.count()) / 1000);
}

/// Holds are open while their jobs wait and run; one that stays open is a job that is lost to sight.
Async<void> Steward::Impl::observe_holds() {
  const auto now = parts_.clock.now();
  const auto open = co_await parts_.accounts.open_holds(now, options_.batch);
  if (!open) {
    log::failure("holds not observed", open.error());
    co_return;
  }
  const auto oldest = open->empty() ? std::chrono::milliseconds{0} : now - open->front().made_at;
  parts_.metrics.gauge("docmill_holds_open", "Open holds; no more than 500 are counted.", static_cast<double>(open->size()));
  parts_.metrics.gauge("docmill_holds_oldest_age_seconds", "Age of the oldest open hold.", std::chrono::duration<double>(oldest).count());
}

/// Alerts look at what is added to a counter, and to the first thing counted nothing was added: so counters begin at nought.
void Steward::Impl::begin_counting() {
  for (const auto outcome : {model::Outcome::Succeeded, model::Outcome::Failed, model::Outcome::Cancelled}) {
    parts_.metrics.count("docmill_settled_total", "Completion messages settled, by the job's outcome.",
                         {{"outcome", std::string(name(outcome))}}, 0);
  }
  for (const auto* outcome : {"delivered", "tried again", "failed"}) {
    parts_.metrics.count("docmill_callbacks_total", "Callback posts by what came of them.", {{"outcome", outcome}}, 0);
  }
  for (const auto& sweep : sweeps_) {
    parts_.metrics.count("docmill_swept_total", "Things sweeps removed, settled or put again.", {{"sweep", std::string(sweep->name())}}, 0);
    parts_.metrics.count("docmill_sweep_failures_total", "Sweeps that met trouble.", {{"sweep", std::string(sweep->name())}}, 0);
  }
}

Async<Result<std::uint64_t>> Steward::Impl::settle_all() {
  for (std::uint64_t settled = 0;; ++settled) {
    auto lease = co_await parts_.completions.take(kLease);
    if (!lease) co_return Failed(lease.error());
    if (!*lease) co_return settled;
    co_await handle(std::move(**lease), Callbacks::Inline);
  }
}

Async<void> Steward::Impl::handle(queue::Lease lease, Callbacks callbacks) {
  auto done = co_await settle_message(std::move(lease), callbacks);
  // The lease runs out and the message comes again; settling twice changes nothing.
  if (!done) log::failure("completion not given back", done.error());
}

Async<Result<void>> Steward::Impl::settle_message(queue::Lease lease, Callbacks callbacks) {
  auto message = model::message_from_json(lease.body);
  if (!message) co_return co_await without_result(std::move(lease), "a completion cannot be read", message.error().describe());
  auto span = trace::processing(parts_.tracer, "process completions", "completions", message->trace_context());
  span.set("docmill.job.id", message->job.text());
  span.set("docmill.tenant.id", message->tenant.text());
  span.set("docmill.delivery", lease.delivery);
  auto result = co_await trace::traced(span.child("read result"), read_result(parts_.store, message->tenant, message->job));
  if (!result && result.error().code() == ErrorCode::Corrupt) {
    co_return co_await without_result(std::move(lease), "a result cannot be read", result.error().describe());
  }
  if (!result) {
    log::failure("result not read", result.error(), {{"job", message->job}});
    const auto delay = backoff(lease.delivery);
    co_return co_await parts_.completions.release(std::move(lease), delay);
  }
  if (!*result) co_return co_await without_result(std::move(lease), "a completion has no result", {});
  auto settled = co_await trace::traced(span.child("settle"), settle(parts_.accounts, **result));
  if (!settled) {
    log::failure("charge not settled", settled.error(), {{"job", message->job}, {"tenant", message->tenant}});
    const auto delay = backoff(lease.delivery);
    co_return co_await parts_.completions.release(std::move(lease), delay);
  }
  const auto outcome = std::string(name((*result)->outcome));
  parts_.metrics.count("docmill_settled_total", "Completion messages settled, by the job's outcome.", {{"outcome", outcome}});
  span.set("docmill.outcome", outcome);
  log::debug("job settled", {{"job", message->job},
                             {"tenant", message->tenant},
                             {"outcome", outcome},
                             {"trace_id", span.trace_id()},
                             {"span_id", span.span_id()}});
  if (!(*result)->has_callback) co_return co_await parts_.completions.ack(std::move(lease));
  if (callbacks == Callbacks::Inline) co_return co_await call_back(std::move(lease), std::move(**result), std::move(span));
  co_return co_await start_callback(std::move(lease), std::move(**result), std::move(span));
}

/// Nothing can be settled from this message. It may be a newer release's or ahead of a slow store, so it comes again a few
/// times; then a person gets it (`reason`), or, when the result is simply gone with its record, nobody.
Async<Result<void>> Steward::Impl::without_result(queue::Lease lease, std::string_view why, std::string reason) {
  log::warn(why, {{"delivery", lease.delivery}, {"reason", reason}});
  const auto delay = backoff(lease.delivery);
  if (lease.delivery < kPatience) co_return co_await parts_.completions.release(std::move(lease), delay);
  if (reason.empty()) co_return co_await parts_.completions.ack(std::move(lease));
  co_return co_await parts_.completions.bury(std::move(lease), "corrupt: The completion could not be read.");
}

/// Delivers beside the settling when there is room and this job's callback is not under way already.
Async<Result<void>> Steward::Impl::start_callback(queue::Lease lease, model::JobResult result, trace::Span span) {
  const bool room = calling_.size() < kCallbacksAtOnce;
  if (room && calling_.insert(result.job).second) {
    ++running_;
    spawn(co_await boost::asio::this_coro::executor,
          call_back_beside(shared_from_this(), std::move(lease), std::move(result), std::move(span)));
    co_return Result<void>{};
  }
  // A release counts as a try. A first try that found no room is put anew, so that it is not lost to other people's
  // slow addresses.
  if (room || lease.delivery > 1) co_return co_await parts_.completions.release(std::move(lease), kBusyDelay);
  auto put = co_await parts_.completions.put(lease.body, kBusyDelay);
  if (!put) co_return put;
  co_return co_await parts_.completions.ack(std::move(lease));
}

Async<void> Steward::Impl::call_back_beside(std::shared_ptr<Impl> self, queue::Lease lease, model::JobResult result, trace::Span span) {
  const auto job = result.job;
  auto done = co_await call_back(std::move(lease), std::move(result), std::move(span));
  if (!done) log::failure("completion not given back", done.error(), {{"job", job}});
  calling_.erase(job);
  --running_;
  changed_.notify();
}

Async<Result<void>> Steward::Impl::call_back(queue::Lease lease, model::JobResult result, trace::Span span) {
  const auto job = result.job;
  auto next = co_await courier_.deliver(std::move(result), lease.delivery, span);
  if (!next) {
    log::failure("callback not dealt with", next.error(), {{"job", job}});
    const auto delay = backoff(lease.delivery);
    co_return co_await parts_.completions.release(std::move(lease), delay);
  }
  if (*next) co_return co_await parts_.completions.release(std::move(lease), **next);
  co_return co_await parts_.completions.ack(std::move(lease));
}

Async<std::vector<SweepReport>> Steward::Impl::sweep(bool dry_run) {
  SweepRun run{.parts = parts_, .options = options_, .dry_run = dry_run, .quit = [this] { return leaving_; }};
  auto reports = co_await run_sweeps(std::move(run), sweeps_);
  for (const auto& report : reports) {
    if (report.acted > 0) {
      log::info("swept", {{"sweep", report.sweep}, {"examined", report.examined}, {"acted", report.acted}, {"dry_run", dry_run ? 1 : 0}});
    }
    if (dry_run) continue;
    const auto acted = static_cast<double>(report.acted);
    parts_.metrics.count("docmill_swept_total", "Things sweeps removed, settled or put again.", {{"sweep", report.sweep}}, acted);
    if (!report.trouble.empty()) {
      parts_.metrics.count("docmill_sweep_failures_total", "Sweeps that met trouble.", {{"sweep", report.sweep}});
    }
  }
  co_return reports;
}

Async<SweepReport> Steward::Impl::reconcile() {
  SweepRun run{.parts = parts_, .options = options_, .dry_run = false, .quit = [this] { return leaving_; }};
  std::vector<std::unique_ptr<Sweep>> only;
  only.push_back(steward::reconcile());
  auto reports = co_await run_sweeps(std::move(run), only);
  co_return std::move(reports.front());
}

Steward::Steward(StewardParts parts, StewardOptions options) : impl_(std::make_shared<Impl>(parts, std::move(options))) {}

Steward::~Steward() = default;

Async<void> Steward::run() {
  return impl_->run();
}

void Steward::drain() {
  impl_->drain();
}

Async<Result<std::uint64_t>> Steward::settle_all() {
  return impl_->settle_all();
}

Async<std::vector<SweepReport>> Steward::sweep(bool dry_run) {
  return impl_->sweep(dry_run);
}

Async<SweepReport> Steward::reconcile() {
  return impl_->reconcile();
}

}  // namespace docmill::steward
