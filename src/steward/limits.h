#pragma once
#include <cstdint>

#include "base/units.h"

namespace docmill::steward {

/// No job.json or result.json is longer, in bytes.
constexpr std::uint64_t kRecordLimit = kMiB;

}  // namespace docmill::steward
