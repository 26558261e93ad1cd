#include "engines/finished_children.h"

#include <chrono>
#include <utility>

#include "base/units.h"

namespace docmill::engines {
namespace {

constexpr std::chrono::milliseconds kQuiet{50};
constexpr std::uint64_t kLarge = 16 * kMiB;

}  // namespace

void FinishedChildren::document_begins() {
  quiet_from_ = Deadline::in(kQuiet);
}

void FinishedChildren::take(std::unique_ptr<sandbox::Child> child, std::uint64_t memory) {
  if (most_ == 0 || memory > kLarge) return;
  document_begins();
  children_.push_back(std::move(child));
  if (children_.size() > most_) children_.pop_front();
  if (std::exchange(waits_, true)) return;
  spawn(executor_, [](std::shared_ptr<FinishedChildren> self) -> Async<void> { co_await self->end_when_quiet(); }(shared_from_this()));
}

void FinishedChildren::end() {
  children_.clear();
}

Async<void> FinishedChildren::end_when_quiet() {
  while (!quiet_from_.passed()) co_await sleep_for(quiet_from_.left());
  waits_ = false;
  end();
}

}  // namespace docmill::engines
