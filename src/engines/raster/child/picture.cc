#include "engines/raster/child/picture.h"

#include <tiffio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <new>
#include <utility>

/// Of libgomp; gcc's omp.h does not compile with clang.
extern "C" void omp_set_num_threads(int count);

namespace docmill::engines::raster {
namespace {

constexpr std::uint64_t kMostPixels = 150'000'000;  // A4 at 1,200 dots an inch has 139 million
constexpr std::uint64_t kMostHeldPixels = 50'000'000;

// WebP: 14 bits a side (RFC 9649); JPEG and GIF: 16 bits, libjpeg less.
constexpr std::array kKinds{PictureKind{"Png", "png", kMostPixels, 1'000'000, true, png_writer},
                            PictureKind{"Jpeg", "jpg", kMostPixels, 65'500, false, jpeg_writer},
                            PictureKind{"Gif", "gif", kMostHeldPixels, 65'535, false, gif_writer},
                            PictureKind{"Bmp", "bmp", kMostPixels, 1'000'000, false, bmp_writer},
                            PictureKind{"Tiff", "tiff", kMostPixels, 1'000'000, false, tiff_writer},
                            PictureKind{"Webp", "webp", kMostHeldPixels, 16'383, true, webp_writer}};

Error unwritten(const char* cause) {
  return fail(ErrorCode::EngineFailed, "A picture could not be written.").cause(cause).at("raster.picture");
}

}  // namespace

Result<PictureFile> PictureFile::make() {
  auto memory = memory_file("docmill-output");
  if (!memory) return Failed(memory.error());
  UniqueFd copy(::dup(memory->get()));
  std::FILE* stream = copy.valid() ? ::fdopen(copy.get(), "wb") : nullptr;
  if (stream == nullptr) return Failed(unwritten("fdopen"));
  static_cast<void>(copy.release());  // the stream owns it
  return PictureFile(*std::move(memory), stream);
}

PictureFile::~PictureFile() {
  if (stream_ != nullptr) std::fclose(stream_);
}

PictureFile::PictureFile(PictureFile&& other) noexcept
    : memory_(std::move(other.memory_)), stream_(std::exchange(other.stream_, nullptr)) {}

Result<UniqueFd> PictureFile::finish() {
  const bool written = std::ferror(stream_) == 0;
  const bool closed = std::fclose(std::exchange(stream_, nullptr)) == 0;
  if (!written || !closed) return Failed(fail(ErrorCode::InputTooComplex, "A picture is larger than the limit; send a lower Dpi."));
  return std::move(memory_);
}

const PictureKind& picture_kind(std::string_view name) {
  const auto* found = std::ranges::find(kKinds, name, &PictureKind::name);
  return found == kKinds.end() ? kKinds.front() : *found;
}

void calm_encoders() {
  ::omp_set_num_threads(1);  // libimagequant
  ::TIFFSetErrorHandler(nullptr);
  ::TIFFSetWarningHandler(nullptr);
}

Result<UniqueFd> picture_of(const poppler::page& page, const Canvas& canvas, const PictureKind& kind, int quality) {
  auto file = PictureFile::make();
  if (!file) return Failed(file.error());
  try {
    const auto writer = kind.make(*file, canvas, quality);
    const auto take = [&](const std::uint8_t* row) -> Result<void> {
      writer->row(row);
      return {};
    };
    if (auto drawn = draw(page, canvas, take); !drawn) return Failed(drawn.error());
    writer->end();
  } catch (const std::bad_alloc&) {
    throw;  // the guard answers for it
  } catch (const std::exception& e) {
    return Failed(unwritten(e.what()));
  }
  return file->finish();
}

}  // namespace docmill::engines::raster
