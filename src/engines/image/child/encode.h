#pragma once
#include <optional>
#include <string>
#include <vector>
#include <vips/vips8>

#include "engines/child/work.h"
#include "engines/image/child/formats.h"

namespace docmill::engines::image {

/// How a picture is to be written.
struct Target {
  Format format = Format::Png;
  std::optional<int> quality;      // 1 to 100, for formats with loss; else the usual one
  std::vector<double> background;  // red, green, blue for what is transparent; empty: white, where the format has no transparency
};

/// From the parameters Format, Quality and Background; without Format that of `source`, or the nearest that is written.
/// Errors: BadRequest.
Result<Target> target_of(const child::Work& work, Format source);

/// The picture as a file, its frames too where it has page-height. Throws VError.
std::string encode(vips::VImage image, const Target& target);

}  // namespace docmill::engines::image
