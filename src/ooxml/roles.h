#pragma once
#include "base/result.h"
#include "ooxml/package.h"

namespace docmill::ooxml {

/// Makes sure that no part is two things at once, a page header and the document for instance. Programs never write that, and who changes
/// such a part as the one thing would do so under the hands of who holds it as the other.
/// Only kinds that are read as XML here count: a video is rightly told twice.
/// Errors: InputDamaged (the message names the part), InputTooComplex (as relationships()).
Result<void> check_roles(const Package& package);

}  // namespace docmill::ooxml
