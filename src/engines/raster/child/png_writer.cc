#include <png.h>

#include <cmath>
#include <cstring>
#include <stdexcept>

#include "engines/raster/child/picture.h"

namespace docmill::engines::raster {
namespace {

[[noreturn]] void on_png_error(png_structp, png_const_charp message) {
  throw std::runtime_error(message);
}

void on_png_warning(png_structp, png_const_charp) {}

int png_colours(const Canvas& canvas) {
  if (canvas.grey) return canvas.transparent ? PNG_COLOR_TYPE_GRAY_ALPHA : PNG_COLOR_TYPE_GRAY;
  return canvas.transparent ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB;
}

class PngWriter final : public PictureWriter {
 public:
  PngWriter(PictureFile& file, const Canvas& canvas)
      : width_(canvas.width),
        channels_(canvas.channels()),
        png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, on_png_error, on_png_warning)) {
    if (png_ == nullptr) throw std::bad_alloc();
    info_ = png_create_info_struct(png_);
    if (info_ == nullptr) throw std::bad_alloc();
    png_init_io(png_, file.stream());
    png_set_user_limits(png_, 0x7FFFFFFF, 0x7FFFFFFF);
    png_set_filter(png_, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE | PNG_FILTER_SUB);  // those that row() chooses from
    // Measured at 150 dpi, in the processor's time: a page of text takes 27 ms and 268 kB, with libpng's own choices 77 ms and 278 kB;
    // a photograph 125 ms and 2.7 MB, at level 6 508 ms and 2.5 MB (libpng 1.6.39, zlib 1.2.13).
    png_set_compression_level(png_, 4);
    png_set_IHDR(png_, info_, canvas.width, canvas.height, 8, png_colours(canvas), PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    const auto dots = static_cast<png_uint_32>(std::lround(canvas.dpi / 0.0254));
    png_set_pHYs(png_, info_, dots, dots, PNG_RESOLUTION_METER);
    png_write_info(png_, info_);
  }
  ~PngWriter() override { png_destroy_write_struct(&png_, &info_); }
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;

  void row(const std::uint8_t* pixels) override {
    png_set_filter(png_, PNG_FILTER_TYPE_BASE, is_busy(pixels) ? PNG_FILTER_SUB : PNG_FILTER_NONE);
    png_write_row(png_, pixels);
  }
  void end() override { png_write_end(png_, nullptr); }

 private:
  /// Whether neighbours mostly differ, as in a photograph: then their difference packs better than they do; in text it packs worse.
  bool is_busy(const std::uint8_t* pixels) const {
    std::size_t differing = 0;
    std::size_t looked_at = 0;
    for (std::size_t x = 1; x < width_; x += 4, ++looked_at) {
      if (std::memcmp(pixels + x * channels_, pixels + (x - 1) * channels_, channels_) != 0) ++differing;
    }
    return differing * 2 > looked_at;
  }

  std::size_t width_;
  std::size_t channels_;
  png_structp png_;
  png_infop info_ = nullptr;
};

}  // namespace

std::unique_ptr<PictureWriter> png_writer(PictureFile& file, const Canvas& canvas, int) {
  return std::make_unique<PngWriter>(file, canvas);
}

}  // namespace docmill::engines::raster
