#include "simulate/fleet.h"

#include <algorithm>
#include <cmath>

namespace docmill::simulate {
namespace {

std::uint32_t share_of(std::uint32_t workers, double share) {
  return std::max(1U, static_cast<std::uint32_t>(std::ceil(workers * share)));
}

}  // namespace

std::uint32_t Scaler::look(Time now, Time oldest_age, std::uint32_t ordered, double busy) {
  busy_sum_ += busy;
  ++looks_;
  auto wanted = std::clamp(ordered, scaling_.least, scaling_.most);
  if (now >= quiet_until_) {
    const bool late = oldest_age > scaling_.target;
    const bool idle = oldest_age * 2 < scaling_.target && busy_sum_ / looks_ < scaling_.idle_below;
    if (late) wanted = std::min(ordered + share_of(ordered, scaling_.grow), scaling_.most);
    if (idle && ordered > scaling_.least)
      wanted = std::max(ordered - std::min(ordered, share_of(ordered, scaling_.shrink)), scaling_.least);
    if (late || idle) {
      quiet_until_ = now + scaling_.cooldown;
      busy_sum_ = 0;
      looks_ = 0;
    }
  }
  return wanted;
}

}  // namespace docmill::simulate
