// Formats of numbers and dates as strangers write them into templates. The first byte chooses the culture; the line that follows is a
// number, a date or a span, the rest its format.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "templating/composite_format.h"
#include "templating/date_format.h"
#include "templating/number_format.h"

namespace {

using namespace docmill::templating;

/// Longer than any format's own text times the longest name.
constexpr std::size_t kLongestOutput = 1'000'000;

void check_number(std::string_view spelling, std::string_view format, const Culture& culture) {
  const auto value = Value::number(spelling);
  if (!value.is_number()) return;
  const auto text = format_number(value.number(), format, culture.number());
  if (text) DOCMILL_CHECK(text->size() < kLongestOutput);
  DOCMILL_CHECK(!shortest(value.number()).empty());
  DOCMILL_CHECK(value == value || value.number().value != value.number().value);
}

void check_date(std::string_view written, std::string_view format, const Culture& culture) {
  static const std::array<const TimeZone*, 3> zones = {&TimeZone::utc(), *TimeZone::named("Europe/Moscow"),
                                                       *TimeZone::named("America/New_York")};
  const auto& zone = *zones.at(written.size() % zones.size());
  const auto moment = parse_iso(written, zone).value_or(DateTime());
  const auto text = format_date_time(moment, format, {.culture = &culture, .zone = &zone});
  if (text) DOCMILL_CHECK(text->size() < kLongestOutput);
  DOCMILL_CHECK(moment.to_utc(zone).ticks() <= DateTime::kMostTicks);
}

void check_span(std::string_view written) {
  const auto span = parse_time_span(written);
  if (span) DOCMILL_CHECK(parse_time_span(to_text(*span)) == span);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto names = Culture::names();
  // Every culture costs a moment the first time: a handful shows as much as all.
  const auto& culture = *Culture::find(names[data[0] % 8 * names.size() / 8]);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto end = std::min(text.find('\n'), text.size());
  const auto subject = text.substr(0, end);
  const auto format = text.substr(std::min(end + 1, text.size()));
  check_number(subject, format, culture);
  check_date(subject, format, culture);
  check_span(subject);
  if (const auto placement = parse_placement(format)) (void)align(std::string(subject.substr(0, 100)), placement->width);
  return 0;
}
