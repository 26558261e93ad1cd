#include "templating/docx/blocks.h"

#include <unordered_set>

#include "templating/docx/nodes.h"

namespace docmill::templating::docx {

Block block_between(pugi::xml_node first, pugi::xml_node last, std::span<const Slot> slots, std::size_t from, std::size_t to, bool wide) {
  std::unordered_set<std::uint64_t> units;
  for (auto unit = first; unit; unit = unit.next_sibling()) {
    units.insert(place_of(unit));
    if (unit == last) break;
  }
  const auto parent = first.parent();
  const auto holds = [&](std::size_t slot) {
    const auto unit = child_around(node_at(slots[slot].place), parent);
    return unit && units.contains(place_of(unit));
  };
  while (from > 0 && holds(from - 1)) --from;
  while (to + 1 < slots.size() && holds(to + 1)) ++to;
  Block block;
  for (std::size_t i = from; i <= to; ++i) block.slots.push_back(i);
  block.weight = count_nodes(first, last);
  block.wide = wide;
  return block;
}

}  // namespace docmill::templating::docx
