#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace docmill::engines::image {

/// A drawing as a PDF of one page.
struct SvgDrawing {
  std::string pdf;
  double width = 0;  // of the page, points; larger than the drawing is meant to be
  double height = 0;
};

/// Points, of which a CSS pixel is 3/4.
struct SvgSize {
  double width = 0;
  double height = 0;
};

/// The size an SVG asks for. Errors: InputDamaged.
Result<SvgSize> svg_size(std::string_view bytes);

/// Draws SVG as vectors. What can only be drawn in pixels, a blur, comes at about 300 to an inch. Nothing outside the document is
/// loaded, since it has no address of its own.
/// Errors: InputDamaged, InputTooComplex.
Result<SvgDrawing> draw_svg(std::string_view bytes);

}  // namespace docmill::engines::image
