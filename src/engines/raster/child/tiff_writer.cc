#include <tiffio.h>
#include <unistd.h>

#include <stdexcept>

#include "engines/raster/child/picture.h"

namespace docmill::engines::raster {
namespace {

class TiffWriter final : public PictureWriter {
 public:
  TiffWriter(PictureFile& file, const Canvas& canvas) {
    const int copy = ::dup(file.descriptor());
    tiff_ = copy < 0 ? nullptr : TIFFFdOpen(copy, "picture", "w");
    if (tiff_ == nullptr) throw std::runtime_error("TIFFFdOpen");
    TIFFSetField(tiff_, TIFFTAG_IMAGEWIDTH, canvas.width);
    TIFFSetField(tiff_, TIFFTAG_IMAGELENGTH, canvas.height);
    TIFFSetField(tiff_, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff_, TIFFTAG_SAMPLESPERPIXEL, canvas.grey ? 1 : 3);
    TIFFSetField(tiff_, TIFFTAG_PHOTOMETRIC, canvas.grey ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
    TIFFSetField(tiff_, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff_, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    TIFFSetField(tiff_, TIFFTAG_COMPRESSION, COMPRESSION_LZW);  // the one that every reader knows
    TIFFSetField(tiff_, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
    TIFFSetField(tiff_, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff_, 0));
    TIFFSetField(tiff_, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    TIFFSetField(tiff_, TIFFTAG_XRESOLUTION, canvas.dpi);
    TIFFSetField(tiff_, TIFFTAG_YRESOLUTION, canvas.dpi);
    line_.resize(std::size_t{canvas.width} * canvas.channels());
  }
  ~TiffWriter() override {
    if (tiff_ != nullptr) TIFFClose(tiff_);
  }
  TiffWriter(const TiffWriter&) = delete;
  TiffWriter& operator=(const TiffWriter&) = delete;

  void row(const std::uint8_t* pixels) override {
    line_.assign(pixels, pixels + line_.size());  // the predictor works in place
    if (TIFFWriteScanline(tiff_, line_.data(), row_++, 0) < 0) throw std::runtime_error("TIFFWriteScanline");
  }
  void end() override {
    if (TIFFFlush(tiff_) == 0) throw std::runtime_error("TIFFFlush");
  }

 private:
  TIFF* tiff_ = nullptr;
  std::vector<std::uint8_t> line_;
  std::uint32_t row_ = 0;
};

}  // namespace

std::unique_ptr<PictureWriter> tiff_writer(PictureFile& file, const Canvas& canvas, int) {
  return std::make_unique<TiffWriter>(file, canvas);
}

}  // namespace docmill::engines::raster
