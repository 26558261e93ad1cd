#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill::engines::image {

/// What of a PNG a PDF can hold as it is: PDF's FlateDecode with predictor 15 is PNG's own coding (ISO 32000-1, 7.4.4.4).
struct PngParts {
  int width = 0;
  int height = 0;
  int bits = 0;         // of a channel: 1, 2, 4 or 8
  int colours = 0;      // 1 or 3; 1 with a palette
  std::string palette;  // red, green, blue of each; empty where there is none
  std::string data;     // packed
};

/// nullopt for a PNG with alpha, 16 bits or interlacing, and for one whose chunks are not in order. The data is not looked into.
std::optional<PngParts> png_parts(std::string_view bytes);

}  // namespace docmill::engines::image
