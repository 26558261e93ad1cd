#pragma once
#include <cstddef>
#include <cstdint>

#include "base/units.h"

namespace docmill::model {

/// Bytes of all values of a form together, beside its documents.
constexpr std::size_t kMostValues = kMiB;

/// No job.json or result.json is longer, in bytes. A value may grow sixfold where JSON writes it (\u0001), and the rest of a record is
/// far smaller.
constexpr std::uint64_t kRecordLimit = 8 * kMiB;

}  // namespace docmill::model
