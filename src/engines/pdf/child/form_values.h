#pragma once
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// What a form field shall hold: yes or no, a text, or several choices.
using FormValue = std::variant<bool, std::string, std::vector<std::string>>;

/// Field names with their values. {"a": {"b": 1}} names the field "a.b"; what is null is left out.
using FormValues = std::map<std::string, FormValue>;

/// Reads the input of the field "Data", a JSON object, as templates read theirs (templating/json.h); nothing when there is none.
/// Errors: BadRequest.
Result<FormValues> read_form_values(const child::Work& work);

}  // namespace docmill::engines::pdf
