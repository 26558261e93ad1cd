#pragma once
#include <span>

#include "net/static_files.h"

namespace docmill::docs_page {

/// The reference of the API as a page (web/docs-page), inside the program; where Node.js was missing when it was built, one that says so.
std::span<const net::StaticFile> pages();

}  // namespace docmill::docs_page
