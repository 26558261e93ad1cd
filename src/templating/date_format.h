#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "templating/date_time.h"
#include "templating/region.h"

namespace docmill::templating {

/// A date-time by .NET's format strings: standard `d D f F g G M O R s t T u U Y` (one letter), anything else is a custom one (`d M y h H m
/// s f F t g K z : /`, quotes, `%`, backslash). "" is G. `z`, `K` and `U` look at the region's time zone. Errors: BadRequest when .NET
/// would throw a FormatException or a limit is passed.
Result<std::string> format_date_time(DateTime moment, std::string_view format, const Region& region);

}  // namespace docmill::templating
