#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "templating/markup/fragment.h"
#include "templating/markup/styles.h"

namespace docmill::templating::markup {

/// Paragraphs as they come together from text, breaks and pictures. Blanks fall together, and are none at a paragraph's ends.
class Flow {
 public:
  explicit Flow(std::vector<Block>& blocks) : blocks_(&blocks) {}

  void add_text(std::string_view text, const State& state);
  void add_break(const State& state);
  void add_image(Piece image, const State& state);
  void add_rule();
  /// Ends the paragraph, if one is open.
  void end_paragraph();

  /// The next paragraph is an item of state's list. An item that nothing stood in when it ends is an empty one.
  void begin_item();
  void end_item(const State& state);
  bool awaits_item() const { return item_; }

  /// Blocks go elsewhere from now on: into a cell, and back. Where they went before.
  struct Place {
    std::vector<Block>* blocks;
    bool item;
  };
  Place go_to(std::vector<Block>& blocks);
  void go_back(Place place);
  std::vector<Block>& blocks() { return *blocks_; }

 private:
  void open(const State& state);
  void put(std::string_view text, const Look& look);
  void add_line(std::string_view text, const State& state);

  std::vector<Block>* blocks_;
  bool open_ = false;
  bool blank_ = false;  // one stood behind what was put
  bool fresh_ = true;   // at the beginning of a line
  bool item_ = false;
};

}  // namespace docmill::templating::markup
