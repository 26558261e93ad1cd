#pragma once
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"
#include "engines/raster/child/drawing.h"

namespace docmill::engines::raster {

/// A file in memory that a picture is written into.
class PictureFile {
 public:
  /// Errors: EngineFailed.
  static Result<PictureFile> make();
  ~PictureFile();
  PictureFile(PictureFile&& other) noexcept;
  PictureFile& operator=(PictureFile&&) = delete;

  std::FILE* stream() { return stream_; }
  int descriptor() const { return memory_.get(); }
  /// Ends the writing. Errors: InputTooComplex (not all of it could be written).
  Result<UniqueFd> finish();

 private:
  PictureFile(UniqueFd memory, std::FILE* stream) : memory_(std::move(memory)), stream_(stream) {}
  UniqueFd memory_;
  std::FILE* stream_;
};

/// Writes one picture, row by row from the top. Throws std::runtime_error where the format's library fails.
class PictureWriter {
 public:
  virtual ~PictureWriter() = default;
  virtual void row(const std::uint8_t* pixels) = 0;
  /// After the last row.
  virtual void end() = 0;
};

/// Borrows the file, which outlives it. `quality` is 1 to 100 and means something to JPEG and WebP.
using MakeWriter = std::unique_ptr<PictureWriter> (*)(PictureFile& file, const Canvas& canvas, int quality);
std::unique_ptr<PictureWriter> png_writer(PictureFile& file, const Canvas& canvas, int quality);
std::unique_ptr<PictureWriter> jpeg_writer(PictureFile& file, const Canvas& canvas, int quality);
std::unique_ptr<PictureWriter> gif_writer(PictureFile& file, const Canvas& canvas, int quality);
std::unique_ptr<PictureWriter> bmp_writer(PictureFile& file, const Canvas& canvas, int quality);
std::unique_ptr<PictureWriter> tiff_writer(PictureFile& file, const Canvas& canvas, int quality);
std::unique_ptr<PictureWriter> webp_writer(PictureFile& file, const Canvas& canvas, int quality);

/// A format that pictures can be made in.
struct PictureKind {
  std::string_view name;       // "Jpeg", as a parameter has it
  std::string_view extension;  // "jpg"
  std::uint64_t most_pixels;   // less where the encoder needs the whole picture in memory
  std::uint32_t longest_side;  // what the format can say
  bool transparent;            // pixels may have an opacity
  MakeWriter make;
};

/// The kind of this name; PNG for any other.
const PictureKind& picture_kind(std::string_view name);

/// No library called from here works on a second thread or writes to stderr. Call once.
void calm_encoders();

/// Draws a page into a picture. Errors: InputTooComplex, EngineFailed.
Result<UniqueFd> picture_of(const poppler::page& page, const Canvas& canvas, const PictureKind& kind, int quality);

}  // namespace docmill::engines::raster
