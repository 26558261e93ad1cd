#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "engines/raster/child/picture.h"

// After cstdio, which it needs and does not include.
#include <jpeglib.h>

namespace docmill::engines::raster {
namespace {

[[noreturn]] void on_jpeg_error(j_common_ptr info) {
  std::array<char, JMSG_LENGTH_MAX> message{};
  info->err->format_message(info, message.data());
  throw std::runtime_error(message.data());
}

void on_jpeg_message(j_common_ptr) {}

class JpegWriter final : public PictureWriter {
 public:
  JpegWriter(PictureFile& file, const Canvas& canvas, int quality) {
    info_.err = jpeg_std_error(&errors_);
    errors_.error_exit = on_jpeg_error;
    errors_.output_message = on_jpeg_message;
    jpeg_create_compress(&info_);
    jpeg_stdio_dest(&info_, file.stream());
    info_.image_width = canvas.width;
    info_.image_height = canvas.height;
    info_.input_components = canvas.grey ? 1 : 3;
    info_.in_color_space = canvas.grey ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&info_);
    jpeg_set_quality(&info_, quality, TRUE);
    info_.density_unit = 1;  // dots an inch (JFIF 1.02)
    info_.X_density = info_.Y_density = static_cast<UINT16>(std::max(1L, std::lround(canvas.dpi)));
    jpeg_start_compress(&info_, TRUE);
  }
  ~JpegWriter() override { jpeg_destroy_compress(&info_); }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;

  void row(const std::uint8_t* pixels) override {
    auto* line = const_cast<JSAMPROW>(pixels);  // the library's interface lacks the word; it only reads
    jpeg_write_scanlines(&info_, &line, 1);
  }
  void end() override { jpeg_finish_compress(&info_); }

 private:
  jpeg_error_mgr errors_{};
  jpeg_compress_struct info_{};
};

}  // namespace

std::unique_ptr<PictureWriter> jpeg_writer(PictureFile& file, const Canvas& canvas, int quality) {
  return std::make_unique<JpegWriter>(file, canvas, quality);
}

}  // namespace docmill::engines::raster
