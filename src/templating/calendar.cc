#include "templating/calendar.h"

#include <unicode/calendar.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

#include <memory>

namespace docmill::templating {

namespace {

/// Years that the Buddhist calendar is ahead.
constexpr int kBuddhistYears = 543;
constexpr std::int64_t kDaysToEpoch = 719'162;  // from 0001-01-01 to 1970-01-01
constexpr double kMillisecondsOfDay = 86'400'000;

std::unique_ptr<icu::Calendar> make(const char* locale) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(*icu::TimeZone::getGMT(), icu::Locale(locale), status));
  return U_SUCCESS(status) ? std::move(calendar) : nullptr;
}

CalendarDay gregorian(DateTime moment) {
  return {.year = moment.year(), .month = moment.month(), .day = moment.day()};
}

CalendarDay by_icu(icu::Calendar* calendar, DateTime moment) {
  if (calendar == nullptr) return gregorian(moment);
  UErrorCode status = U_ZERO_ERROR;
  const std::int64_t whole_days = moment.ticks() / kTicksPerDay - kDaysToEpoch;
  calendar->setTime(static_cast<double>(whole_days) * kMillisecondsOfDay, status);
  const CalendarDay day = {
      .year = calendar->get(UCAL_YEAR, status), .month = calendar->get(UCAL_MONTH, status) + 1, .day = calendar->get(UCAL_DATE, status)};
  // Before the calendar's first year there is nothing it could say.
  return U_SUCCESS(status) && day.year > 0 ? day : gregorian(moment);
}

}  // namespace

CalendarDay day_in(CalendarKind kind, DateTime moment) {
  auto day = gregorian(moment);
  switch (kind) {
    case CalendarKind::Gregorian: break;
    case CalendarKind::Buddhist: day.year += kBuddhistYears; break;
    case CalendarKind::UmAlQura: {
      static const auto calendar = make("ar_SA@calendar=islamic-umalqura");
      return by_icu(calendar.get(), moment);
    }
    case CalendarKind::Persian: {
      static const auto calendar = make("fa_IR@calendar=persian");
      return by_icu(calendar.get(), moment);
    }
  }
  return day;
}

}  // namespace docmill::templating
