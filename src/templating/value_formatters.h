#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "templating/context.h"
#include "templating/token.h"
#include "templating/value.h"

namespace docmill::templating {

/// Applies one of the formatters that make a value of a value (§5.1): format, map, substring, join, offset, hide, bool, empty, url,
/// padLeft, padRight. One that does not suit the value leaves it, with a warning. nullopt: it is none of them.
std::optional<Value> apply_value_formatter(const Call& call, const Value& value, Context& context);

bool is_value_formatter(std::string_view name);

/// Whether a formatter's argument means this value (§5.2): by their text, true and false without regard to case, numbers by what they
/// amount to, `null` and nothing for null. For a list: the arguments are its items, or an argument is the list in brackets; for anything
/// else, one of the arguments is enough.
bool matches_arguments(const Value& value, std::string_view arguments);

/// "yes", "1", … never more than this many characters from padLeft and padRight.
inline constexpr std::size_t kWidestPadding = 10'000;

}  // namespace docmill::templating
