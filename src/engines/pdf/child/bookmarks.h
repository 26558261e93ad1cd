#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// [{"title", "page", "top"?, "children"}]: the bookmarks as a tree; page is null where one leads nowhere.
Result<Finished> get_bookmarks(child::Work& work);

/// Replaces the bookmarks by those of the parameter Bookmarks, in the shape get_bookmarks gives; "[]" removes them.
/// Errors: BadRequest, saying which bookmark is wrong.
Result<Finished> set_bookmarks(child::Work& work);

}  // namespace docmill::engines::pdf
