#pragma once
#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "base/units.h"

namespace docmill::queue {

/// What every driver accepts, so that a message that fits one queue fits all. Source: Azure Queue Storage holds 64 KiB of
/// base64 a message and hides one for at most 7 days (REST "Put Message", "Get Messages").
constexpr std::uint64_t kLongestBody = 48 * kKiB;
constexpr std::chrono::seconds kShortestLease{1};
constexpr std::chrono::seconds kLongestTime = std::chrono::days{7};

/// Errors: PayloadTooLarge.
Result<void> check_body(std::string_view body);
/// A lease's length: 1 s to 7 days. Errors: BadRequest (a bug in the caller or a setting out of range).
Result<void> check_lease_time(std::chrono::seconds visible_for);
/// A delay: 0 s to 7 days. Errors: BadRequest.
Result<void> check_delay(std::chrono::seconds delay);

}  // namespace docmill::queue
