#include "templating/date_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace docmill::templating {

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr sys_days kFirstDay{std::chrono::year{1} / 1 / 1};
constexpr int kLastYear = 9999;
/// 1899-12-30 as a count of days since 0001-01-01.
constexpr std::int64_t kSerialDays = (sys_days{std::chrono::year{1899} / 12 / 30} - kFirstDay).count();
constexpr std::int64_t kMillisecondsPerDay = kTicksPerDay / kTicksPerMillisecond;

year_month_day day_of(std::int64_t ticks) {
  return year_month_day{kFirstDay + std::chrono::days{ticks / kTicksPerDay}};
}

std::int64_t shifted(std::int64_t ticks, std::int64_t seconds) {
  return std::clamp<std::int64_t>(ticks + seconds * kTicksPerSecond, 0, DateTime::kMostTicks);
}

}  // namespace

std::optional<DateTime> DateTime::of(std::int64_t ticks, Kind kind) {
  if (ticks < 0 || ticks > kMostTicks) return std::nullopt;
  return in_range(ticks, kind);
}

std::optional<DateTime> DateTime::of(int year, int month, int day, int hour, int minute, int second, std::int64_t ticks, Kind kind) {
  if (year < 1 || year > kLastYear || month < 1 || month > 12 || day < 1) return std::nullopt;
  const auto date = std::chrono::year{year} / month / day;
  if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  if (ticks < 0 || ticks >= kTicksPerSecond) return std::nullopt;
  const std::int64_t days = (sys_days{date} - kFirstDay).count();
  return of(days * kTicksPerDay + hour * kTicksPerHour + minute * kTicksPerMinute + second * kTicksPerSecond + ticks, kind);
}

int DateTime::year() const {
  return static_cast<int>(day_of(ticks()).year());
}

int DateTime::month() const {
  return static_cast<int>(static_cast<unsigned>(day_of(ticks()).month()));
}

int DateTime::day() const {
  return static_cast<int>(static_cast<unsigned>(day_of(ticks()).day()));
}

int DateTime::day_of_year() const {
  const auto first = sys_days{day_of(ticks()).year() / 1 / 1} - kFirstDay;
  return static_cast<int>(ticks() / kTicksPerDay - first.count()) + 1;
}

DateTime DateTime::date() const {
  return in_range(ticks() - ticks() % kTicksPerDay, kind());
}

std::optional<DateTime> DateTime::plus(TimeSpan span) const {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(ticks(), span.ticks, &sum)) return std::nullopt;
  return of(sum, kind());
}

std::int32_t DateTime::offset(const TimeZone& zone) const {
  return kind() == Kind::Utc ? 0 : zone.at_local(ticks(), kind() == Kind::LocalSummer).seconds;
}

bool DateTime::is_summer_time(const TimeZone& zone) const {
  return kind() != Kind::Utc && zone.at_local(ticks(), kind() == Kind::LocalSummer).summer;
}

DateTime DateTime::to_utc(const TimeZone& zone) const {
  return in_range(shifted(ticks(), -offset(zone)), Kind::Utc);
}

DateTime DateTime::to_local(const TimeZone& zone) const {
  if (kind() != Kind::Utc) return in_range(ticks(), kind() == Kind::LocalSummer ? kind() : Kind::Local);
  const auto offset = zone.at_utc(ticks());
  const auto local = shifted(ticks(), offset.seconds);
  // Only where the plain reading would lead to another moment does the kind have to say which of the two it is.
  const bool first = zone.at_local(local).seconds != offset.seconds && zone.at_local(local, true).seconds == offset.seconds;
  return in_range(local, first ? Kind::LocalSummer : Kind::Local);
}

double DateTime::to_serial() const {
  // .NET counts whole milliseconds, and a time without a date as a part of the first day.
  if (ticks() == 0) return 0;
  const std::int64_t base = ticks() < kTicksPerDay ? ticks() + kSerialDays * kTicksPerDay : ticks();
  std::int64_t milliseconds = base / kTicksPerMillisecond - kSerialDays * kMillisecondsPerDay;
  if (milliseconds < 0) {
    const auto part = milliseconds % kMillisecondsPerDay;
    if (part != 0) milliseconds -= (kMillisecondsPerDay + part) * 2;
  }
  return static_cast<double>(milliseconds) / static_cast<double>(kMillisecondsPerDay);
}

std::optional<DateTime> DateTime::from_serial(double days) {
  if (!(days > -657'435.0 && days < 2'958'466.0)) return std::nullopt;
  auto milliseconds = static_cast<std::int64_t>(days * static_cast<double>(kMillisecondsPerDay) + (days >= 0 ? 0.5 : -0.5));
  if (milliseconds < 0) milliseconds -= milliseconds % kMillisecondsPerDay * 2;
  return of((milliseconds + kSerialDays * kMillisecondsPerDay) * kTicksPerMillisecond);
}

}  // namespace docmill::templating
