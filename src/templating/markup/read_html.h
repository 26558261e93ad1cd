#pragma once
#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "templating/markup/fragment.h"

namespace docmill::templating::markup {

inline constexpr std::size_t kLargestHtml = 8UL << 20;  // bytes
inline constexpr std::size_t kMostNodes = 200'000;      // elements and texts
inline constexpr std::size_t kDeepest = 2000;           // elements within elements; what each of them costs grows with it
inline constexpr int kMostTablesWithin = 4;             // deeper ones become paragraphs

/// Reads a page or a piece of one, as browsers do: what is wrong with it is mended. What runs, loads or asks (scripts, styles, frames,
/// objects, forms' fields, SVG) is left out with all that is in it, as is what is not shown; links that lead to anything but an address
/// (javascript:) lose it and stay text. Of styles, those of elements' own attributes count.
/// Errors: InputTooComplex, with a sentence that names the limit.
Result<Fragment> read_html(std::string_view html);

}  // namespace docmill::templating::markup
