#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"

namespace docmill::api {

/// Lets each caller do something `per_minute` times a minute, spread or at once (a token bucket of that size). 0 lets everything pass.
/// `what` is said to those who are refused: "submissions with this key". Counts in this process only. Used from one strand.
class RateLimit {
 public:
  RateLimit(std::uint64_t per_minute, const Clock& clock, std::string_view what);

  /// Whoever comes when so many are being counted already is counted together with all others who do: names that a caller may invent must
  /// not grow our memory. At some 100 bytes each.
  static constexpr std::size_t kMostCallers = 65'536;

  /// Takes one for `who`, a key's id or an address. Errors: RateLimited, saying when to try again.
  Result<void> take(const std::string& who);

 private:
  struct Bucket {
    double tokens;
    Timestamp at;
  };

  Bucket& bucket_of(const std::string& who, Timestamp now);
  void forget_full(Timestamp now);
  double refilled(const Bucket& bucket, Timestamp now) const;

  double per_minute_;
  const Clock& clock_;
  std::string_view what_;
  std::unordered_map<std::string, Bucket> buckets_;
  Timestamp forgot_at_{};
};

}  // namespace docmill::api
