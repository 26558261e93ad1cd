#include "base/clock.h"

#include <fmt/format.h>

#include <cstdio>

namespace docmill {
using namespace std::chrono;

Timestamp SystemClock::now() const {
  return time_point_cast<milliseconds>(system_clock::now());
}

std::string to_iso(Timestamp moment) {
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(moment - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

Result<Timestamp> from_iso(std::string_view text) {
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, ms = 0;
  const std::string copy(text.substr(0, 32));
  if (std::sscanf(copy.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ", &y, &mo, &d, &h, &mi, &s, &ms) < 6) {
    return Failed(fail(ErrorCode::BadRequest, "A time must look like 2026-11-23T17:13:18.042Z."));
  }
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 60)
    return Failed(fail(ErrorCode::BadRequest, "A time names a day or hour that does not exist."));
  return Timestamp(sys_days(date).time_since_epoch() + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms});
}

std::string month_of(Timestamp moment) {
  return to_iso(moment).substr(0, 7);
}

}  // namespace docmill
