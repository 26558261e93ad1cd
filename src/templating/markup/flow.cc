#include "templating/markup/flow.h"

#include <algorithm>
#include <utility>

namespace docmill::templating::markup {
namespace {

constexpr int kDeepestLevel = 8;    // Word's lists have nine
constexpr int kDeepestIndent = 12;  // beyond that there is no room on a page
constexpr std::string_view kBlanks = " \t\n\r\f";

}  // namespace

void Flow::open(const State& state) {
  if (open_) return;
  open_ = true;
  fresh_ = true;
  blank_ = false;
  Block block;
  block.heading = state.heading;
  block.align = state.align;
  block.rtl = state.rtl;
  block.background = state.background;
  block.indent = state.indent;
  if (std::exchange(item_, false)) {
    block.kind = Block::Kind::Item;
    block.level = std::clamp(state.lists - 1, 0, kDeepestLevel);
    block.list = state.list;
  } else {
    block.indent += state.lists;
  }
  block.indent = std::min(block.indent, kDeepestIndent);
  blocks_->push_back(std::move(block));
}

void Flow::put(std::string_view text, const Look& look) {
  auto& pieces = blocks_->back().pieces;
  if (!pieces.empty() && pieces.back().kind == Piece::Kind::Text && pieces.back().look == look) {
    pieces.back().text += text;
  } else {
    pieces.push_back({.kind = Piece::Kind::Text, .text = std::string(text), .look = look, .source = {}});
  }
  fresh_ = false;
}

void Flow::add_line(std::string_view text, const State& state) {
  if (text.empty()) return;
  open(state);
  put(text, state.look);
}

void Flow::add_text(std::string_view text, const State& state) {
  if (state.keeps_blanks) {
    for (std::size_t begin = 0;;) {
      const auto end = std::min(text.find('\n', begin), text.size());
      add_line(text.substr(begin, end - begin), state);
      if (end == text.size()) return;
      add_break(state);
      begin = end + 1;
    }
  }
  while (!text.empty()) {
    const auto word = text.find_first_not_of(kBlanks);
    if (word != 0) blank_ = open_ && !fresh_;
    if (word == std::string_view::npos) return;
    const auto end = std::min(text.find_first_of(kBlanks, word), text.size());
    open(state);
    if (std::exchange(blank_, false)) {
      // It looks as what it stands behind, so that a link or an underline ends where it says.
      auto& last = blocks_->back().pieces.back();
      if (last.kind == Piece::Kind::Text) {
        last.text += ' ';
      } else {
        put(" ", state.look);
      }
    }
    put(text.substr(word, end - word), state.look);
    text.remove_prefix(end);
  }
}

void Flow::add_break(const State& state) {
  open(state);
  blocks_->back().pieces.push_back({.kind = Piece::Kind::Break, .text = {}, .look = {}, .source = {}});
  fresh_ = true;
  blank_ = false;
}

void Flow::add_image(Piece image, const State& state) {
  open(state);
  if (std::exchange(blank_, false)) put(" ", state.look);
  image.look = state.look;
  blocks_->back().pieces.push_back(std::move(image));
  fresh_ = false;
}

void Flow::add_rule() {
  end_paragraph();
  Block rule;
  rule.kind = Block::Kind::Rule;
  blocks_->push_back(std::move(rule));
}

void Flow::end_paragraph() {
  if (!std::exchange(open_, false)) return;
  auto& pieces = blocks_->back().pieces;
  if (!pieces.empty() && pieces.back().kind == Piece::Kind::Break) pieces.pop_back();  // the last one ends the line, as the paragraph does
}

void Flow::begin_item() {
  end_paragraph();
  item_ = true;
}

void Flow::end_item(const State& state) {
  if (item_) open(state);
  end_paragraph();
}

Flow::Place Flow::go_to(std::vector<Block>& blocks) {
  end_paragraph();
  return {std::exchange(blocks_, &blocks), std::exchange(item_, false)};
}

void Flow::go_back(Place place) {
  end_paragraph();
  blocks_ = place.blocks;
  item_ = place.item;
}

}  // namespace docmill::templating::markup
