#pragma once
#include <array>
#include <string_view>

#include "base/result.h"

namespace docmill {

/// A length on paper.
using Inches = double;

/// What a number without a unit is in.
enum class BareUnit { Pixels, Points };

/// A length as CSS writes it: "210mm", "8.5in", "1cm", "72pt", "6pc", "20px" (96 to the inch), or a number in `bare`.
/// Errors: BadRequest, naming the field.
Result<Inches> read_length(std::string_view field, std::string_view text, BareUnit bare);

/// Top, right, bottom and left in CSS's shorthand of one to four lengths: "10mm 20mm", a last ";" tolerated.
/// Errors: BadRequest, naming the field.
Result<std::array<Inches, 4>> read_margins(std::string_view field, std::string_view text, BareUnit bare);

}  // namespace docmill
