#include "templating/pptx/places.h"

#include <algorithm>
#include <map>

#include "ooxml/xml_walk.h"
#include "templating/docx/blocks.h"
#include "templating/pptx/names.h"

namespace docmill::templating::pptx {
namespace {

/// Where a token stands within an area.
struct Spot {
  std::size_t slot = 0;
  pugi::xml_node unit;               // the child of the area's parent that holds it
  pugi::xml_node paragraph;          // the nearest
  std::vector<pugi::xml_node> rows;  // rows of tables around it, inside the area, innermost first
};

Spot spot_of(std::size_t slot, pugi::xml_node node, const Stretch& area) {
  Spot spot{.slot = slot, .unit = {}, .paragraph = {}, .rows = {}};
  for (; node; node = node.parent()) {
    if (!spot.paragraph && is(node, "a:p")) spot.paragraph = node;
    if (node.parent() == area.parent) {
      spot.unit = node;
      break;
    }
    if (is(node.parent(), "a:tbl")) spot.rows.push_back(node);
  }
  return spot;
}

int level_of(pugi::xml_node paragraph) {
  return paragraph.child("a:pPr").attribute("lvl").as_int(0);
}

bool has_tokens(pugi::xml_node paragraph) {
  for (auto node = paragraph; node; node = ooxml::next_node(node, paragraph)) {
    if (is(node, kTokenMark) || node.attribute(kTokens)) return true;
  }
  return false;
}

class Choice {
 public:
  Choice(const Stretch& area, std::span<const Slot> slots) : area_(area), slots_(slots) {}

  std::vector<std::pair<Stretch, Block>> of(std::span<const std::size_t> chosen);

 private:
  void add(Kind kind, pugi::xml_node first, pugi::xml_node last, std::span<const Spot> spots, bool wide);
  void add_rows(std::span<const Spot> spots);
  void add_lists(std::span<const Spot> spots);
  pugi::xml_node with_deeper(std::span<const Spot> spots) const;

  const Stretch& area_;
  std::span<const Slot> slots_;
  std::vector<std::pair<Stretch, Block>> blocks_;
};

void Choice::add(Kind kind, pugi::xml_node first, pugi::xml_node last, std::span<const Spot> spots, bool wide) {
  blocks_.emplace_back(Stretch{kind, first.parent(), first, last, false},
                       docx::block_between(first, last, slots_, spots.front().slot, spots.back().slot, wide));
}

void Choice::add_rows(std::span<const Spot> spots) {
  const auto [first, last] = docx::rows_between(spots);
  add(Kind::Rows, first, last, spots, false);
}

/// The last paragraph of a block of items: deeper ones behind it that have no tokens belong to the items above them (§9).
pugi::xml_node Choice::with_deeper(std::span<const Spot> spots) const {
  int level = 8;
  for (const auto& spot : spots) level = std::min(level, level_of(spot.paragraph));
  auto last = spots.back().paragraph;
  while (last != area_.last) {
    const auto next = docx::element_after(last);
    if (!next.attribute(kItem) || level_of(next) <= level || has_tokens(next)) break;
    last = next;
  }
  return last;
}

/// Consecutive items are one list.
void Choice::add_lists(std::span<const Spot> spots) {
  const auto in_one_list = [](pugi::xml_node from, pugi::xml_node to) {
    if (from.parent() != to.parent()) return false;
    for (auto node = from; node; node = docx::element_after(node)) {
      if (node == to) return true;
      if (!node.attribute(kItem)) return false;
    }
    return false;
  };
  for (std::size_t begin = 0; begin < spots.size();) {
    std::size_t end = begin + 1;
    while (end < spots.size() && in_one_list(spots[end - 1].paragraph, spots[end].paragraph)) ++end;
    const auto list = spots.subspan(begin, end - begin);
    add(Kind::Items, list.front().paragraph, with_deeper(list), list, false);
    begin = end;
  }
}

std::vector<std::pair<Stretch, Block>> Choice::of(std::span<const std::size_t> chosen) {
  std::vector<Spot> all;
  std::vector<Spot> items;
  std::map<std::uint64_t, std::vector<Spot>> tables;  // by the outermost table
  bool wide = false;
  for (const auto i : chosen) {
    auto spot = spot_of(i, node_at(slots_[i].place), area_);
    if (!spot.rows.empty()) {
      tables[place_of(spot.rows.back().parent())].push_back(spot);
    } else if (spot.paragraph && spot.paragraph.attribute(kItem)) {
      items.push_back(spot);
    } else {
      wide = true;
    }
    all.push_back(std::move(spot));
  }
  if (wide) {
    if (all.front().unit && all.back().unit) add(area_.kind, all.front().unit, all.back().unit, all, true);
  } else {
    for (const auto& [table, spots] : tables) add_rows(spots);
    add_lists(items);
  }
  return std::move(blocks_);
}

}  // namespace

std::vector<std::pair<Stretch, Block>> choose_blocks(const Stretch& area, std::span<const Slot> slots,
                                                     std::span<const std::size_t> chosen) {
  return Choice(area, slots).of(chosen);
}

}  // namespace docmill::templating::pptx
