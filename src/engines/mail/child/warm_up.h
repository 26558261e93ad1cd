#pragma once
#include "base/result.h"

namespace docmill::engines::mail {

/// Starts the libraries and reads a small message and a small text once, so that types are registered, charsets loaded and pages of code
/// present before the first fork. Errors: Unavailable.
Result<void> warm_up();

}  // namespace docmill::engines::mail
