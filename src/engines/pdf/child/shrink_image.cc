#include "engines/pdf/child/shrink_image.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

// After qpdf.h, which shrink_image.h includes.
#include <qpdf/Pl_DCT.hh>

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

constexpr unsigned kLongestSide = 2'000;          // 170 dots an inch over the width of an A4 page in landscape
constexpr std::size_t kMostPixels = 100'000'000;  // what is decoded at all
constexpr int kQuality = 70;

class Quality final : public Pl_DCT::CompressConfig {
 public:
  void apply(jpeg_compress_struct* config) override { jpeg_set_quality(config, kQuality, TRUE); }
};

struct Picture {
  unsigned width = 0;
  unsigned height = 0;
  unsigned channels = 0;
  std::vector<unsigned char> bytes;  // rows from the top, channels side by side
};

unsigned channels_of(Handle space) {
  if (space.isNameAndEquals("/DeviceGray") || space.isNameAndEquals("/CalGray")) return 1;
  if (space.isNameAndEquals("/DeviceRGB")) return 3;
  if (!space.isArray() || space.getArrayNItems() < 2) return 0;
  auto kind = space.getArrayItem(0);
  if (kind.isNameAndEquals("/CalRGB")) return 3;
  if (kind.isNameAndEquals("/CalGray")) return 1;
  if (!kind.isNameAndEquals("/ICCBased") || !space.getArrayItem(1).isStream()) return 0;
  auto count = space.getArrayItem(1).getDict().getKey("/N");
  return count.isInteger() && (count.getIntValue() == 1 || count.getIntValue() == 3) ? static_cast<unsigned>(count.getIntValue()) : 0;
}

/// What the dictionary says, without the bytes; nullopt for a picture to be left alone.
std::optional<Picture> described(Handle dict) {
  auto width = dict.getKey("/Width");
  auto height = dict.getKey("/Height");
  auto bits = dict.getKey("/BitsPerComponent");
  const bool plain = !dict.hasKey("/Decode") && !dict.getKey("/Mask").isArray() && !dict.getKey("/ImageMask").isBool();
  if (!plain || !width.isInteger() || !height.isInteger() || !bits.isInteger() || bits.getIntValue() != 8) return std::nullopt;
  const auto w = width.getIntValue();
  const auto h = height.getIntValue();
  if (w < 1 || h < 1 || w > 65'500 || h > 65'500 || static_cast<std::size_t>(w * h) > kMostPixels) return std::nullopt;
  Picture picture{.width = static_cast<unsigned>(w),
                  .height = static_cast<unsigned>(h),
                  .channels = channels_of(dict.getKey("/ColorSpace")),
                  .bytes = {}};
  if (picture.channels == 0) return std::nullopt;
  return picture;
}

/// Averages squares of `factor` pixels a side.
Picture scaled_down(const Picture& from, unsigned factor) {
  Picture out{
      .width = (from.width + factor - 1) / factor, .height = (from.height + factor - 1) / factor, .channels = from.channels, .bytes = {}};
  out.bytes.reserve(std::size_t{out.width} * out.height * out.channels);
  for (unsigned y = 0; y < from.height; y += factor) {
    for (unsigned x = 0; x < from.width; x += factor) {
      for (unsigned channel = 0; channel < from.channels; ++channel) {
        unsigned sum = 0;
        unsigned count = 0;
        for (unsigned v = y; v < std::min(y + factor, from.height); ++v) {
          for (unsigned u = x; u < std::min(x + factor, from.width); ++u, ++count) {
            sum += from.bytes[(std::size_t{v} * from.width + u) * from.channels + channel];
          }
        }
        out.bytes.push_back(static_cast<unsigned char>(sum / count));
      }
    }
  }
  return out;
}

std::string as_jpeg(const Picture& picture) {
  Quality quality;
  Pl_Buffer buffer("jpeg");
  Pl_DCT encoder("encode", &buffer, picture.width, picture.height, static_cast<int>(picture.channels),
                 picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB, &quality);
  encoder.write(picture.bytes.data(), picture.bytes.size());
  encoder.finish();
  const auto bytes = buffer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

std::optional<Picture> decoded(Handle image) {
  auto picture = described(image.getDict());
  if (!picture) return std::nullopt;
  const auto bytes = image.getStreamData(qpdf_dl_all);  // throws for a filter it does not know
  if (bytes->getSize() != std::size_t{picture->width} * picture->height * picture->channels) return std::nullopt;
  picture->bytes.assign(bytes->getBuffer(), bytes->getBuffer() + bytes->getSize());
  return picture;
}

}  // namespace

void shrink_image(Handle image) {
  std::optional<Picture> picture;
  try {
    picture = decoded(image);
  } catch (const std::exception&) {
    return;  // JBIG2, JPEG 2000 or damage: it stays as it is
  }
  if (!picture) return;
  const auto longest = std::max(picture->width, picture->height);
  if (const auto factor = (longest + kLongestSide - 1) / kLongestSide; factor > 1) picture = scaled_down(*picture, factor);
  const auto jpeg = as_jpeg(*picture);
  if (jpeg.size() * 10 > image.getRawStreamData()->getSize() * 9) return;
  image.replaceStreamData(jpeg, Handle::newName("/DCTDecode"), Handle::newNull());
  image.getDict().replaceKey("/Width", Handle::newInteger(picture->width));
  image.getDict().replaceKey("/Height", Handle::newInteger(picture->height));
}

}  // namespace docmill::engines::pdf
