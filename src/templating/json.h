#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "templating/time_zone.h"
#include "templating/value.h"

namespace docmill::templating {

struct JsonOptions {
  const TimeZone* zone = &TimeZone::utc();  // what date-times with Z or an offset are turned into
  bool date_times = true;                   // whether texts that look like one become a date-time
  std::size_t most_bytes = 256U << 20U;     // of the text
  std::size_t most_values = 10'000'000;     // of all kinds, names not counted
  int deepest = 200;                        // lists and objects within one another
};

/// Reads a job's data as Json.NET does: JSON (RFC 8259), and besides names without quotes, single quotes, comments (// and /* */), a comma
/// after the last item, NaN and Infinity, hexadecimal numbers, a byte order mark. UTF-8, UTF-16 and UTF-32 when a mark says so.
/// An empty text is an error.
/// Errors: InputDamaged with line, column (in characters, from 1) and the text there; InputTooComplex when a limit is passed.
Result<Value> read_json(std::string_view text, const JsonOptions& options = {});

/// Writes it as JSON, compact: date-times in ISO form, numbers as they were spelled.
std::string write_json(const Value& value);

}  // namespace docmill::templating
