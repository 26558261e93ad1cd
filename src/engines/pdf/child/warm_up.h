#pragma once
#include "base/result.h"

namespace docmill::engines::pdf {

/// Writes and encrypts a small PDF once, so that tables are built and the cryptography has its random numbers before the first fork. Finds
/// the fonts of the machine. Errors: Unavailable.
Result<void> warm_up();

}  // namespace docmill::engines::pdf
