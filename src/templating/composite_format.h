#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "templating/region.h"
#include "templating/value.h"

namespace docmill::templating {

/// A value by .NET's format string for its kind: numbers and date-times by their formats, everything else as it prints (a format on a text
/// is ignored, String.Format's rule).
Result<std::string> format_value(const Value& value, std::string_view format, const Region& region);

/// Widens a text with blanks to `width` characters: on the left, or on the right when negative. Widths beyond ±1000 count as 1000.
std::string align(std::string text, int width);

/// The alignment and format of `{key,alignment:format}` taken apart: the part behind the key, ",10:N2", ":C", "". BadRequest when it is
/// none.
struct Placement {
  int width = 0;
  std::string_view format;
};
Result<Placement> parse_placement(std::string_view behind_key);

}  // namespace docmill::templating
