#include "model/retry_policy.h"

#include <algorithm>

namespace docmill::model {
namespace {

std::chrono::seconds backoff(std::uint32_t delivery, const RetryLimits& limits) {
  auto delay = limits.first_delay;
  for (std::uint32_t i = 1; i < delivery && delay < limits.longest_delay; ++i) delay *= 2;
  return std::min(delay, limits.longest_delay);
}

}  // namespace

Verdict judge(const Error& error, std::uint32_t delivery, const RetryLimits& limits) {
  const bool hopeless = info(error.code()).retry == Retry::Never;
  if (hopeless || delivery >= limits.deliveries) return {Verdict::Kind::Fail};
  // A remote server may ask for more patience, but not for more than our own longest delay: its word is a stranger's.
  const auto asked = std::min(error.retry_after().value_or(std::chrono::seconds{0}), limits.longest_delay);
  return {Verdict::Kind::TryAgain, std::max(backoff(delivery, limits), asked)};
}

bool blames_document(ErrorCode code) {
  return info(code).http_status < 500 && code != ErrorCode::Cancelled;
}

bool is_killer(ErrorCode code) {
  // Limits (memory, deadline) are left out: an operator may raise them, and a busy machine is not the document's fault.
  return code == ErrorCode::EngineCrashed || code == ErrorCode::JailViolation;
}

}  // namespace docmill::model
