#include "engines/data/child/regex/time_guard.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/units.h"
#include "engines/child/work.h"

namespace docmill::engines::data {
namespace {

sandbox::ChildLink* lateness_link = nullptr;

Refused late(std::chrono::milliseconds limit) {
  return {ErrorCode::InputTooComplex,
          fmt::format("The pattern needs longer than {} on this text; avoid repeats inside repeats like (a+)+, or send a shorter text.",
                      show(limit)),
          "time guard"};
}

}  // namespace

struct TimeGuard::State {
  std::mutex mutex;
  std::condition_variable ended;
  bool over = false;
  std::thread thread;

  void watch(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex);
    if (!ended.wait_for(lock, limit, [this] { return over; })) child::refuse_now(*lateness_link, late(limit));
  }
};

void report_lateness_to(sandbox::ChildLink& link) {
  lateness_link = &link;
}

TimeGuard::TimeGuard(std::chrono::milliseconds limit) {
  if (lateness_link == nullptr) return;
  state_ = std::make_unique<State>();
  state_->thread = std::thread([state = state_.get(), limit] { state->watch(limit); });
}

TimeGuard::~TimeGuard() {
  if (state_ == nullptr) return;
  {
    const std::scoped_lock lock(state_->mutex);
    state_->over = true;
  }
  state_->ended.notify_one();
  state_->thread.join();
}

}  // namespace docmill::engines::data
