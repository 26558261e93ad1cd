#include <fmt/format.h>

#include <cstdlib>

#include "templating/date_time.h"

namespace docmill::templating {

namespace {

constexpr std::size_t kShortestMoment = 19;  // what Json.NET looks at
constexpr std::size_t kLongestMoment = 40;
constexpr int kTickDigits = 7;  // a second has 10^7 ticks

/// Takes a text apart from its beginning; what does not fit leaves it where it is.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }

  /// A number of `least` to `most` digits.
  std::optional<int> number(std::size_t least, std::size_t most) {
    int value = 0;
    std::size_t digits = 0;
    for (; digits < most && digit(); ++digits) {
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return digits >= least ? std::optional(value) : std::nullopt;
  }

  /// The digits behind a point as ticks; those below a tick are cut off.
  std::optional<std::int64_t> fraction() {
    if (!digit()) return std::nullopt;
    std::int64_t ticks = 0;
    int digits = 0;
    for (; digit(); rest_.remove_prefix(1))
      if (digits < kTickDigits) {
        ticks = ticks * 10 + (rest_.front() - '0');
        ++digits;
      }
    for (; digits < kTickDigits; ++digits) ticks *= 10;
    return ticks;
  }

 private:
  std::string_view rest_;
};

struct Clock {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int64_t ticks = 0;
};

struct Zone {
  enum class Kind : std::uint8_t { None, Utc, Offset };
  Kind kind = Kind::None;
  int minutes = 0;
};

/// yyyy-MM-dd
std::optional<DateTime> read_date(Reader& reader) {
  const auto year = reader.number(4, 4);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.number(2, 2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.number(2, 2);
  return day ? DateTime::of(*year, *month, *day) : std::nullopt;
}

/// HH:mm[:ss[.f…]]
std::optional<Clock> read_clock(Reader& reader) {
  Clock clock;
  const auto hour = reader.number(2, 2);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.number(2, 2);
  if (!minute) return std::nullopt;
  clock.hour = *hour;
  clock.minute = *minute;
  if (!reader.take(':')) return clock;
  const auto second = reader.number(2, 2);
  if (!second) return std::nullopt;
  clock.second = *second;
  if (!reader.take('.')) return clock;
  const auto ticks = reader.fraction();
  if (!ticks) return std::nullopt;
  clock.ticks = *ticks;
  return clock;
}

/// Z, ±hh:mm, ±hhmm, ±hh or nothing; up to 14 hours, as .NET allows.
std::optional<Zone> read_zone(Reader& reader) {
  if (reader.done()) return Zone{};
  if (reader.take('Z') || reader.take('z')) return Zone{Zone::Kind::Utc, 0};
  const bool west = reader.take('-');
  if (!west && !reader.take('+')) return std::nullopt;
  const auto hours = reader.number(2, 2);
  if (!hours) return std::nullopt;
  int minutes = 0;
  if (reader.take(':') || reader.digit()) {
    const auto read = reader.number(2, 2);
    if (!read || *read > 59) return std::nullopt;
    minutes = *read;
  }
  minutes += *hours * 60;
  if (minutes > 14 * 60) return std::nullopt;
  return Zone{Zone::Kind::Offset, west ? -minutes : minutes};
}

std::optional<DateTime> placed(DateTime moment, const Zone& written, const TimeZone& zone) {
  if (written.kind == Zone::Kind::None) return moment;
  const auto utc = DateTime::of(moment.ticks() - written.minutes * kTicksPerMinute, DateTime::Kind::Utc);
  if (!utc) return std::nullopt;
  if (zone.is_utc() && written.kind == Zone::Kind::Utc) return utc;
  return utc->to_local(zone);
}

std::optional<DateTime> read_moment(std::string_view text, const TimeZone& zone, bool blank_for_t) {
  Reader reader(text);
  const auto date = read_date(reader);
  if (!date || !(reader.take('T') || (blank_for_t && (reader.take(' ') || reader.take('t'))))) return std::nullopt;
  const auto clock = read_clock(reader);
  if (!clock) return std::nullopt;
  if (blank_for_t) (void)reader.take(' ');
  const auto written = read_zone(reader);
  if (!written || !reader.done()) return std::nullopt;
  // 24:00 is the end of the day.
  const bool midnight = clock->hour == 24 && clock->minute == 0 && clock->second == 0 && clock->ticks == 0;
  const auto moment =
      DateTime::of(date->year(), date->month(), date->day(), midnight ? 0 : clock->hour, clock->minute, clock->second, clock->ticks);
  if (!moment) return std::nullopt;
  const auto right_day = midnight ? moment->plus({kTicksPerDay}) : moment;
  return right_day ? placed(*right_day, *written, zone) : std::nullopt;
}

std::string_view without_ends(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<DateTime> recognise_date_time(std::string_view text, const TimeZone& zone) {
  // Nearly all texts are told by these two looks.
  if (text.size() < kShortestMoment || text.size() > kLongestMoment || text[10] != 'T') return std::nullopt;
  return read_moment(text, zone, false);
}

std::optional<DateTime> parse_iso(std::string_view text, const TimeZone& zone) {
  text = without_ends(text);
  if (text.size() > kLongestMoment) return std::nullopt;
  Reader reader(text);
  const auto date = read_date(reader);
  if (date && reader.done()) return date;
  return read_moment(text, zone, true);
}

std::optional<TimeSpan> parse_time_span(std::string_view text) {
  Reader reader(without_ends(text));
  const bool back = reader.take('-');
  auto first = reader.number(1, 8);
  if (!first) return std::nullopt;
  int days = 0;
  Clock clock;
  if (reader.done()) {
    days = *first;
  } else {
    if (reader.take('.')) {
      days = *first;
      first = reader.number(1, 2);
    }
    if (!first || !reader.take(':')) return std::nullopt;
    const auto minute = reader.number(1, 2);
    if (!minute) return std::nullopt;
    clock = {.hour = *first, .minute = *minute};
    if (reader.take(':')) {
      const auto second = reader.number(1, 2);
      if (!second) return std::nullopt;
      clock.second = *second;
      if (reader.take('.')) {
        const auto ticks = reader.fraction();
        if (!ticks) return std::nullopt;
        clock.ticks = *ticks;
      }
    }
  }
  // .NET's TimeSpan ends at 10,675,199 days.
  if (!reader.done() || days > 10'675'198 || clock.hour > 23 || clock.minute > 59 || clock.second > 59) return std::nullopt;
  const std::int64_t ticks =
      days * kTicksPerDay + clock.hour * kTicksPerHour + clock.minute * kTicksPerMinute + clock.second * kTicksPerSecond + clock.ticks;
  return TimeSpan{back ? -ticks : ticks};
}

std::string to_text(TimeSpan span) {
  const auto size = span.ticks < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(span.ticks) : static_cast<std::uint64_t>(span.ticks);
  const auto unit = [&](std::int64_t ticks) { return size / static_cast<std::uint64_t>(ticks); };
  std::string text = span.ticks < 0 ? "-" : "";
  if (const auto days = unit(kTicksPerDay); days != 0) text += fmt::format("{}.", days);
  text += fmt::format("{:02}:{:02}:{:02}", unit(kTicksPerHour) % 24, unit(kTicksPerMinute) % 60, unit(kTicksPerSecond) % 60);
  if (const auto rest = size % static_cast<std::uint64_t>(kTicksPerSecond); rest != 0) text += fmt::format(".{:07}", rest);
  return text;
}

}  // namespace docmill::templating
