#pragma once
#include "templating/culture.h"
#include "templating/date_time.h"

namespace docmill::templating {

/// A day as a calendar counts it; months and days from 1.
struct CalendarDay {
  int year = 1;
  int month = 1;
  int day = 1;
};

CalendarDay day_in(CalendarKind kind, DateTime moment);

}  // namespace docmill::templating
