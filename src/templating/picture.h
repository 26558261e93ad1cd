#pragma once
#include <string>

#include "base/result.h"
#include "templating/context.h"
#include "templating/outcome.h"

namespace docmill::templating {

struct PictureBytes {
  std::string bytes;
  std::string extension;  // "png", "jpg", "gif", "bmp", "tif", "svg", "emf", "wmf", "webp": by how the bytes begin
};

/// Largest picture, in bytes.
inline constexpr std::size_t kLargestPicture = 32U << 20U;

/// The picture a token asked for: from base64 (blanks and line ends in it are passed over), from a data URI, or from a URL by
/// context.pictures. What it is must show in how it begins; it is not decoded here.
/// Errors: NotApplicable with a sentence for a warning (no such source, not base64, no picture, too large), what the provider said.
/// The renderer warns and prints nothing (§7).
Result<PictureBytes> picture_bytes(const Picture& picture, Context& context);

}  // namespace docmill::templating
