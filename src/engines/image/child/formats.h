#pragma once
#include <optional>
#include <string_view>

namespace docmill::engines::image {

/// The kinds of pictures that are read; each by one loader, chosen here and not by a library that guesses.
enum class Format { Png, Jpeg, Gif, Bmp, Tiff, Webp, Heif, Avif, Svg };

/// What the first bytes say; nullopt for anything else. Names are not asked: a picture is what it is.
std::optional<Format> format_of(std::string_view bytes);

/// "PNG"
std::string_view name_of(Format format);
/// "png"
std::string_view extension_of(Format format);

/// Whether a file of this format may hold several pictures and libvips writes them.
bool holds_several(Format format);

}  // namespace docmill::engines::image
