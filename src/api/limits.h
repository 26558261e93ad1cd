#pragma once
#include <cstdint>

#include "base/units.h"

namespace docmill::api {

/// No job.json or result.json is longer, in bytes.
constexpr std::uint64_t kRecordLimit = 4 * kMiB;

}  // namespace docmill::api
