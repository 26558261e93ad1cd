#pragma once
#include "engines/child/work.h"

namespace docmill::engines::ooxml {

/// Fills OutputFilename with the data that is the one input, and hands that on as it is, under the name this gives: the first 200
/// characters or so, on one line. What a name may not hold the worker replaces (worker/keep_outputs.h).
/// Errors: InputDamaged (the data is no JSON; says where), BadRequest (a missing value where MissingValues is Error), InputTooComplex.
Result<Finished> name_output(child::Work& work);

}  // namespace docmill::engines::ooxml
