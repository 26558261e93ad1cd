#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "engines/raster/child/picture.h"

namespace docmill::engines::raster {
namespace {

constexpr std::uint32_t kHeader = 14 + 40;  // BITMAPFILEHEADER, BITMAPINFOHEADER

/// A bitmap of Windows 3: 24 bits a pixel, or 8 with a palette of greys; rows from the bottom, each filled up to four bytes.
class BmpWriter final : public PictureWriter {
 public:
  BmpWriter(PictureFile& file, const Canvas& canvas) : stream_(file.stream()), canvas_(canvas) {
    const std::uint32_t palette = canvas.grey ? 256 * 4 : 0;
    const std::uint32_t bytes = canvas.width * (canvas.grey ? 1U : 3U);
    line_.resize((bytes + 3U) & ~3U);
    pixels_at_ = kHeader + palette;
    const auto size = static_cast<std::uint32_t>(line_.size()) * canvas.height;
    header(size);
    if (canvas.grey) {
      for (unsigned level = 0; level < 256; ++level) number(level * 0x010101U, 4);
    }
  }

  void row(const std::uint8_t* pixels) override {
    if (canvas_.grey) {
      std::copy_n(pixels, canvas_.width, line_.begin());
    } else {
      for (std::size_t x = 0; x < canvas_.width; ++x) {
        for (std::size_t c = 0; c < 3; ++c) line_[3 * x + c] = pixels[3 * x + 2 - c];
      }
    }
    const auto place = pixels_at_ + std::uint64_t{canvas_.height - ++row_} * line_.size();
    if (std::fseek(stream_, static_cast<long>(place), SEEK_SET) != 0) throw std::runtime_error("fseek");
    std::fwrite(line_.data(), 1, line_.size(), stream_);
  }
  void end() override {}

 private:
  void number(std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) std::fputc(static_cast<int>((value >> (8 * i)) & 0xFFU), stream_);
  }

  void header(std::uint32_t size) {
    const auto dots = static_cast<std::uint32_t>(std::lround(canvas_.dpi / 0.0254));
    std::fputs("BM", stream_);
    for (const auto value : {pixels_at_ + size, 0U, pixels_at_, 40U, canvas_.width, canvas_.height}) number(value, 4);
    number(1, 2);
    number(canvas_.grey ? 8 : 24, 2);
    for (const auto value : {0U, size, dots, dots, canvas_.grey ? 256U : 0U, 0U}) number(value, 4);
  }

  std::FILE* stream_;
  Canvas canvas_;
  std::vector<std::uint8_t> line_;
  std::uint32_t pixels_at_ = 0;
  std::uint32_t row_ = 0;
};

}  // namespace

std::unique_ptr<PictureWriter> bmp_writer(PictureFile& file, const Canvas& canvas, int) {
  return std::make_unique<BmpWriter>(file, canvas);
}

}  // namespace docmill::engines::raster
