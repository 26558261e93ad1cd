#pragma once
#include <cstdint>
#include <vector>

#include "templating/xlsx/plan.h"

namespace docmill::templating::xlsx {

/// Finds which columns below a block move down and which rows beside it move right (§4.2), once its copies have their sizes: fills
/// Growth::columns and rows. `all`: the growths of the node it belongs to.
void find_push(const Plan& plan, Growth& growth, const std::vector<std::uint32_t>& all);

}  // namespace docmill::templating::xlsx
