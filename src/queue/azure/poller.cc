#include "queue/azure/poller.h"

#include <algorithm>
#include <mutex>

#include "base/log.h"
#include "base/signal.h"
#include "net/retry.h"

namespace docmill::queue {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

/// What waiters share. A wake-up is counted, not only signalled: whoever finds one left returns and takes it away, so one
/// message does not wake everybody, and a message that came while nobody waited is not slept over.
struct Poller::State {
  explicit State(PollerOptions given) : options(given), interval(given.busy_interval) {}

  bool claim() {
    const std::lock_guard lock(mutex);
    if (claimed == arrived) return false;
    ++claimed;
    return true;
  }

  /// Something happened: more is likely to follow soon. To be called with the mutex held.
  void be_busy() {
    interval = options.busy_interval;
    next_look = std::min(next_look, Steady::now() + interval);
  }

  /// A look found nothing, or failed: then the takers meet the same trouble and report it.
  void be_calm(bool failed) {
    const std::lock_guard lock(mutex);
    interval = failed ? options.idle_interval : std::min(interval + std::max(interval / 2, milliseconds{1}), options.idle_interval);
    next_look = Steady::now() + net::random_between(interval * 4 / 5, interval);
  }

  void wake_for(std::size_t visible) {
    {
      const std::lock_guard lock(mutex);
      interval = options.busy_interval;
      next_look = Steady::now() + interval;
      arrived = std::max(arrived, claimed + std::min(visible, waiting));
    }
    changed.notify();
  }

  std::size_t wanted() const {
    const std::lock_guard lock(mutex);
    return std::clamp<std::size_t>(waiting, 1, 32);
  }

  Deadline next() const {
    const std::lock_guard lock(mutex);
    return Deadline::at(next_look);
  }

  const PollerOptions options;
  mutable std::mutex mutex;
  std::uint64_t arrived = 0;  // wake-ups so far…
  std::uint64_t claimed = 0;  // …and how many were used up
  std::size_t waiting = 0;
  bool looking = false;  // one of those who wait does the looking
  milliseconds interval;
  Steady::time_point next_look = Steady::time_point::min();
  Signal changed;
};

/// One caller of wait(). Whoever did the looking hands it on when it leaves, however it leaves.
class Poller::Waiting {
 public:
  explicit Waiting(std::shared_ptr<State> state) : state_(std::move(state)) {
    const std::lock_guard lock(state_->mutex);
    ++state_->waiting;
  }
  ~Waiting() {
    bool hand_on = false;
    {
      const std::lock_guard lock(state_->mutex);
      --state_->waiting;
      if (looks_) state_->looking = false;
      hand_on = looks_ && state_->waiting > 0;
    }
    if (hand_on) state_->changed.notify();
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  /// True when it is, or becomes, the one who looks.
  bool looks() {
    const std::lock_guard lock(state_->mutex);
    if (!looks_ && !state_->looking) looks_ = state_->looking = true;
    return looks_;
  }

 private:
  std::shared_ptr<State> state_;
  bool looks_ = false;
};

Poller::Poller(Look look, PollerOptions options) : look_(std::move(look)), state_(std::make_shared<State>(options)) {}

Async<void> Poller::wait(Deadline until) {
  const auto state = state_;
  Waiting here(state);
  for (;;) {
    const auto seen = state->changed.count();
    if (state->claim() || until.passed()) co_return;
    const auto wake = here.looks() ? until.earlier(state->next()) : until;
    if (!wake.passed() && co_await state->changed.wait(seen, wake)) continue;
    if (here.looks() && state->next().passed()) co_await look();
  }
}

Async<void> Poller::look() {
  const auto state = state_;
  const auto before = mark();
  const auto visible = co_await look_(state->wanted());
  if (!visible) log::failure("queue.wait_failed", visible.error());
  if (visible && *visible == 0) found_nothing(before);
  if (visible.value_or(0) == 0) {
    state->be_calm(!visible);
  } else {
    state->wake_for(*visible);
  }
}

void Poller::arrived() {
  {
    const std::lock_guard lock(state_->mutex);
    ++state_->arrived;
    state_->be_busy();
  }
  state_->changed.notify();
}

std::uint64_t Poller::mark() const {
  const std::lock_guard lock(state_->mutex);
  return state_->arrived;
}

void Poller::found_nothing(std::uint64_t mark) {
  const std::lock_guard lock(state_->mutex);
  state_->claimed = std::max(state_->claimed, mark);
}

void Poller::found_one() {
  bool woken = false;
  {
    const std::lock_guard lock(state_->mutex);
    woken = state_->interval > state_->options.busy_interval;
    state_->be_busy();
  }
  if (woken) state_->changed.notify();
}

}  // namespace docmill::queue
