#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "templating/culture.h"
#include "templating/value.h"

namespace docmill::templating {

/// Digits a format may ask for (.NET allows 999,999,999; nobody needs them and they would fill the memory).
constexpr int kMostPrecision = 999;
/// Bytes of a format string.
constexpr std::size_t kLongestFormat = 2000;

/// A number by .NET's format strings: standard `C D E F G N P R X` with an optional precision, anything else is a custom one (`0 # . , % ‰
/// E0 ;` quotes and backslash). "" is G. The decimal digits the number is written with are rounded, half away from zero, so 2.675 in N2
/// is 2.68 (as .NET does for decimals and .NET Framework does for all). What rounds to zero has no minus. Errors: BadRequest when .NET
/// would throw a FormatException (`D` of a fraction, an unknown letter) or a limit is passed.
Result<std::string> format_number(const Number& number, std::string_view format, const NumberInfo& info);

/// The shortest form that says the same number, independent of culture: 99, 12.44, 1E+20. Spelled numbers in full.
std::string shortest(const Number& number);

}  // namespace docmill::templating
