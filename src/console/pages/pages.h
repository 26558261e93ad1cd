#pragma once
#include <span>

#include "net/static_files.h"

namespace docmill::console {

/// The pages of web/console as they were built, inside the program; where Node.js was missing when it was built, one page that says so.
std::span<const net::StaticFile> pages();

}  // namespace docmill::console
