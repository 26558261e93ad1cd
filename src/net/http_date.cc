#include "net/http_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace docmill::net {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// The digits at `from`; nullopt when one is none.
std::optional<int> number(std::string_view text, std::size_t from, std::size_t digits) {
  int value = 0;
  for (const char c : text.substr(from, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::string to_http_date(Timestamp moment) {
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(moment - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays.at(weekday(day).c_encoding()), unsigned(date.day()),
                     kMonths.at(unsigned(date.month()) - 1), int(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::optional<Timestamp> from_http_date(std::string_view text) {
  constexpr std::string_view kShape = "ddd, 00 mmm 0000 00:00:00 GMT";
  if (text.size() != kShape.size()) return std::nullopt;
  const auto month_name = std::ranges::find(kMonths, text.substr(8, 3));
  const auto mday = number(text, 5, 2);
  const auto years = number(text, 12, 4);
  const auto hour = number(text, 17, 2);
  const auto minute = number(text, 20, 2);
  const auto second = number(text, 23, 2);
  if (month_name == kMonths.end() || !mday || !years || !hour || !minute || !second) return std::nullopt;
  const auto month_number = static_cast<unsigned>(month_name - kMonths.begin()) + 1;
  const year_month_day date{year{*years}, month{month_number}, day{static_cast<unsigned>(*mday)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const Timestamp moment = sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second};
  // Writing it again settles what was not looked at: the day's name and the marks in between.
  if (to_http_date(moment) != text) return std::nullopt;
  return moment;
}

}  // namespace docmill::net
