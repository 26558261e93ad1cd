#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace docmill::templating {

// What .NET counts as patterns (NumberFormatInfo.CurrencyPositivePattern and so on), by their numbers: n the digits, $ the symbol, - the
// sign, ~ a no-break space.
inline constexpr std::array<std::string_view, 4> kPositiveCurrency = {"$n", "n$", "$~n", "n~$"};
inline constexpr std::array<std::string_view, 17> kNegativeCurrency = {
    "($n)", "-$n", "$-n", "$n-", "(n$)", "-n$", "n-$", "n$-", "-n~$", "-$~n", "n~$-", "$~n-", "$~-n", "n-~$", "($~n)", "(n~$)", "$-~n"};
inline constexpr std::array<std::string_view, 4> kPositivePercent = {"n~$", "n$", "$n", "$~n"};
inline constexpr std::array<std::string_view, 12> kNegativePercent = {"-n~$", "-n$",  "-$n",  "$-n",  "$n-",  "n-$",
                                                                      "n$-",  "-$~n", "n~$-", "$~n-", "$~-n", "n-~$"};
inline constexpr std::array<std::string_view, 5> kNegativeNumber = {"(n)", "-n", "-~n", "n-", "n~-"};

/// The number of a pattern; nullopt when .NET has none like it.
template <std::size_t N>
std::optional<int> pattern_number(const std::array<std::string_view, N>& patterns, std::string_view pattern) {
  const auto found = std::ranges::find(patterns, pattern);
  return found == patterns.end() ? std::nullopt : std::optional(static_cast<int>(found - patterns.begin()));
}

}  // namespace docmill::templating
