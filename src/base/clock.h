#pragma once
#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace docmill {

/// A moment of civil time, UTC, milliseconds: what is stored, signed and shown.
using Timestamp = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// Tells the civil time. Leases, expiry and retention ask this, so tests turn it by hand.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

/// Stands still until a test moves it. Thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start = Timestamp(std::chrono::milliseconds(1'750'000'000'000))) : ms_(start.time_since_epoch().count()) {}
  Timestamp now() const override { return Timestamp(std::chrono::milliseconds(ms_.load())); }
  void advance(std::chrono::milliseconds length) { ms_ += length.count(); }

 private:
  std::atomic<std::int64_t> ms_;
};

/// "2026-11-23T17:13:18.042Z"
std::string to_iso(Timestamp moment);
/// Reads what to_iso wrote. Errors: BadRequest.
Result<Timestamp> from_iso(std::string_view text);
/// "2026-11": the month a charge counts in, UTC (spec U35).
std::string month_of(Timestamp moment);

}  // namespace docmill
