#include "engines/image/child/pixels.h"

#include <string_view>
#include <utility>

#include "engines/image/child/rows.h"

namespace docmill::engines::image {
namespace {

using vips::VImage;

constexpr std::size_t kLargestProfile = 4'000'000;

/// Whether the numbers are what a screen or a press takes, maybe with 16 bits.
bool is_plain(const VImage& image) {
  if (image.coding() != VIPS_CODING_NONE) return false;
  if (image.format() != VIPS_FORMAT_UCHAR && image.format() != VIPS_FORMAT_USHORT) return false;
  switch (image.interpretation()) {
    case VIPS_INTERPRETATION_sRGB:
    case VIPS_INTERPRETATION_RGB:
    case VIPS_INTERPRETATION_RGB16:
    case VIPS_INTERPRETATION_B_W:
    case VIPS_INTERPRETATION_GREY16:
    case VIPS_INTERPRETATION_CMYK:
    case VIPS_INTERPRETATION_MULTIBAND: return true;
    default: return false;
  }
}

int colours_of(const VImage& image) {
  if (image.interpretation() == VIPS_INTERPRETATION_CMYK && image.bands() >= 4) return 4;
  return image.bands() >= 3 ? 3 : 1;
}

}  // namespace

std::string profile_of(const VImage& image, int colours) {
  if (image.get_typeof(VIPS_META_ICC_NAME) != VIPS_TYPE_BLOB) return {};
  std::size_t size = 0;
  const void* data = image.get_blob(VIPS_META_ICC_NAME, &size);
  const std::string_view bytes(static_cast<const char*>(data), size);
  // ICC.1:2022, 7.2: the colour space at 16, "acsp" at 36.
  if (size < 132 || size > kLargestProfile || bytes.substr(36, 4) != "acsp") return {};
  const std::string_view wanted = colours == 4 ? "CMYK" : colours == 3 ? "RGB " : "GRAY";
  return bytes.substr(16, 4) == wanted ? std::string(bytes) : std::string();
}

VImage without_fractions(VImage image) {
  if (image.format() != VIPS_FORMAT_FLOAT && image.format() != VIPS_FORMAT_DOUBLE) return image;
  if (image.interpretation() == VIPS_INTERPRETATION_scRGB) return image.colourspace(VIPS_INTERPRETATION_sRGB);
  if (image.bands() > 2) return image;
  image = image.copy_memory();  // it is read twice
  // Programs that store the numbers of 8 or 16 bits as fractions do not say so; their brightest tells.
  return image.max() > 1 ? image : (image * 255).rint().cast(VIPS_FORMAT_UCHAR);
}

Pixels plain_pixels(VImage image) {
  Pixels out;
  image = without_fractions(std::move(image));
  const bool plain = is_plain(image);
  if (!plain) image = image.colourspace(image.bands() < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB);
  out.colours = colours_of(image);
  if (plain) out.profile = profile_of(image, out.colours);
  out.alpha = image.bands() > out.colours;
  if (image.bands() > out.colours + 1) image = image.extract_band(0, VImage::option()->set("n", out.colours + 1));
  if (image.format() != VIPS_FORMAT_UCHAR)
    image = image.cast(VIPS_FORMAT_UCHAR, VImage::option()->set("shift", image.format() == VIPS_FORMAT_USHORT));
  out.image = std::move(image);
  return out;
}

Depth depth_of(const Pixels& pixels) {
  // A profile for RGB does not fit grey, and CMYK has no single channel for it.
  if (pixels.colours == 4 || (pixels.colours == 3 && !pixels.profile.empty())) return Depth::Full;
  const auto step = static_cast<std::size_t>(pixels.image.bands());
  const auto end = static_cast<std::size_t>(pixels.image.width()) * step;
  const bool rgb = pixels.colours == 3;
  auto depth = Depth::BlackAndWhite;
  each_row(pixels.image, [&](const std::uint8_t* row) {
    for (std::size_t at = 0; at < end; at += step) {
      if (rgb && (row[at] != row[at + 1] || row[at] != row[at + 2])) {
        depth = Depth::Full;
        return false;
      }
      if (row[at] != 0 && row[at] != 255) depth = Depth::Grey;
    }
    return rgb || depth == Depth::BlackAndWhite;
  });
  return depth;
}

}  // namespace docmill::engines::image
