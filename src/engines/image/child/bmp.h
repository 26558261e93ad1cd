#pragma once
#include <optional>
#include <string_view>
#include <vips/vips8>

namespace docmill::engines::image {

struct Facts;

/// BMP by gdk-pixbuf, since libvips would call ImageMagick. nullopt when it is damaged, cut short or has no size.
std::optional<Facts> bmp_facts(std::string_view bytes);

/// The picture in memory, RGB with or without alpha. Throws VError.
vips::VImage decode_bmp(std::string_view bytes);

/// Loads the module. False when it is not installed.
bool warm_up_bmp();

}  // namespace docmill::engines::image
