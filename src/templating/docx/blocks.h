#pragma once
#include <algorithm>
#include <pugixml.hpp>
#include <span>
#include <utility>

#include "templating/fill.h"

// What blocks of Word documents and of presentations have in common: both are siblings of one tree.

namespace docmill::templating::docx {

/// The block that the siblings from `first` to `last` are. `from` and `to`: indexes of the first and last slot that were chosen for it. All
/// slots that lie in it belong to it: `slots` are in the order of the document, so those beside the chosen ones.
Block block_between(pugi::xml_node first, pugi::xml_node last, std::span<const Slot> slots, std::size_t from, std::size_t to, bool wide);

/// The first and the last row that has one of `spots`, of the innermost table that holds all of them. A spot's `rows` are the rows of
/// tables around it, innermost first, at least one, and the outermost ones are of one table. The spots are in the order of the document.
template <class Spot>
std::pair<pugi::xml_node, pugi::xml_node> rows_between(std::span<const Spot> spots) {
  const auto row_at = [](const Spot& spot, std::size_t level) { return spot.rows[spot.rows.size() - 1 - level]; };
  std::size_t level = 0;
  const auto same_inner_table = [&] {
    return std::ranges::all_of(spots, [&](const Spot& spot) {
      return spot.rows.size() > level + 1 && spots.front().rows.size() > level + 1 &&
             row_at(spot, level + 1).parent() == row_at(spots.front(), level + 1).parent();
    });
  };
  while (same_inner_table()) ++level;
  return {row_at(spots.front(), level), row_at(spots.back(), level)};
}

}  // namespace docmill::templating::docx
