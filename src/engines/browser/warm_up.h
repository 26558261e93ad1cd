#pragma once
#include "engines/browser/page.h"

namespace docmill::engines::browser {

/// Prints a small document of ours in a page that waits for one, so that its renderer has done before what any renderer does for the first
/// time: touched code and memory, asked for the usual fonts. Nothing of it is left that a page could find.
/// Errors: those of Page::call; the page is of no use then.
Async<Result<void>> warm_up(Page& page, Deadline until);

}  // namespace docmill::engines::browser
