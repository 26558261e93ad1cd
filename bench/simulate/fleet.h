#pragma once
#include <chrono>
#include <cstdint>

#include "simulate/day.h"

namespace docmill::simulate {

/// How the number of workers follows the age of the oldest message, as an autoscaler reads it from the steward's gauge.
struct Scaling {
  std::uint32_t least = 2;
  std::uint32_t most = 100;
  std::chrono::seconds target{5};      // an older message asks for more workers
  std::chrono::seconds cooldown{120};  // after a change, until the next one
  std::chrono::seconds start{90};      // from the order of a virtual machine to its first take
  double grow = 0.5;                   // of the workers there are, at least one
  double shrink = 0.1;
  double idle_below = 0.6;  // busy share of all slots below which the fleet shrinks
};

/// Decides once per look. The age alone says when there are too few workers; when there are too many, only idle slots tell.
class Scaler {
 public:
  explicit Scaler(const Scaling& scaling) : scaling_(scaling) {}

  /// How many workers there should be. `ordered` counts those still starting, `busy` is the share of slots at work.
  std::uint32_t look(Time now, Time oldest_age, std::uint32_t ordered, double busy);

 private:
  Scaling scaling_;
  Time quiet_until_{0};
  double busy_sum_ = 0;  // since the last change: one look would follow every lull
  std::uint32_t looks_ = 0;
};

}  // namespace docmill::simulate
