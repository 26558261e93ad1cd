#pragma once
#include "base/result.h"

namespace docmill::engines::data {

/// Does a little of everything once, so that tables and ICU's data are there before the first fork, and sets the locale in which libarchive
/// reads names. Errors: Unavailable.
Result<void> warm_up();

/// "10.42/3.6.2": PCRE2 and libarchive.
std::string versions();

}  // namespace docmill::engines::data
