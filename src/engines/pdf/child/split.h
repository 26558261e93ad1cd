#pragma once
#include "engines/child/work.h"

namespace docmill::engines::pdf {

/// One PDF as several. Parameter Type: ExtractPages (ExtractRange: one document with these pages in their order), SplitByPages
/// (PagesInChunk), SplitByRanges (ChunksRange: one document for each item), SplitByBookmarks (BookmarkDepth, UseBookmarksForFileNames);
/// without Type the parameter that is given decides. StartPage and EndPage bound SplitByPages. FilenamePrefix names the parts. Parts of a
/// protected document stay protected.
Result<Finished> split(child::Work& work);

}  // namespace docmill::engines::pdf
