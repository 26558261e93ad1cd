#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "support/fault_proxy.h"

namespace docmill::testing {

/// What the tests of all drivers ask of a fault.
inline bool only_delays(Fault fault) {
  return fault == Fault::DelayRequest || fault == Fault::DelayAnswer || fault == Fault::Reorder;
}
/// Whether the server does what it was asked to, whatever the client hears of it.
inline bool is_performed(Fault fault) {
  return fault != Fault::CutBefore;
}

inline std::string name_of(Fault fault) {
  switch (fault) {
    case Fault::DelayRequest: return "delayed request";
    case Fault::DelayAnswer: return "delayed answer";
    case Fault::CutBefore: return "cut before";
    case Fault::CutAfter: return "cut after";
    case Fault::Duplicate: return "duplicate";
    case Fault::Reorder: return "reordered";
    case Fault::Truncate: return "truncated";
  }
  return "";
}

/// Waits long enough to be met and short enough for many of them.
inline void keep_short(FaultPlan& plan) {
  plan.set_delay(std::chrono::milliseconds{5});
  plan.set_reorder_wait(std::chrono::milliseconds{10});
}

/// Every fault the way knows, each with this probability.
inline void all_chances(FaultPlan& plan, double probability, std::uint64_t seed) {
  for (std::size_t i = 0; i < kFaults; ++i) plan.chance(static_cast<Fault>(i), probability, seed);
}

}  // namespace docmill::testing
