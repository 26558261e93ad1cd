#include "engines/image/child/encode.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string_view>
#include <utility>

#include "engines/image/child/pixels.h"

namespace docmill::engines::image {
namespace {

using vips::VImage;

struct Named {
  std::string_view name;
  Format format;
};

constexpr std::array kTargets{Named{"Png", Format::Png},   Named{"Jpeg", Format::Jpeg}, Named{"Webp", Format::Webp},
                              Named{"Tiff", Format::Tiff}, Named{"Gif", Format::Gif},   Named{"Avif", Format::Avif}};

/// What is not written becomes what it is most like: a photograph of a telephone JPEG, the others without loss.
Format kept(Format source) {
  if (source == Format::Heif) return Format::Jpeg;
  return source == Format::Bmp || source == Format::Svg ? Format::Png : source;
}

Result<std::vector<double>> colour_of(std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  unsigned value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.size() != 6 || failed != std::errc() || end != text.data() + text.size())
    return Failed(fail(ErrorCode::BadRequest, "Background is no colour; give red, green and blue in hexadecimal, like ffffff."));
  return std::vector<double>{static_cast<double>(value >> 16U), static_cast<double>((value >> 8U) & 255U),
                             static_cast<double>(value & 255U)};
}

VImage without_alpha(VImage image, std::vector<double> background) {
  if (background.empty()) background = {255, 255, 255};
  if (image.bands() == 2)
    image = image.colourspace(image.format() == VIPS_FORMAT_USHORT ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB);
  if (image.interpretation() == VIPS_INTERPRETATION_CMYK) image = image.colourspace(VIPS_INTERPRETATION_sRGB);
  if (image.format() == VIPS_FORMAT_USHORT) {
    for (auto& channel : background) channel *= 257;
  }
  return image.flatten(VImage::option()->set("background", background));
}

/// Inks as colours of a screen, by the picture's own profile: only Jpeg and Tiff hold inks, and the library writes 16 bits for each colour
/// where it is left to it.
VImage for_screens(const VImage& image) {
  const bool profiled = image.get_typeof(VIPS_META_ICC_NAME) != 0;
  auto* options = VImage::option()->set("embedded", profiled)->set("depth", 8)->set("input_profile", "cmyk");
  auto out = image.icc_transform("srgb", options).copy();
  out.remove(VIPS_META_ICC_NAME);  // what says nothing is sRGB
  return out;
}

/// Eight bits for a picture of two colours would be eight times its size.
bool is_black_and_white(VImage& image) {
  if (image.bands() != 1 || image.format() != VIPS_FORMAT_UCHAR) return false;
  image = image.copy_memory();  // it is read twice
  return depth_of(plain_pixels(image)) == Depth::BlackAndWhite;
}

VipsBlob* written(VImage image, const Target& target) {
  const auto quality = [&](int usual) { return VImage::option()->set("Q", target.quality.value_or(usual)); };
  switch (target.format) {
    case Format::Jpeg: return image.jpegsave_buffer(quality(85)->set("optimize_coding", true));
    case Format::Webp: return image.webpsave_buffer(quality(80));
    // Effort 0 to 9: 2 is within a few per cent of 4 in size and takes half the time.
    case Format::Avif: return image.heifsave_buffer(quality(60)->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1)->set("effort", 2));
    case Format::Gif: return image.gifsave_buffer();
    case Format::Tiff: {
      auto* options = VImage::option()->set("compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE);
      if (is_black_and_white(image))
        return image.tiffsave_buffer(options->set("bitdepth", 1)->set("predictor", VIPS_FOREIGN_TIFF_PREDICTOR_NONE));
      return image.tiffsave_buffer(options->set("predictor", VIPS_FOREIGN_TIFF_PREDICTOR_HORIZONTAL));
    }
    default: {
      // Level 3: see row_packer.cc.
      auto* options = VImage::option()->set("filter", VIPS_FOREIGN_PNG_FILTER_ALL)->set("compression", 3);
      return image.pngsave_buffer(is_black_and_white(image) ? options->set("bitdepth", 1) : options);
    }
  }
}

}  // namespace

Result<Target> target_of(const child::Work& work, Format source) {
  Target target{.format = kept(source), .quality = work.integer("Quality"), .background = {}};
  if (const auto& format = work.param("Format"); !format.empty()) {
    const auto found = std::ranges::find(kTargets, format, &Named::name);
    if (found == kTargets.end()) return Failed(fail(ErrorCode::BadRequest, "Format is none of Png, Jpeg, Webp, Tiff, Gif and Avif."));
    target.format = found->format;
  }
  if (const auto& background = work.param("Background"); !background.empty()) {
    auto colour = colour_of(background);
    if (!colour) return Failed(colour.error());
    target.background = *std::move(colour);
  }
  return target;
}

std::string encode(VImage image, const Target& target) {
  const bool holds_inks = target.format == Format::Jpeg || target.format == Format::Tiff;
  if (image.interpretation() == VIPS_INTERPRETATION_CMYK && !holds_inks && image.bands() == 4) image = for_screens(image);
  // Only Tiff holds fractions; the library writes them as the next whole numbers, which is black.
  if (target.format != Format::Tiff) image = without_fractions(std::move(image));
  if (image.has_alpha() && (target.format == Format::Jpeg || !target.background.empty())) image = without_alpha(image, target.background);
  struct Unref {
    void operator()(VipsBlob* blob) const { vips_area_unref(VIPS_AREA(blob)); }
  };
  const std::unique_ptr<VipsBlob, Unref> blob(written(std::move(image), target));
  std::size_t size = 0;
  const void* bytes = vips_blob_get(blob.get(), &size);
  return {static_cast<const char*>(bytes), size};
}

}  // namespace docmill::engines::image
