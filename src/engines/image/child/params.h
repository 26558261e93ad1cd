#pragma once
#include <optional>
#include <string>

#include "engines/child/work.h"

namespace docmill::engines::image {

/// A whole number; nullopt when it was not given. The door has checked its range.
std::optional<int> number_param(const child::Work& work, const std::string& name);

}  // namespace docmill::engines::image
