#pragma once
#include <cstdint>
#include <functional>
#include <vips/vips8>

namespace docmill::engines::image {

/// Reads a picture from the top, on this thread, a few rows at a time. `take` gets each row and answers whether to go on.
/// Throws VError.
void each_row(const vips::VImage& image, const std::function<bool(const std::uint8_t*)>& take);

}  // namespace docmill::engines::image
