#include "api/result_wait.h"

#include <algorithm>

namespace docmill::api {
namespace {

constexpr std::chrono::milliseconds kFirstLook{40};

}  // namespace

/// Looks when told that the job has ended, and from time to time in case nobody in this process can tell: soon at first, since
/// most jobs are short, then at longer intervals, up to the pause, since each look is a request to the store.
Async<Result<std::optional<model::JobResult>>> ResultWait::wait(TenantId tenant, Submitted submitted) {
  const auto until = Deadline::in(longest_);
  bool look = submitted.repeated;  // an earlier job may have ended long ago
  auto pause = std::min(kFirstLook, pause_);
  for (auto seen = submitted.seen;;) {
    if (!look) co_await submitted.watch->wait(seen, until.earlier(by_).earlier(Deadline::in(pause)));
    pause = std::min(pause + pause / 2, pause_);
    look = false;
    seen = submitted.watch->count();
    auto result = co_await jobs_.result_of(tenant, submitted.job);
    if (!result || *result || until.passed() || by_.passed()) co_return result;
  }
}

}  // namespace docmill::api
