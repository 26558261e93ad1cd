#pragma once
#include "base/result.h"

namespace docmill::engines::raster {

/// Draws and reads a small PDF in every way once, with fonts that are not embedded, so that fontconfig, font files, character maps and
/// tables are loaded before the first fork. Errors: Unavailable (the message says what to install).
Result<void> warm_up();

}  // namespace docmill::engines::raster
