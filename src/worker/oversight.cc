#include "worker/oversight.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <utility>

#include "base/log.h"
#include "worker/lease_rules.h"

namespace docmill::worker {
namespace {

using Steady = Deadline::Steady;

}  // namespace

std::shared_ptr<Oversight> Oversight::start(const Executor& executor, OversightParts parts) {
  auto self = std::make_shared<Oversight>(executor, std::move(parts));  // owners: the attempt and the coroutine below
  self->trust_from(self->parts_.asked_at);
  spawn(executor, self->run(self));
  return self;
}

Oversight::Oversight(const Executor& executor, OversightParts parts) : parts_(std::move(parts)), trust_(executor) {}

void Oversight::halt(StopReason reason) {
  if (reason_ != StopReason::None) return;
  reason_ = reason;
  stop_.request();
}

Async<queue::Lease> Oversight::end() {
  ended_ = true;
  trust_.cancel();
  wake_.notify();
  while (!done_) {
    const auto seen = wake_.count();
    co_await wake_.wait(seen, Deadline::never());
  }
  co_return parts_.lease;
}

Async<void> Oversight::run(std::shared_ptr<Oversight> self) {
  using namespace boost::asio::experimental::awaitable_operators;
  next_beat_ = Deadline::at(parts_.asked_at + parts_.lease_time / kBeatsPerLease);
  auto seen_finished = parts_.finished->count();
  while (!ended_ && reason_ != StopReason::LeaseLost) {
    const auto seen_wake = wake_.count();
    co_await (parts_.finished->wait(seen_finished, next_beat_) || wake_.wait(seen_wake, next_beat_));
    if (ended_) break;
    seen_finished = parts_.finished->count();
    if (next_beat_.passed()) co_await beat();
    if (watching_ && reason_ == StopReason::None && !ended_) co_await look();
  }
  done_ = true;
  wake_.notify();
}

Async<void> Oversight::beat() {
  const auto asked_at = Steady::now();
  auto extended = co_await parts_.jobs.extend(parts_.lease, parts_.lease_time);
  if (extended) {
    parts_.lease = std::move(*extended);
    trust_from(asked_at);
    next_beat_ = Deadline::at(asked_at + parts_.lease_time / kBeatsPerLease);
    co_return;
  }
  log::failure("lease not extended", extended.error());
  if (extended.error().code() == ErrorCode::LeaseLost) halt(StopReason::LeaseLost);
  next_beat_ = Deadline::in(Steady::duration(parts_.lease_time) / kBeatsPerLeaseInTrouble);
}

Async<void> Oversight::look() {
  const auto found = co_await parts_.store.find(parts_.result_name);
  // A look that fails is repeated with the next heartbeat.
  if (found && *found && watching_) halt(StopReason::Finished);
}

void Oversight::trust_from(Steady::time_point asked_at) {
  if (ended_) return;
  trusted_until_ = asked_at + trusted_for(Steady::duration(parts_.lease_time));
  trust_.expires_at(trusted_until_);
  trust_.async_wait([weak = weak_from_this()](const boost::system::error_code& cancelled) {
    const auto self = weak.lock();
    // A renewal may have moved the moment while this call was already on its way.
    if (cancelled || !self || Steady::now() < self->trusted_until_) return;
    self->halt(StopReason::LeaseLost);
  });
}

}  // namespace docmill::worker
