#include "engines/image/child/rows.h"

#include <algorithm>
#include <memory>

namespace docmill::engines::image {
namespace {

// What a decoder gives at a time: 8 or 16 rows for JPEG, a strip or a row of tiles for TIFF.
constexpr int kRowsAtOnce = 64;

struct UnrefRegion {
  void operator()(VipsRegion* region) const { g_object_unref(region); }
};

}  // namespace

void each_row(const vips::VImage& image, const std::function<bool(const std::uint8_t*)>& take) {
  const std::unique_ptr<VipsRegion, UnrefRegion> region(vips_region_new(image.get_image()));
  for (int y = 0; y < image.height(); y += kRowsAtOnce) {
    const VipsRect part{.left = 0, .top = y, .width = image.width(), .height = std::min(kRowsAtOnce, image.height() - y)};
    if (vips_region_prepare(region.get(), &part) != 0) throw vips::VError();
    for (int row = y; row < y + part.height; ++row) {
      if (!take(VIPS_REGION_ADDR(region.get(), 0, row))) return;
    }
  }
}

}  // namespace docmill::engines::image
