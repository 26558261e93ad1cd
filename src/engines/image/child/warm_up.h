#pragma once
#include <string>

#include "base/result.h"

namespace docmill::engines::image {

/// Starts libvips and makes a PDF of one tiny picture of every format, on this thread, so that every library is loaded before the first
/// fork. `home`: a directory of the zygote's own. Errors: Unavailable (what to install).
Result<void> warm_up(const std::string& home);

}  // namespace docmill::engines::image
