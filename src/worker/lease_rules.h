#pragma once
#include <chrono>

namespace docmill::worker {

/// A lease is extended so many times before it would end…
constexpr int kBeatsPerLease = 3;
/// …and so many times when an extension has failed.
constexpr int kBeatsPerLeaseInTrouble = 12;

/// How long a worker may believe in a lease, counted from the moment it asked for it: two thirds, so that it stops before
/// anybody else may start, even when the queue's answer hangs.
template <class Rep, class Period>
constexpr std::chrono::duration<Rep, Period> trusted_for(std::chrono::duration<Rep, Period> lease) {
  return lease * 2 / 3;
}

}  // namespace docmill::worker
