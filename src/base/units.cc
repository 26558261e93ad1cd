#include "base/units.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>

namespace docmill {
namespace {

struct Unit {
  std::string_view suffix;
  std::uint64_t factor;
};

constexpr std::array kSizes{Unit{"", 1},       Unit{"B", 1},          Unit{"kB", 1000},
                            Unit{"KB", 1000},  Unit{"MB", 1'000'000}, Unit{"GB", 1'000'000'000},
                            Unit{"KiB", kKiB}, Unit{"MiB", kMiB},     Unit{"GiB", kGiB}};
constexpr std::array kLengths{Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000}, Unit{"h", 3'600'000}, Unit{"d", 86'400'000}};

template <std::size_t N>
Result<std::uint64_t> parse(std::string_view text, const std::array<Unit, N>& units, std::string_view example) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view suffix(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (error == std::errc{}) {
    for (const auto& unit : units) {
      if (unit.suffix == suffix && number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / unit.factor) {
        return number * unit.factor;
      }
    }
  }
  return Failed(fail(ErrorCode::BadRequest, fmt::format("'{}' is not a value like {}.", text.substr(0, 40), example)));
}

}  // namespace

Result<std::uint64_t> parse_size(std::string_view text) {
  return parse(text, kSizes, "100MB, 64MiB or 1GiB");
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  auto ms = parse(text, kLengths, "250ms, 30s, 10m, 6h or 7d");
  if (!ms) return Failed(ms.error());
  return std::chrono::milliseconds(static_cast<std::int64_t>(*ms));
}

std::string show(std::chrono::milliseconds length) {
  const auto ms = length.count();
  for (auto it = kLengths.rbegin(); it != kLengths.rend(); ++it) {
    const auto factor = static_cast<std::int64_t>(it->factor);
    if (ms != 0 && ms % factor == 0) return fmt::format("{}{}", ms / factor, it->suffix);
  }
  return fmt::format("{}ms", ms);
}

std::string show_size(std::uint64_t bytes) {
  for (const auto& unit : {Unit{"GB", 1'000'000'000}, Unit{"GiB", kGiB}, Unit{"MB", 1'000'000}, Unit{"MiB", kMiB}, Unit{"KiB", kKiB}}) {
    if (bytes != 0 && bytes % unit.factor == 0) return fmt::format("{} {}", bytes / unit.factor, unit.suffix);
  }
  return bytes >= kMiB ? fmt::format("{:.1f} MiB", static_cast<double>(bytes) / static_cast<double>(kMiB)) : fmt::format("{} B", bytes);
}

}  // namespace docmill
