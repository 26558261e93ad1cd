#include "api/rate_limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace docmill::api {
namespace {

constexpr std::chrono::seconds kForgetPause{1};  // looking through all buckets takes milliseconds

}  // namespace

RateLimit::RateLimit(std::uint64_t per_minute, const Clock& clock, std::string_view what)
    : per_minute_(static_cast<double>(per_minute)), clock_(clock), what_(what) {}

Result<void> RateLimit::take(const std::string& who) {
  if (per_minute_ <= 0) return {};
  const auto now = clock_.now();
  auto& bucket = bucket_of(who, now);
  bucket.tokens = refilled(bucket, now);
  bucket.at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return {};
  }
  const auto wait = std::chrono::seconds(static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) * 60 / per_minute_)));
  auto error = fail(ErrorCode::RateLimited, fmt::format("More than {} {} a minute. Try again in {} s.", per_minute_, what_, wait.count()));
  return Failed(std::move(error).retry_after(wait).in(Phase::Door));
}

RateLimit::Bucket& RateLimit::bucket_of(const std::string& who, Timestamp now) {
  if (const auto known = buckets_.find(who); known != buckets_.end()) return known->second;
  if (buckets_.size() >= kMostCallers) forget_full(now);
  const auto name = buckets_.size() < kMostCallers ? who : std::string();
  return buckets_.try_emplace(name, Bucket{per_minute_, now}).first->second;
}

double RateLimit::refilled(const Bucket& bucket, Timestamp now) const {
  const auto seconds = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
  return std::min(per_minute_, bucket.tokens + seconds * per_minute_ / 60);
}

/// A full bucket says nothing that a new one does not.
void RateLimit::forget_full(Timestamp now) {
  if (now >= forgot_at_ && now - forgot_at_ < kForgetPause) return;
  forgot_at_ = now;
  std::erase_if(buckets_, [&](const auto& entry) { return refilled(entry.second, now) >= per_minute_; });
}

}  // namespace docmill::api
