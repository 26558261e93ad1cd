#pragma once
#include <string>

#include "engines/child/work.h"

namespace docmill::engines::child {

/// What the names of several results begin with: the parameter FilenamePrefix, or else the first document's own name and a hyphen.
std::string name_prefix(const Work& work);

}  // namespace docmill::engines::child
