#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "templating/time_zone.h"

namespace docmill::templating {

/// A length of time in ticks of 100 ns, as .NET's TimeSpan.
struct TimeSpan {
  std::int64_t ticks = 0;
  auto operator<=>(const TimeSpan&) const = default;
};

constexpr std::int64_t kTicksPerMillisecond = 10'000;
constexpr std::int64_t kTicksPerSecond = 1000 * kTicksPerMillisecond;
constexpr std::int64_t kTicksPerMinute = 60 * kTicksPerSecond;
constexpr std::int64_t kTicksPerHour = 60 * kTicksPerMinute;
constexpr std::int64_t kTicksPerDay = 24 * kTicksPerHour;

/// A date and time of day as .NET's DateTime has it: ticks of 100 ns since 0001-01-01T00:00 of the Gregorian calendar, up to the year 9999,
/// and what the clock was that showed it. Eight bytes, copied freely.
class DateTime {
 public:
  enum class Kind : std::uint8_t {
    Unspecified,  // written without a zone: taken as the job's local time where one is needed
    Utc,
    Local,        // the clock of the job's time zone
    LocalSummer,  // Local, the first of the two passes through an hour that comes twice
  };
  static constexpr std::int64_t kMostTicks = 3'155'378'975'999'999'999;  // 9999-12-31T23:59:59.9999999

  /// 0001-01-01T00:00, Unspecified.
  constexpr DateTime() = default;
  /// nullopt when the ticks are outside the years 1 to 9999.
  static std::optional<DateTime> of(std::int64_t ticks, Kind kind = Kind::Unspecified);
  /// nullopt when there is no such date or time. `month` and `day` count from 1; `ticks` are the part below a second.
  static std::optional<DateTime> of(int year, int month, int day, int hour = 0, int minute = 0, int second = 0, std::int64_t ticks = 0,
                                    Kind kind = Kind::Unspecified);

  std::int64_t ticks() const { return static_cast<std::int64_t>(bits_ & kTicksMask); }
  Kind kind() const { return static_cast<Kind>(bits_ >> 62U); }

  int year() const;
  int month() const;  // 1 to 12
  int day() const;    // 1 to 31
  int hour() const { return static_cast<int>(ticks() / kTicksPerHour % 24); }
  int minute() const { return static_cast<int>(ticks() / kTicksPerMinute % 60); }
  int second() const { return static_cast<int>(ticks() / kTicksPerSecond % 60); }
  int millisecond() const { return static_cast<int>(ticks() / kTicksPerMillisecond % 1000); }
  int day_of_week() const { return static_cast<int>((ticks() / kTicksPerDay + 1) % 7); }  // Sunday is 0
  int day_of_year() const;                                                                // 1 to 366
  TimeSpan time_of_day() const { return {ticks() % kTicksPerDay}; }
  /// The same day at midnight.
  DateTime date() const;

  /// Later or earlier; nullopt when that leaves the years 1 to 9999. The clock is shifted, not the moment: no summer time is looked at.
  std::optional<DateTime> plus(TimeSpan span) const;

  /// The same moment on the clock of UTC, or of `zone`. Unspecified is taken as the time of `zone`; ends of the range are kept.
  DateTime to_utc(const TimeZone& zone) const;
  DateTime to_local(const TimeZone& zone) const;
  /// What the clock differs from UTC, in seconds: 0 for Utc, otherwise what `zone` has at that time.
  std::int32_t offset(const TimeZone& zone) const;
  bool is_summer_time(const TimeZone& zone) const;

  /// Days since 1899-12-30, as spreadsheets and OLE count (.NET: ToOADate).
  double to_serial() const;
  /// Nearest millisecond; nullopt outside of the years 100 to 9999 (.NET: FromOADate).
  static std::optional<DateTime> from_serial(double days);

  /// By the clock's reading, without regard to its kind, as .NET compares.
  friend std::strong_ordering operator<=>(DateTime a, DateTime b) { return a.ticks() <=> b.ticks(); }
  friend bool operator==(DateTime a, DateTime b) { return a.ticks() == b.ticks(); }

 private:
  friend class Value;
  static constexpr std::uint64_t kTicksMask = (std::uint64_t{1} << 62U) - 1;
  constexpr explicit DateTime(std::uint64_t bits) : bits_(bits) {}
  /// For ticks that are known to be in range.
  static DateTime in_range(std::int64_t ticks, Kind kind) {
    return DateTime(static_cast<std::uint64_t>(ticks) | (static_cast<std::uint64_t>(kind) << 62U));
  }

  std::uint64_t bits_ = 0;
};

/// A text that data means as a date and time: `yyyy-MM-ddTHH:mm[:ss[.f…]][Z|±hh:mm]`, 19 to 40 characters (the language, 1.3). With Z or an
/// offset it becomes the time of `zone` (Kind Local, or Utc when it says Z and the zone is UTC); without, it stays as it stands.
/// nullopt for every other text, a date alone among them.
std::optional<DateTime> recognise_date_time(std::string_view text, const TimeZone& zone);

/// As above of any length, and a date alone `yyyy-MM-dd`, a blank instead of the T, and blanks around: what `format(…)` takes a text for.
std::optional<DateTime> parse_iso(std::string_view text, const TimeZone& zone);

/// A span as .NET writes it: `[-]d`, `[-][d.]hh:mm[:ss[.f…]]`. The sign is for all of it. nullopt when it is none.
std::optional<TimeSpan> parse_time_span(std::string_view text);
/// `[-][d.]hh:mm:ss[.fffffff]` (.NET: format "c").
std::string to_text(TimeSpan span);

}  // namespace docmill::templating
