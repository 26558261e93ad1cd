#include <fmt/format.h>

#include "ooxml/xml_walk.h"
#include "templating/pptx/adapter.h"
#include "templating/pptx/names.h"

// How blocks of a presentation are copied.

namespace docmill::templating::pptx {
namespace {

/// Says of the slides of a copy which one it is, so that links between them stay among them.
void name_copy(const Stretch& copy, std::size_t number) {
  for (auto slide = copy.first; slide; slide = slide.next_sibling()) {
    set(slide, kCopy, fmt::format("{}{:06}.", slide.attribute(kCopy).value(), number));
    if (slide == copy.last) break;
  }
}

void note_change(const Stretch& stretch) {
  if (stretch.kind == Kind::Rows) set(stretch.parent, kChanged, "1");
}

}  // namespace

Result<Stretch> PptxAdapter::copy_after(const Stretch& block, pugi::xml_node place, std::size_t number) {
  Stretch copy = block;
  auto parent = block.parent;
  copy.first = {};
  for (auto node = block.first; node; node = node.next_sibling()) {
    place = parent.insert_copy_after(node, place);
    if (block.kind == Kind::Slides) {
      if (auto owned = show_.own_parts(place); !owned) return Failed(owned.error());
    }
    if (!copy.first) copy.first = place;
    if (node == block.last) break;
  }
  copy.last = place;
  if (block.kind == Kind::Slides) name_copy(copy, number);
  return copy;
}

bool PptxAdapter::covers_all(const Stretch& stretch) const {
  return stretch.kind == Kind::Slides && stretch.first == show_.root().first_child() && stretch.last == show_.root().last_child();
}

/// No items: the block goes.
void PptxAdapter::vanish(const Stretch& stretch) {
  for (auto node = stretch.first; node; node = node.next_sibling()) {
    // They go in the end, with what their going leaves empty.
    if (node.type() == pugi::node_element) set(node, kHidden, "1");
    if (node == stretch.last) break;
  }
}

Result<std::vector<Area>> PptxAdapter::grow(const Area& scope, const Block& block, std::size_t copies) {
  Stretch stretch = stretches_[block.place];
  // A presentation keeps its slides when it would have none left.
  const bool stays = copies == 0 && covers_all(stretch);
  if (copies == 0 && !stays) {
    vanish(stretch);
    return std::vector<Area>{};
  }
  if (stays) copies = 1;
  stretch.copy = !stays;
  std::vector<Area> areas(copies);
  for (const auto i : block.slots) areas[0].slots.push_back(scope.slots[i]);
  auto place = stretch.last;
  std::vector<Stretch> made{stretch};
  for (std::size_t i = 1; i < copies; ++i) {
    auto copy = copy_after(stretch, place, i);
    if (!copy) return Failed(copy.error());
    place = copy->last;
    for (auto node = copy->first; node; node = node.next_sibling()) {
      tokens_.collect(node, areas[i].slots);
      if (node == copy->last) break;
    }
    made.push_back(*copy);
  }
  if (stretch.kind == Kind::Slides) name_copy(stretch, 0);
  if (copies > 1) note_change(stretch);
  for (std::size_t i = 0; i < copies; ++i) {
    stretches_.push_back(made[i]);
    areas[i].place = stretches_.size() - 1;
  }
  return areas;
}

}  // namespace docmill::templating::pptx
