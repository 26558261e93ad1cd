#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace docmill {

constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kMiB = 1024 * kKiB;
constexpr std::uint64_t kGiB = 1024 * kMiB;

/// "100MB", "64MiB", "1GiB", "512" (bytes) to bytes. kB, MB, GB are powers of 1000; KiB, MiB, GiB of 1024.
/// Errors: BadRequest for anything else.
Result<std::uint64_t> parse_size(std::string_view text);

/// "250ms", "30s", "10m", "6h", "7d" to a length. Errors: BadRequest for anything else.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// "30s", "1500ms", "6h": what parse_duration reads back.
std::string show(std::chrono::milliseconds length);
/// "100 MB", "64 MiB", "512 B": for people.
std::string show_size(std::uint64_t bytes);

}  // namespace docmill
