#pragma once
#include <poppler-page.h>

#include <cstdint>
#include <functional>

#include "base/result.h"

namespace docmill::engines::raster {

/// A page as a viewer shows it: its crop box, turned as the page says. Points of 1/72 inch.
struct PageSize {
  double width = 0;
  double height = 0;
  int rotation = 0;  // degrees clockwise, already applied to width and height
};

PageSize size_of(const poppler::page& page);

/// What a page is drawn on.
struct Canvas {
  std::uint32_t width = 0;  // pixels
  std::uint32_t height = 0;
  double dpi = 72;
  bool grey = false;
  bool transparent = false;  // the paper is left out

  /// Bytes of a pixel: grey or red, green, blue; then its opacity where the paper is left out.
  unsigned channels() const { return (grey ? 1U : 3U) + (transparent ? 1U : 0U); }
  std::uint64_t pixels() const { return std::uint64_t{width} * height; }
};

/// The canvas that holds the whole page, as pdftoppm sizes it: parts of a pixel count as one.
/// Errors: InputTooComplex when it has more than `most_pixels` or a side longer than `longest_side`; the message says which Dpi would do.
Result<Canvas> canvas_for(const PageSize& size, std::uint32_t number, double dpi, std::uint64_t most_pixels, std::uint32_t longest_side);

/// Takes a row of pixels, from the top.
using TakeRow = std::function<Result<void>(const std::uint8_t*)>;

/// Draws the page in bands of a bounded size, so that a large picture needs no more memory than a small one.
/// Errors: EngineFailed, and what `take` returns.
Result<void> draw(const poppler::page& page, const Canvas& canvas, const TakeRow& take);

}  // namespace docmill::engines::raster
