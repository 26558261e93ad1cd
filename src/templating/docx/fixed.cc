#include <fmt/format.h>

#include <algorithm>

#include "ooxml/xml_walk.h"
#include "templating/docx/adapter.h"
#include "templating/docx/nodes.h"
#include "templating/rounds.h"

// `fixed`: the rows or items that stand in the template are filled, none are added (§5.2).

namespace docmill::templating::docx {
namespace {

/// Whether a row or item says nothing and has no token: there is room in it.
bool is_free(pugi::xml_node unit) {
  for (auto node = unit; node; node = ooxml::next_node(node, unit)) {
    if (is(node, kTokenMark) || is(node, "w:drawing") || is(node, "w:pict") || node.attribute(kTokens)) return false;
    if (is(node, "w:t") && text_of(node).find_first_not_of(" \t\n\r") != std::string::npos) return false;
  }
  return true;
}

}  // namespace

bool DocxAdapter::is_fixed(const Block& block) const {
  const auto kind = stretches_[block.place].kind;
  return block.fixed && (kind == Kind::Rows || kind == Kind::Items);
}

Result<std::vector<Area>> DocxAdapter::grow_fixed(const Area& scope, const Block& block, std::size_t copies) {
  const Stretch stretch = stretches_[block.place];
  std::vector<pugi::xml_node> units;
  for (auto unit = stretch.first; unit; unit = element_after(unit)) {
    units.push_back(unit);
    if (unit == stretch.last) break;
  }
  std::vector<std::string> tokens(units.size());
  std::vector<std::vector<Slot>> slots(units.size());
  for (const auto i : block.slots) {
    const auto& slot = scope.slots[i];
    const auto unit = std::ranges::find(units, child_around(node_at(slot.place), stretch.parent)) - units.begin();
    if (unit == static_cast<std::ptrdiff_t>(units.size())) continue;
    slots[static_cast<std::size_t>(unit)].push_back(slot);
    if (slot.token != nullptr) tokens[static_cast<std::size_t>(unit)] += tokens_.entry(tokens_.number(slot)).source + "\n";
  }
  const auto size = round_of(tokens);
  const auto there = units.size() / size;
  const auto rounds = there > 1 ? there : make_room(stretch, units, copies);
  if (copies > rounds) {
    context_.warn("", fmt::format("There are {} items but room for {}: `fixed` adds no rows, so the others are left out.", copies, rounds));
  }
  return rounds == there ? fill_rounds(stretch, units, slots, size, copies) : grow_plain(scope, block, rounds);
}

/// Empty rows behind the block give way to its copies. Returns how many there may be.
std::size_t DocxAdapter::make_room(const Stretch& block, const std::vector<pugi::xml_node>& units, std::size_t copies) {
  std::vector<pugi::xml_node> room;
  for (auto unit = element_after(block.last); unit && is(unit, block.last.name()) && is_free(unit); unit = element_after(unit)) {
    if (room.size() + units.size() >= copies * units.size()) break;
    if (block.kind == Kind::Items && !lists_.is_item(unit)) break;
    room.push_back(unit);
  }
  const auto rounds = 1 + room.size() / units.size();
  room.resize((rounds - 1) * units.size());
  for (const auto unit : room) set(unit, kHidden, "1");  // it goes in the end: others may know it
  return rounds;
}

/// Each round is an item's; what is left over says nothing.
Result<std::vector<Area>> DocxAdapter::fill_rounds(const Stretch& block, const std::vector<pugi::xml_node>& units,
                                                   const std::vector<std::vector<Slot>>& slots, std::size_t size, std::size_t copies) {
  std::vector<Area> areas;
  for (std::size_t begin = 0; begin < units.size(); begin += size) {
    Stretch round = block;
    round.first = units[begin];
    round.last = units[begin + size - 1];
    round.copied = true;
    stretches_.push_back(round);
    Area area{.slots = {}, .place = stretches_.size() - 1};
    for (std::size_t i = begin; i < begin + size; ++i) area.slots.insert(area.slots.end(), slots[i].begin(), slots[i].end());
    if (areas.size() < copies) {
      areas.push_back(std::move(area));
      continue;
    }
    for (const auto& slot : area.slots) {
      if (slot.token == nullptr) continue;
      if (auto blanked = replace(slot, {}); !blanked) return Failed(blanked.error());
    }
  }
  return areas;
}

}  // namespace docmill::templating::docx
