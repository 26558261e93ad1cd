#pragma once
#include <boost/json/object.hpp>
#include <string>

#include "model/action.h"

namespace docmill::actions {

/// A field's value in JSON Schema (2020-12): its type, bounds, choices, default and description.
boost::json::object field_schema(const model::Field& field);

/// The field's summary with the value of "Type" it belongs to before it, where there is one: "SplitByPages: how many pages …".
std::string described(const model::Field& field);

}  // namespace docmill::actions
