#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engines/pdf/child/type/font_book.h"

namespace docmill::engines::pdf::type {

/// A glyph in its place. Lengths are in em.
struct Glyph {
  hb_codepoint_t id = 0;
  double advance = 0;
  double right = 0;  // how far it stands from its place
  double up = 0;
  std::size_t first = 0;  // the characters it stands for: from `first` of the line's text
  std::size_t count = 0;  // that many; 0 for a further glyph of the same characters
};

/// Neighbouring glyphs of one face, from left to right.
struct Run {
  const Face* face = nullptr;
  std::vector<Glyph> glyphs;
};

/// A line of text, set.
struct Line {
  std::u32string text;  // in the order it is read
  std::vector<Run> runs;
  double width = 0;      // em
  double ascent = 0;     // em, of the style's own face
  double descent = 0;    // em, negative
  bool missing = false;  // some character is in none of the fonts
};

/// Sets a line in the style's font, and in others what that font lacks. Reading directions, ligatures and marks are minded.
Line set_line(const FontBook& fonts, std::u32string_view text, const Style& style);

/// UTF-8 as characters; what is no UTF-8 becomes U+FFFD. Tabs become spaces; other control characters but line ends are left out.
std::u32string characters(const std::string& utf8);
/// The other way.
std::string utf8(std::u32string_view text);
/// At every line end: "\n", "\r" or "\r\n".
std::vector<std::u32string> lines_of(std::u32string_view text);

}  // namespace docmill::engines::pdf::type
