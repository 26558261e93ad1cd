#pragma once
#include <string_view>

#include "templating/culture.h"

namespace docmill::templating {

/// Puts right what .NET on Windows 10 has otherwise than ICU 72, for the cultures in common use. `tag` is icu_tag() of the culture.
void apply_overrides(std::string_view tag, NumberInfo& number, DateInfo& date);

/// The calendar a culture counts in by default (.NET: CultureInfo.Calendar).
CalendarKind calendar_of(std::string_view tag);

}  // namespace docmill::templating
