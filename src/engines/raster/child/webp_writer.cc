#include <webp/encode.h>

#include <stdexcept>
#include <vector>

#include "engines/raster/child/picture.h"

namespace docmill::engines::raster {
namespace {

int write_webp(const std::uint8_t* data, std::size_t size, const WebPPicture* picture) {
  return std::fwrite(data, 1, size, static_cast<std::FILE*>(picture->custom_ptr)) == size ? 1 : 0;
}

/// The encoder wants the whole picture.
class WebpWriter final : public PictureWriter {
 public:
  WebpWriter(PictureFile& file, const Canvas& canvas, int quality) : stream_(file.stream()), canvas_(canvas), quality_(quality) {
    pixels_.reserve(canvas.pixels() * (canvas.transparent ? 4 : 3));
  }

  void row(const std::uint8_t* pixels) override {
    const unsigned step = canvas_.channels();
    for (std::uint32_t x = 0; x < canvas_.width; ++x, pixels += step) {
      for (unsigned c = 0; c < 3; ++c) pixels_.push_back(pixels[canvas_.grey ? 0 : c]);
      if (canvas_.transparent) pixels_.push_back(pixels[step - 1]);
    }
  }

  void end() override {
    WebPConfig config;
    WebPPicture picture;
    if (WebPConfigPreset(&config, WEBP_PRESET_TEXT, static_cast<float>(quality_)) == 0 || WebPPictureInit(&picture) == 0)
      throw std::runtime_error("WebP of another version");
    config.method = 2;  // of 0 to 6: what follows costs more time than it saves bytes
    picture.width = static_cast<int>(canvas_.width);
    picture.height = static_cast<int>(canvas_.height);
    picture.writer = write_webp;
    picture.custom_ptr = stream_;
    const bool done = import(picture) && WebPEncode(&config, &picture) != 0;
    WebPPictureFree(&picture);
    if (!done) throw std::runtime_error("WebPEncode");
  }

 private:
  bool import(WebPPicture& picture) {
    const int width = static_cast<int>(canvas_.width);
    const bool done = canvas_.transparent ? WebPPictureImportRGBA(&picture, pixels_.data(), 4 * width) != 0
                                          : WebPPictureImportRGB(&picture, pixels_.data(), 3 * width) != 0;
    pixels_ = {};
    return done;
  }

  std::FILE* stream_;
  Canvas canvas_;
  int quality_;
  std::vector<std::uint8_t> pixels_;
};

}  // namespace

std::unique_ptr<PictureWriter> webp_writer(PictureFile& file, const Canvas& canvas, int quality) {
  return std::make_unique<WebpWriter>(file, canvas, quality);
}

}  // namespace docmill::engines::raster
