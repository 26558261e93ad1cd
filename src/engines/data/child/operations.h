#pragma once
#include "engines/child/work.h"

namespace docmill::engines::data {

/// Does what the work asks for, in the jailed child. Exceptions of the libraries stop here.
/// Errors: InputDamaged, PasswordRequired, UnsupportedType, InputTooComplex, NotApplicable (the document lacks what was asked for),
/// BadRequest (a parameter), EngineFailed; each with its phase.
Result<Finished> perform(child::Work& work);

}  // namespace docmill::engines::data
