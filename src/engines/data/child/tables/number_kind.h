#pragma once
#include <string>
#include <string_view>

namespace docmill::engines::data {

/// What a number format makes of a number.
enum class NumberKind { Number, Date, Time, DateTime };

/// Of a built-in format (ECMA-376 part 1, 18.8.30).
NumberKind kind_of_built_in(int id);
/// Of a format's code: "dd/mm/yyyy" shows a date, "[Red]0.00" does not.
NumberKind kind_of_code(std::string_view code);

/// A date from Excel's count of days: "2024-01-31"; empty when it is none (below 0, beyond 9999).
/// Excel takes 1900 for a leap year, so days before 1 March 1900 are counted differently.
std::string date_of_serial(double serial, bool from_1904);
/// The time of day, or a length of hours where it is more than a day: "09:05:00".
std::string time_of_serial(double serial, bool whole_days_too);

}  // namespace docmill::engines::data
