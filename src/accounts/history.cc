#include "accounts/history.h"

#include <charconv>
#include <string_view>

namespace docmill::accounts {
namespace {

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

}  // namespace

Result<std::vector<std::pair<std::string, Timestamp>>> days_of(std::string_view month) {
  const bool shaped = month.size() == 7 && month[4] == '-';
  const auto year = shaped ? whole_number(month.substr(0, 4)) : std::nullopt;
  const auto number = shaped ? whole_number(month.substr(5)) : std::nullopt;
  if (!year || !number || *number > 12) return Failed(fail(ErrorCode::BadRequest, "A month is written like 2026-11."));
  const std::chrono::year_month which{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*number))};
  std::vector<std::pair<std::string, Timestamp>> days;
  const std::chrono::sys_days end{(which + std::chrono::months(1)) / 1};
  for (std::chrono::sys_days day{which / 1}; day < end; day += std::chrono::days(1)) {
    const Timestamp from{day};
    days.emplace_back(to_iso(from).substr(0, 10), from);
  }
  return days;
}

}  // namespace docmill::accounts
