#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace docmill::engines::image {

/// The same JPEG, coefficient by coefficient, with no other markers than its colour profile and, when it is turned, an Exif that says so.
/// nullopt when it is damaged or cut short.
std::optional<std::string> stripped_jpeg(std::string_view bytes, int orientation);

/// An Exif block (a TIFF without pictures) that says nothing but the orientation, 1 to 8.
std::string exif_orientation(int orientation);

}  // namespace docmill::engines::image
