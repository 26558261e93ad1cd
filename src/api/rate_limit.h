#pragma once
#include <chrono>
#include <cstdint>
#include <unordered_map>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace docmill::api {

/// Lets each key submit `per_minute` times a minute, spread or at once (a token bucket of that size). 0 lets everything pass.
/// Counts in this process only. Used from one strand.
class RateLimit {
 public:
  RateLimit(std::uint64_t per_minute, const Clock& clock);

  /// Takes one. Errors: RateLimited, saying when to try again.
  Result<void> take(const KeyId& key);

 private:
  struct Bucket {
    double tokens;
    Timestamp at;
  };

  void forget_full(Timestamp now);
  double refilled(const Bucket& bucket, Timestamp now) const;

  double per_minute_;
  const Clock& clock_;
  std::unordered_map<KeyId, Bucket> buckets_;
};

}  // namespace docmill::api
