#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace docmill::model {

/// Pages `first` to `last` of a document, both counted from 1 and included.
struct PageRange {
  std::uint32_t first = 1;
  std::uint32_t last = 1;
};

/// Which pages: "1-3;9-11;5" in the caller's order, repeats kept. Spaces, commas and a last ";" are tolerated.
/// An empty text is an empty list, which callers read as "all pages".
/// Errors: BadRequest, saying which item is wrong and what an item looks like.
Result<std::vector<PageRange>> parse_page_list(std::string_view text);

/// The pages of a document with `pages` pages that the list names, in its order; all of them when it is empty. What lies beyond the last
/// page is left out (spec U10).
/// Errors: NotApplicable when nothing is left, TooManyPages when more than `most` pages are asked for.
Result<std::vector<std::uint32_t>> pages_of(const std::vector<PageRange>& list, std::uint32_t pages, std::uint32_t most);

}  // namespace docmill::model
