#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace docmill::engines::data {

/// A date and a time of day, without a time zone, of the Gregorian calendar.
struct DateTime {
  int year = 0;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  double second = 0;
  friend bool operator==(const DateTime&, const DateTime&) = default;
};

/// Reads and writes numbers and dates as people of a place do, with ICU's data.
class LocaleValues {
 public:
  /// `culture`: "de-DE", "pt"; en-US when empty. Errors: BadRequest (a language nobody knows).
  static Result<LocaleValues> of(const std::string& culture);
  ~LocaleValues();
  LocaleValues(LocaleValues&&) noexcept;

  /// "1,234.50" in en-US is 1234.5; also with an exponent. nullopt unless all of it is one number, grouped as the place does.
  std::optional<double> number(std::string_view text) const;
  /// As number, but only what an untyped column may become without loss: no leading zeros or plus sign, at most 15 digits.
  std::optional<double> plain_number(std::string_view text) const;
  /// "45 %" is 0.45; without the sign the number itself.
  std::optional<double> fraction(std::string_view text) const;
  /// In the place's short, medium, long or full way, with or without a time, or as ISO 8601 (whose zone is left out).
  std::optional<DateTime> date(std::string_view text) const;
  /// The number with the place's decimal sign and no grouping, for the text of a number as JSON writes it.
  std::string shown(std::string_view json_number) const;

 private:
  struct State;
  explicit LocaleValues(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// "2024-01-31", "2024-01-31T09:05:00", with a fraction of a second and a zone, which is left out. nullopt for anything else.
std::optional<DateTime> iso_date(std::string_view text);

}  // namespace docmill::engines::data
