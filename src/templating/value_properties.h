#pragma once
#include <optional>
#include <string_view>

#include "templating/region.h"
#include "templating/value.h"

namespace docmill::templating {

/// A value property (§6): `Length`, `ToUpper`, `Year` and so on, of a text, a date-time or a list; `Length` too of a text that data left
/// empty. A text that is a date in ISO form has the properties of dates as well. nullopt: this value has no such property.
std::optional<Value> value_property(const Value& value, std::string_view name, const Region& region);

}  // namespace docmill::templating
