#include "steward/settle.h"

#include "base/log.h"

namespace docmill::steward {

Async<Result<void>> settle(accounts::Accounts& accounts, model::JobResult result) {
  const bool charge = result.outcome == model::Outcome::Succeeded;
  auto hold = charge ? co_await accounts.capture(result.job) : co_await accounts.release(result.job);
  if (!hold && hold.error().code() == ErrorCode::NotFound) {
    log::warn("a finished job has no hold", {{"job", result.job}, {"tenant", result.tenant}});
    co_return Result<void>{};
  }
  if (!hold) co_return Failed(std::move(hold.error()).at("settle"));
  const auto wanted = charge ? model::HoldState::Captured : model::HoldState::Released;
  if (hold->state != wanted) {
    // Only a hold given up before its job ended can get here; the customer keeps the benefit.
    log::warn("a hold was settled otherwise before", {{"job", result.job}, {"tenant", result.tenant}, {"state", name(hold->state)}});
  }
  co_return Result<void>{};
}

}  // namespace docmill::steward
