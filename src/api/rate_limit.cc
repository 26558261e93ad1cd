#include "api/rate_limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace docmill::api {
namespace {

constexpr std::size_t kMostBuckets = 4096;

}  // namespace

RateLimit::RateLimit(std::uint64_t per_minute, const Clock& clock, std::string_view what)
    : per_minute_(static_cast<double>(per_minute)), clock_(clock), what_(what) {}

Result<void> RateLimit::take(const std::string& who) {
  if (per_minute_ <= 0) return {};
  const auto now = clock_.now();
  if (buckets_.size() >= kMostBuckets) forget_full(now);
  auto& bucket = buckets_.try_emplace(who, Bucket{per_minute_, now}).first->second;
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

double RateLimit::refilled(const Bucket& bucket, Timestamp now) const {
  const auto seconds = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
  return std::min(per_minute_, bucket.tokens + seconds * per_minute_ / 60);
}

/// A full bucket says nothing that a new one does not.
void RateLimit::forget_full(Timestamp now) {
  std::erase_if(buckets_, [&](const auto& entry) { return refilled(entry.second, now) >= per_minute_; });
}

}  // namespace docmill::api
