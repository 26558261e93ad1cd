#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace docmill::engines::office {

/// The names at the top of an OLE2 compound file (Word, Excel, PowerPoint 97-2003, and encrypted OOXML), as ASCII
/// with '?' for the rest. Reads the directory only. `bytes` may be hostile: every jump is checked and counted.
/// Errors: InputDamaged.
/// Source: [MS-CFB] sections 2.2 (header), 2.3 (FAT), 2.5 (DIFAT), 2.6 (directory).
Result<std::vector<std::string>> ole_names(std::string_view bytes);

}  // namespace docmill::engines::office
