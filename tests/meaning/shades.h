#pragma once
// Pictures as rows of characters.
#include <string>
#include <string_view>

namespace docmill::testing {

constexpr std::string_view kRow = "  |";            // a row of a picture begins with it
constexpr std::string_view kColour = "  colour #";  // the line of a picture's average colour

/// How dark a character stands for, 0 (white) to 9; 0 of one that is no shade.
int shade_at(char c);

/// A picture (binary PPM or PGM) as rows of `columns` characters, as many as keep its shape, and its average colour.
std::string shades_of(const std::string& ppm, int columns);

}  // namespace docmill::testing
