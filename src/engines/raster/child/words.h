#pragma once
#include <poppler-page.h>

#include <string>
#include <vector>

namespace docmill::engines::raster {

/// A word as it is drawn.
struct Word {
  std::u32string text;  // in the order of reading
  double left = 0;      // points along the line it stands on
  double right = 0;
  double top = 0;  // across the line
  double bottom = 0;
  double size = 0;  // of the font
  int rotation = 0;
  bool bold = false;
  bool space_after = false;
};

/// Words that stand on one line, in the order of reading.
struct Line {
  std::vector<Word> words;
  std::vector<bool> spaces;    // whether a space is between a word and the one before it
  bool right_to_left = false;  // how most of its letters are read
  double top = 0;
  double bottom = 0;
  double size = 0;
  int rotation = 0;
};

/// The lines of a page, as poppler puts them in order. Letters it gives from left to right, in whatever direction they are read, are
/// turned round.
std::vector<Line> lines_of(const poppler::page& page);

}  // namespace docmill::engines::raster
