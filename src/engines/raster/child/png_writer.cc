#include <png.h>

#include <array>
#include <cmath>
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
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, on_png_error, on_png_warning)) {
    if (png_ == nullptr) throw std::bad_alloc();
    info_ = png_create_info_struct(png_);
    if (info_ == nullptr) throw std::bad_alloc();
    png_init_io(png_, file.stream());
    png_set_user_limits(png_, 0x7FFFFFFF, 0x7FFFFFFF);
    // Pages are mostly flat: the row above is nearly always the best guess, and choosing among the filters row by row doubles the time.
    png_set_filter(png_, PNG_FILTER_TYPE_BASE, kFilter);
    png_set_compression_level(png_, kLevel);
    png_set_IHDR(png_, info_, canvas.width, canvas.height, 8, png_colours(canvas), PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    const auto dots = static_cast<png_uint_32>(std::lround(canvas.dpi / 0.0254));
    png_set_pHYs(png_, info_, dots, dots, PNG_RESOLUTION_METER);
    png_write_info(png_, info_);
  }
  ~PngWriter() override { png_destroy_write_struct(&png_, &info_); }
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;

  void row(const std::uint8_t* pixels) override { png_write_row(png_, pixels); }
  void end() override { png_write_end(png_, nullptr); }

 private:
  static constexpr int kFilter = PNG_FILTER_UP;
  static constexpr int kLevel = 6;
  png_structp png_;
  png_infop info_ = nullptr;
};

}  // namespace

std::unique_ptr<PictureWriter> png_writer(PictureFile& file, const Canvas& canvas, int) {
  return std::make_unique<PngWriter>(file, canvas);
}

}  // namespace docmill::engines::raster
