#pragma once
#include <string>
#include <string_view>

#include "templating/culture.h"
#include "templating/decimal.h"

namespace docmill::templating {

/// A number by a custom format of .NET: `0 # . , % ‰ E0 ;`, quotes, backslash; everything else stands for itself. Never fails: what is not
/// closed ends with the format.
std::string custom_number(Decimal number, std::string_view format, const NumberInfo& info);

}  // namespace docmill::templating
