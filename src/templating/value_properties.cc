#include "templating/value_properties.h"

#include <algorithm>
#include <array>
#include <string>

#include "templating/characters.h"
#include "templating/date_format.h"
#include "templating/path.h"
#include "templating/print.h"

namespace docmill::templating {

namespace {

constexpr std::array kEnglishDays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::int64_t kTicksOf1601 = 504'911'232'000'000'000;  // where Windows' file times begin

Value whole(std::int64_t number) {
  return Value::of(number);
}

/// Not .NET's, which differs from run to run: FNV-1a of what it prints.
Value hash_of(const Value& value) {
  std::uint32_t hash = 2'166'136'261;
  for (const char c : print_invariant(value)) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619;
  return whole(static_cast<std::int32_t>(hash));
}

Value as_text(DateTime moment, std::string_view format, const Region& region) {
  auto text = format_date_time(moment, format, region);
  return text ? Value::of(*text) : Value();
}

struct DateProperty {
  std::string_view name;
  Value (*of)(DateTime, const Region&);
};

constexpr std::array kDateProperties = {
    DateProperty{"Date", [](DateTime d, const Region&) { return Value::of(d.date()); }},
    DateProperty{"Day", [](DateTime d, const Region&) { return whole(d.day()); }},
    DateProperty{"DayOfWeek", [](DateTime d, const Region&) { return Value::of(kEnglishDays[static_cast<std::size_t>(d.day_of_week())]); }},
    DateProperty{"DayOfYear", [](DateTime d, const Region&) { return whole(d.day_of_year()); }},
    DateProperty{"Hour", [](DateTime d, const Region&) { return whole(d.hour()); }},
    DateProperty{"IsDaylightSavingTime", [](DateTime d, const Region& r) { return Value::of(d.is_summer_time(*r.zone)); }},
    DateProperty{"Millisecond", [](DateTime d, const Region&) { return whole(d.millisecond()); }},
    DateProperty{"Minute", [](DateTime d, const Region&) { return whole(d.minute()); }},
    DateProperty{"Month", [](DateTime d, const Region&) { return whole(d.month()); }},
    DateProperty{"Second", [](DateTime d, const Region&) { return whole(d.second()); }},
    DateProperty{"Ticks", [](DateTime d, const Region&) { return whole(d.ticks()); }},
    DateProperty{"TimeOfDay", [](DateTime d, const Region&) { return Value::of(to_text(d.time_of_day())); }},
    DateProperty{"ToFileTime", [](DateTime d, const Region& r) { return whole(d.to_utc(*r.zone).ticks() - kTicksOf1601); }},
    DateProperty{"ToFileTimeUtc", [](DateTime d, const Region&) { return whole(d.ticks() - kTicksOf1601); }},
    DateProperty{"ToLongDateString", [](DateTime d, const Region& r) { return as_text(d, "D", r); }},
    DateProperty{"ToLongTimeString", [](DateTime d, const Region& r) { return as_text(d, "T", r); }},
    DateProperty{"ToOADate", [](DateTime d, const Region&) { return Value::of(d.to_serial()); }},
    DateProperty{"ToShortDateString", [](DateTime d, const Region& r) { return as_text(d, "d", r); }},
    DateProperty{"ToShortTimeString", [](DateTime d, const Region& r) { return as_text(d, "t", r); }},
    DateProperty{"Year", [](DateTime d, const Region&) { return whole(d.year()); }},
};

std::optional<Value> date_property(DateTime moment, std::string_view name, const Region& region) {
  const auto* row = std::ranges::find(kDateProperties, name, &DateProperty::name);
  if (row == kDateProperties.end()) return std::nullopt;
  return row->of(moment, region);
}

std::optional<Value> text_property(std::string_view text, std::string_view name, const Region& region) {
  if (name == "Length") return whole(static_cast<std::int64_t>(utf16_length(text)));
  if (name == "ToLower") return Value::of(region.culture->to_lower(text));
  if (name == "ToUpper") return Value::of(region.culture->to_upper(text));
  if (name == "Trim") return Value::of(trimmed(text));
  if (std::ranges::find(kDateProperties, name, &DateProperty::name) == kDateProperties.end()) return std::nullopt;
  const auto moment = parse_iso(text, *region.zone);
  return moment ? date_property(*moment, name, region) : std::nullopt;
}

}  // namespace

std::optional<Value> value_property(const Value& value, std::string_view name, const Region& region) {
  if (value.is_list()) {
    if (name == "Length") return whole(static_cast<std::int64_t>(value.size()));
    return std::nullopt;
  }
  if ((value.is_text() || value.is_date_time()) && name == "GetHashCode") return hash_of(value);
  if (value.is_text()) return text_property(value.text(), name, region);
  if (value.is_date_time()) return date_property(value.date_time(), name, region);
  return std::nullopt;
}

}  // namespace docmill::templating
