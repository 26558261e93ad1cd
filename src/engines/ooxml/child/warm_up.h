#pragma once
#include <string>

#include "base/result.h"

namespace docmill::engines::ooxml {

/// Opens, changes and writes a small package and prints a date and numbers, so that what the libraries load is there before the first fork.
/// Errors: Unavailable.
Result<void> warm_up();

/// "1.7.3/1.13": libzip and pugixml.
std::string versions();

}  // namespace docmill::engines::ooxml
