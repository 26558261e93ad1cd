#pragma once
#include "templating/culture.h"
#include "templating/time_zone.h"

namespace docmill::templating {

/// What a job prints by: its Locale and its TimeZone. Points to what lives until the process ends, so it is copied freely.
struct Region {
  const Culture* culture = &Culture::en_us();
  const TimeZone* zone = &TimeZone::utc();
};

}  // namespace docmill::templating
