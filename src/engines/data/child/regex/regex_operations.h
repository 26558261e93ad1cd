#pragma once
#include "engines/child/work.h"

namespace docmill::engines::data {

// The text is the input, the pattern the parameter Pattern. Each answers JSON.
// Errors: BadRequest (the pattern, with the position), InputTooComplex (steps, time, matches or size), InputDamaged (no text).

/// {"isSuccess": bool, "matches": [{"Match0": whole, "Match1": first group without a name, …, "name": a named group}]}
Result<Finished> regex_match(child::Work& work);
/// {"result": the text with every match replaced by Replacement}
Result<Finished> regex_replace(child::Work& work);
/// {"isSuccess": bool}
Result<Finished> regex_test(child::Work& work);
/// {"result": [what lies between the matches, and what their groups matched]}
Result<Finished> regex_split(child::Work& work);

}  // namespace docmill::engines::data
