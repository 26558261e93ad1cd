#include "worker/worker.h"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <optional>
#include <set>
#include <utility>

#include "base/log.h"
#include "base/signal.h"
#include "model/job.h"
#include "worker/attempt.h"
#include "worker/oversight.h"
#include "worker/progress_teller.h"

namespace docmill::worker {
namespace {

using Steady = Deadline::Steady;
using Kind = Ending::Kind;

constexpr std::chrono::milliseconds kFirstPause{100};  // after a queue that could not be reached
constexpr std::chrono::milliseconds kLongestPause{5'000};
constexpr std::chrono::minutes kIdleLook{1};  // an idle slot asks again after this, whatever wait() says

void describe_message(trace::Span& span, const model::Message& message, std::uint32_t delivery) {
  span.set("docmill.job.id", message.job.text());
  span.set("docmill.tenant.id", message.tenant.text());
  span.set("docmill.delivery", delivery);
}

}  // namespace

class Worker::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(WorkerParts parts, WorkerOptions options) : parts_(std::move(parts)), options_(std::move(options)) {}

  Async<void> run();
  void drain(Deadline by);
  std::size_t busy() const { return running_.size(); }

 private:
  Async<void> slot(std::shared_ptr<Impl> self);
  Async<void> pause(std::chrono::milliseconds length);
  Async<void> idle();
  Async<void> handle(queue::Lease lease, Steady::time_point asked_at);
  Async<void> handle_stranger(queue::Lease lease, Error error);
  Async<Result<void>> finish(queue::Lease lease, Ending ending);
  void show_busy();

  WorkerParts parts_;
  WorkerOptions options_;
  std::optional<Deadline> leave_by_;
  Signal changed_;  // drain() was called, or a slot ended
  std::size_t slots_ = 0;
  std::set<std::shared_ptr<Oversight>> running_;  // shared with the attempts
};

Async<void> Worker::Impl::run() {
  const auto executor = co_await boost::asio::this_coro::executor;
  slots_ = std::max<std::size_t>(options_.slots, 1);
  for (std::size_t i = 0; i < slots_; ++i) spawn(executor, slot(shared_from_this()));
  show_busy();
  bool stopped = false;
  while (slots_ > 0) {
    const auto seen = changed_.count();
    if (leave_by_ && leave_by_->passed() && !std::exchange(stopped, true)) {
      for (const auto& oversight : running_) oversight->halt(StopReason::Drained);
    }
    co_await changed_.wait(seen, leave_by_ && !stopped ? *leave_by_ : Deadline::never());
  }
}

void Worker::Impl::drain(Deadline by) {
  leave_by_ = leave_by_ ? leave_by_->earlier(by) : by;
  changed_.notify();
}

Async<void> Worker::Impl::slot(std::shared_ptr<Impl> self) {
  auto trouble = kFirstPause;
  while (!leave_by_) {
    const auto asked_at = Steady::now();
    auto lease = co_await parts_.jobs.take(options_.lease);
    if (!lease) {
      log::failure("no message taken", lease.error());
      co_await pause(trouble);
      trouble = std::min(trouble * 2, kLongestPause);
      continue;
    }
    trouble = kFirstPause;
    if (*lease) {
      co_await handle(std::move(**lease), asked_at);
    } else {
      co_await idle();
    }
  }
  --slots_;
  changed_.notify();
}

Async<void> Worker::Impl::pause(std::chrono::milliseconds length) {
  const auto until = Deadline::in(length);
  while (!leave_by_ && !until.passed()) {
    const auto seen = changed_.count();
    co_await changed_.wait(seen, until);
  }
}

/// Until a message may be there, or the worker is asked to leave.
Async<void> Worker::Impl::idle() {
  using namespace boost::asio::experimental::awaitable_operators;
  const auto seen = changed_.count();
  if (leave_by_) co_return;
  const auto until = Deadline::in(kIdleLook);
  co_await (parts_.jobs.wait(until) || changed_.wait(seen, until));
}

Async<void> Worker::Impl::handle(queue::Lease lease, Steady::time_point asked_at) {
  auto message = model::message_from_json(lease.body);
  if (!message) co_return co_await handle_stranger(std::move(lease), std::move(message.error()));

  OversightParts watched{
      .jobs = parts_.jobs,
      .store = parts_.store,
      .result_name = model::result_record(message->tenant, message->job),
      .finished = parts_.events.watch(message->job),
      .lease = lease,
      .lease_time = options_.lease,
      .asked_at = asked_at,
  };
  const auto executor = co_await boost::asio::this_coro::executor;
  const auto oversight = Oversight::start(executor, std::move(watched));
  std::shared_ptr<ProgressTeller> teller;  // shared with its coroutine
  if (options_.tell_after.count() > 0) {
    const TellerParts told{.store = parts_.store, .events = parts_.events, .clock = parts_.clock, .after = options_.tell_after};
    teller = ProgressTeller::start(executor, told, *message, lease.delivery == 1);
  }
  running_.insert(oversight);
  if (leave_by_ && leave_by_->passed()) oversight->halt(StopReason::Drained);
  show_busy();

  auto span = trace::processing(parts_.tracer, "process jobs", "jobs", message->trace_context());
  describe_message(span, *message, lease.delivery);
  Attempt attempt(parts_, options_, *message, lease.delivery, oversight, span);
  auto ending = co_await attempt.run();
  lease = co_await oversight->end();
  const std::string outcome(ending.outcome);
  if (teller) teller->end(ending.kind == Kind::Release || ending.kind == Kind::Renew);
  if (ending.kind == Kind::Release || ending.kind == Kind::Renew) parts_.events.paused(message->job);
  if (ending.kind == Kind::Leave) parts_.events.left(message->job);
  span.set("docmill.outcome", outcome);
  auto settle = span.child("settle jobs", trace::Kind::Client);
  auto done = co_await trace::traced(std::move(settle), finish(std::move(lease), std::move(ending)));
  running_.erase(oversight);
  show_busy();

  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - asked_at).count();
  attempt.report(outcome, static_cast<std::uint64_t>(ms));
  // The result stands whoever deletes the message: another worker finds result.json and does it again.
  if (!done) log::failure("message not given back", done.error(), {{"job", message->job}, {"tenant", message->tenant}});
}

