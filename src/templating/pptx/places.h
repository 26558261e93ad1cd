#pragma once
#include <cstdint>
#include <pugixml.hpp>
#include <span>
#include <utility>
#include <vector>

#include "templating/fill.h"

namespace docmill::templating::pptx {

/// What of a presentation stands together: siblings from `first` to `last`.
enum class Kind : std::uint8_t {
  Slides,
  Rows,   // of a table
  Items,  // paragraphs of a list
};

struct Stretch {
  Kind kind = Kind::Slides;
  pugi::xml_node parent;
  pugi::xml_node first;  // none: all of `parent`
  pugi::xml_node last;
  bool copy = false;  // it was grown for an item
};

/// The blocks for the tokens of `chosen` in an area (§3.1): rows, items of lists, or the slides from the first to the last one with a
/// token.
std::vector<std::pair<Stretch, Block>> choose_blocks(const Stretch& area, std::span<const Slot> slots, std::span<const std::size_t> chosen);

}  // namespace docmill::templating::pptx
