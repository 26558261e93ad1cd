#pragma once
#include <string>
#include <vector>

#include "engines/pdf/child/field_font.h"

namespace docmill::engines::pdf {

/// Where a field's text goes, in points.
struct FieldBox {
  double width = 0;
  double height = 0;
  double border = 0;   // how thick
  double padding = 2;  // from the edges to the text
  int quadding = 0;    // 0 left, 1 middle, 2 right
};

/// A text too long for any field is laid out no further than this, in characters.
constexpr std::size_t kMostLaidOut = 20'000;

/// Lines of a text that is broken where it reaches the width (em), at spaces where there are any.
std::vector<std::u32string> wrapped(FieldFont& font, const std::u32string& text, double width);

/// Operators, between BT and ET, that show a text in a box; a size of 0 is the largest that fits.
std::string single_line(FieldFont& font, const std::u32string& text, const FieldBox& box, double size);
std::string multi_line(FieldFont& font, const std::u32string& text, const FieldBox& box, double size);
/// Each character in a cell of its own.
std::string in_cells(FieldFont& font, const std::u32string& text, const FieldBox& box, double size, std::size_t cells);

}  // namespace docmill::engines::pdf