/// A body that is not a message: a newer release's workers may read it, so it is given back before it is put aside.
Async<void> Worker::Impl::handle_stranger(queue::Lease lease, Error error) {
  log::failure("message not readable", error);
  const auto verdict = model::judge(fail(ErrorCode::Unavailable, "Not readable here."), lease.delivery, options_.retries);
  Ending ending{Kind::Bury, "lost", {}, "corrupt: The message could not be read."};
  if (verdict.kind == model::Verdict::Kind::TryAgain) ending = {Kind::Release, "retried", verdict.delay};
  auto done = co_await finish(std::move(lease), std::move(ending));
  if (!done) log::failure("message not given back", done.error());
}

Async<Result<void>> Worker::Impl::finish(queue::Lease lease, Ending ending) {
  switch (ending.kind) {
    case Kind::Ack: co_return co_await parts_.jobs.ack(std::move(lease));
    case Kind::Release: co_return co_await parts_.jobs.release(std::move(lease), ending.delay);
    case Kind::Bury: co_return co_await parts_.jobs.bury(std::move(lease), std::move(ending.reason));
    case Kind::Renew: {
      // The new one first: a crash in between leaves two, which is harmless.
      auto put = co_await parts_.jobs.put(lease.body, ending.delay);
      if (!put) co_return put;
      co_return co_await parts_.jobs.ack(std::move(lease));
    }
    case Kind::Leave: break;
  }
  co_return Result<void>{};
}

void Worker::Impl::show_busy() {
  parts_.metrics.gauge("docmill_worker_slots_busy", "Slots that hold a message now.", static_cast<double>(running_.size()));
  parts_.metrics.gauge("docmill_worker_slots", "Slots of this worker.", static_cast<double>(options_.slots));
}

Worker::Worker(WorkerParts parts, WorkerOptions options) : impl_(std::make_shared<Impl>(std::move(parts), std::move(options))) {}

Worker::~Worker() = default;

Async<void> Worker::run() {
  return impl_->run();
}

void Worker::drain(Deadline by) {
  impl_->drain(by);
}

std::size_t Worker::busy() const {
  return impl_->busy();
}

}  // namespace docmill::worker
