#pragma once
#include "engines/child/work.h"

namespace docmill::engines::image {

/// Does what the work asks for, in the jailed child. Exceptions of the libraries stop here.
/// Errors: InputDamaged, UnsupportedType, InputTooComplex, TooManyPages, NotApplicable, BadRequest (a parameter), MemoryExceeded,
/// EngineFailed; each with its phase.
Result<Finished> perform(child::Work& work);

}  // namespace docmill::engines::image
