#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/action.h"

namespace docmill::actions {

/// Form values by field name, as declared.
using Params = std::map<std::string, std::string>;

/// Checks one value against its field and returns it as it is stored: booleans as "true" or "false", choices in the spelling of the
/// declaration, numbers in their shortest form.
/// Errors: BadRequest; the message names the field, what it takes and what to do.
Result<std::string> validate_value(const model::Field& field, std::string_view value);

/// Checks the values of an action and adds the defaults of those not given, so that a job keeps its meaning when a default changes.
/// An empty value counts as not given. Names no field has are ignored (spec U11); files are checked elsewhere.
/// Errors: BadRequest, as above, or naming a required field that is missing.
Result<Params> validate(const model::Action& action, const Params& given);

}  // namespace docmill::actions
