#include "engines/data/child/tables/number_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/small_letters.h"

namespace docmill::engines::data {
namespace {

constexpr double kLastDay = 2'958'466;  // 10000-01-01 counted from 1900

/// The code's first section without what is shown as it stands: quoted and escaped characters, colours, conditions.
std::string bare_code(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const auto end = std::min(code.find(']', i), code.size());
      const auto inside = code.substr(i + 1, end - i - 1);
      if (inside.find_first_not_of("hHmMsS") == std::string_view::npos) out += inside;
      i = end;
    } else {
      out += small_letter(c);
    }
  }
  return out;
}

}  // namespace

NumberKind kind_of_built_in(int id) {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58)
    return NumberKind::Date;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56) return NumberKind::Time;
  return id == 22 ? NumberKind::DateTime : NumberKind::Number;
}

NumberKind kind_of_code(std::string_view code) {
  const auto bare = bare_code(code);
  if (bare == "general") return NumberKind::Number;
  const bool day = bare.find_first_of("yd") != std::string::npos;
  const bool time = bare.find_first_of("hs") != std::string::npos;
  const bool month = bare.find('m') != std::string::npos;  // or a minute, beside a time
  if (day || (month && !time)) return time ? NumberKind::DateTime : NumberKind::Date;
  return time ? NumberKind::Time : NumberKind::Number;
}

std::string date_of_serial(double serial, bool from_1904) {
  if (!(serial >= 0) || serial >= kLastDay) return {};
  using namespace std::chrono;
  const auto day = static_cast<int>(std::floor(serial));
  const auto start = from_1904 ? sys_days(year(1904) / 1 / 1) : sys_days(year(1899) / 12 / (day < 60 ? 31 : 30));
  const year_month_day date(start + days(day));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string time_of_serial(double serial, bool whole_days_too) {
  if (!(serial >= 0) || serial >= kLastDay) return {};
  const auto days = whole_days_too ? serial : serial - std::floor(serial);
  const auto seconds = static_cast<std::int64_t>(std::llround(days * 86'400));
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace docmill::engines::data
