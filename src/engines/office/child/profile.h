#pragma once
#include <string>

#include "base/result.h"

namespace docmill::engines::office {

/// Writes a user profile for LibreOffice below `dir` and returns its URL: no macros, no links followed, no Java, no
/// recovery, no autosave, en-US, the same result every time.
Result<std::string> write_profile(const std::string& dir);

}  // namespace docmill::engines::office
