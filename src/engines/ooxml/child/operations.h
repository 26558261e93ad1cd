#pragma once
#include "engines/child/work.h"

namespace docmill::engines::ooxml {

/// Does what the work asks for, in the jailed child. Exceptions of the libraries stop here.
/// Errors: InputDamaged, PasswordRequired, UnsupportedType, InputTooComplex, BadRequest, EngineFailed; each with its phase.
Result<Finished> perform(child::Work& work);

}  // namespace docmill::engines::ooxml
