#pragma once
#include <string>

#include "templating/region.h"
#include "templating/value.h"

namespace docmill::templating {

/// What a token without formatter prints (the language, 1.3 and 1.5): nothing for null, True or False, a number in its shortest form with
/// the culture's decimal point (12.44, 1E+20), a text as it is, a date-time by the culture's `G`, the items of a list with ", " between
/// them, and nothing for an object.
std::string print(const Value& value, const Region& region);

/// The same, independent of culture and zone: a key to compare by (`map`, `hide-block-if`), the number of a formula.
std::string print_invariant(const Value& value);

}  // namespace docmill::templating
