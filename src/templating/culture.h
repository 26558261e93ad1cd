#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace docmill::templating {

/// How a kind of number is written (.NET: NumberFormatInfo). Patterns are .NET's numbers for them; see number_format.cc.
struct NumberStyle {
  std::string decimal = ".";
  std::string group = ",";
  std::vector<std::uint8_t> group_sizes = {3};  // from the right; the last repeats, 0 = the rest is one group
  int digits = 2;                               // behind the decimal point when the format names no precision
  int positive_pattern = 0;
  int negative_pattern = 1;
};

struct NumberInfo {
  NumberStyle number;
  NumberStyle currency;
  NumberStyle percent;
  std::string currency_symbol = "\u00A4";
  std::string percent_symbol = "%";
  std::string per_mille_symbol = "\u2030";
  std::string negative_sign = "-";
  std::string positive_sign = "+";
  std::string nan = "NaN";
  std::string positive_infinity = "Infinity";
  std::string negative_infinity = "-Infinity";
};

/// Which years, months and days a culture counts in.
enum class CalendarKind : std::uint8_t { Gregorian, Buddhist, UmAlQura, Persian };

/// How dates are written (.NET: DateTimeFormatInfo). Weeks begin with Sunday, months have a thirteenth place.
struct DateInfo {
  CalendarKind calendar = CalendarKind::Gregorian;
  std::array<std::string, 7> day_names;
  std::array<std::string, 7> short_day_names;
  std::array<std::string, 13> month_names;           // standing alone
  std::array<std::string, 13> month_genitive_names;  // beside a day
  std::array<std::string, 13> short_month_names;
  std::array<std::string, 13> short_month_genitive_names;
  std::string am = "AM";
  std::string pm = "PM";
  std::string era;
  std::string date_separator = "/";
  std::string time_separator = ":";
  std::string short_date;  // d
  std::string long_date;   // D
  std::string short_time;  // t
  std::string long_time;   // T
  std::string month_day;   // M
  std::string year_month;  // Y
};

/// A language and a country and how they write numbers and dates, as .NET's CultureInfo. From ICU, corrected where .NET's own tables are
/// known to differ (culture_overrides.cc). Made when first asked for, kept until the process ends. Not thread-safe: a child is one thread.
class Culture {
 public:
  /// The culture of this name ("de-DE", "fr", "zh-Hans"), without regard to case and blanks around it; "" is the invariant one.
  /// Errors: BadRequest names the nearest known ones.
  static Result<const Culture*> named(std::string_view name);
  /// The same, with no error made: nullptr for what is no name of a culture.
  static const Culture* find(std::string_view name);
  static const Culture& invariant();
  static const Culture& en_us();
  /// All names there are, sorted.
  static std::span<const std::string_view> names();

  const std::string& name() const { return name_; }
  const NumberInfo& number() const { return number_; }
  const DateInfo& date() const { return date_; }

  /// Letters by the culture's rules (Turkish i, …). Text that is not UTF-8 has its bad bytes replaced.
  std::string to_upper(std::string_view text) const;
  std::string to_lower(std::string_view text) const;

 private:
  explicit Culture(std::string name);

  std::string name_;
  NumberInfo number_;
  DateInfo date_;
};

}  // namespace docmill::templating
