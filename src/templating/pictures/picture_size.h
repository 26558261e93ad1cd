#pragma once
#include <optional>
#include <string_view>

namespace docmill::templating {

/// How large a picture is: pixels, and how many of them go to an inch (96 where the file does not say).
struct PictureSize {
  double width = 0;
  double height = 0;
  double dpi_x = 96;
  double dpi_y = 96;

  /// In English Metric Units, of which 914,400 make an inch and 9525 a pixel at 96 dpi.
  long long width_emu() const;
  long long height_emu() const;
};

/// Reads the head of a PNG, JPEG, GIF, BMP, WebP, TIFF, SVG or EMF picture. nullopt: it is none, cut short, or has no size.
/// Nothing is decoded, no length in the file is trusted.
std::optional<PictureSize> picture_size(std::string_view bytes);

/// The size on the page in EMU: as the file says, or what `width` and `height` ask for in pixels of 96 dpi (0: in proportion).
struct DrawnSize {
  long long cx = 0;
  long long cy = 0;
};
DrawnSize drawn_size(const PictureSize& size, double width, double height);

}  // namespace docmill::templating
