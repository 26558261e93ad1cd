#include "worker/progress_teller.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "model/job_progress.h"

namespace docmill::worker {
namespace {

constexpr std::chrono::milliseconds kRarest{15'000};

}  // namespace

std::shared_ptr<ProgressTeller> ProgressTeller::start(const Executor& executor, TellerParts parts, model::Message message,
                                                      bool first_delivery) {
  auto self = std::make_shared<ProgressTeller>(parts, std::move(message), first_delivery);  // owners: the slot and the coroutine below
  spawn(executor, self->run(self));
  return self;
}

ProgressTeller::ProgressTeller(TellerParts parts, model::Message message, bool first_delivery)
    : parts_(parts), message_(std::move(message)), told_(!first_delivery) {}

void ProgressTeller::end(bool again) {
  ended_ = true;
  again_ = again;
  wake_.notify();
}

Async<void> ProgressTeller::run(std::shared_ptr<ProgressTeller> self) {
  for (auto pause = parts_.after; !ended_;) {
    const auto seen = wake_.count();
    co_await wake_.wait(seen, Deadline::in(pause));
    if (ended_) break;
    auto progress = parts_.events.progress(message_.job);
    if (!progress || (last_ && last_->parts.size() == progress->parts.size())) continue;
    co_await tell(*std::move(progress));
    pause = std::min(pause + pause / 2, kRarest);
  }
  if (!again_) co_return co_await clear();
  if (auto waiting = std::exchange(last_, std::nullopt)) {
    waiting->waiting = true;
    co_await tell(*std::move(waiting));
  }
}

Async<void> ProgressTeller::tell(model::JobProgress progress) {
  last_ = progress;
  told_ = true;
  auto name = model::progress_record(message_.tenant, message_.job, parts_.clock.now());
  auto put = co_await store::put(parts_.store, std::move(name), model::to_json(progress));
  if (!put) log::failure("progress not told", put.error(), {{"job", message_.job}});
}

/// What stays is swept.
Async<void> ProgressTeller::clear() {
  if (!told_) co_return;
  auto records = co_await parts_.store.list(model::progress_prefix(message_.tenant, message_.job), "", model::kMostProgressRecords);
  if (!records || records->empty()) co_return;
  std::vector<std::string> names;
  for (auto& record : *records) names.push_back(std::move(record.name));
  auto removed = co_await parts_.store.remove_many(std::move(names));
  if (!removed) log::failure("progress not removed", removed.error(), {{"job", message_.job}});
}

}  // namespace docmill::worker
