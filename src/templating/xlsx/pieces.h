#pragma once
#include <optional>
#include <vector>

#include "templating/xlsx/plan.h"

// What becomes of a rectangle that is wider than a block in it: a rule of cells, a print area, the source of a chart. A block pushes its
// own columns only, so such a rectangle comes apart into pieces.

namespace docmill::templating::xlsx {

/// What has become of the cells of `rect`, seen from `node`, in rectangles that do not overlap; the first has the first cell. Empty when
/// all are gone.
std::vector<Rect> pieces_of(const Plan& plan, std::uint32_t node, const Rect& rect);

/// The smallest rectangle around all of them; nullopt when all are gone.
std::optional<Rect> placed_around(const Plan& plan, std::uint32_t node, const Rect& rect);

}  // namespace docmill::templating::xlsx
