#pragma once
#include <map>
#include <optional>
#include <string>

namespace docmill::engines {

/// What a step was asked, by the names of the action's fields. The door has checked every value against its field.
using Params = std::map<std::string, std::string>;

/// The value of a field; empty when it was not given.
const std::string& text_of(const Params& params, const std::string& name);
/// Of a field of type Boolean.
bool flag_of(const Params& params, const std::string& name, bool otherwise);
/// Of a field of type Integer; nullopt when it was not given.
std::optional<int> integer_of(const Params& params, const std::string& name);
/// Of a field of type Decimal or Integer, likewise.
std::optional<double> decimal_of(const Params& params, const std::string& name);

}  // namespace docmill::engines
