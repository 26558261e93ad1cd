#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vips/vips8>

#include "engines/child/file_bytes.h"
#include "engines/child/work.h"
#include "engines/image/child/formats.h"
#include "engines/image/child/tiff_pages.h"

namespace docmill::engines::image {

/// Bounds on what is decoded, asked of the header before a pixel is. A page scanned in colour at 600 dots an inch has 35 megapixels.
constexpr std::uint64_t kMostPixels = 100'000'000;          // of one picture
constexpr std::uint64_t kMostPixelsTogether = 400'000'000;  // of all that one step reads

/// What a picture's header says.
struct Facts {
  std::uint32_t width = 0;  // pixels as stored, before its orientation
  std::uint32_t height = 0;
  double dpi_x = 0;  // 0 where the picture does not say
  double dpi_y = 0;
  double aspect = 1;    // how much wider than high a pixel's density is where only that is known
  int orientation = 1;  // 1 to 8, as in EXIF
};

/// An opened picture with the bytes it reads from. Nothing is decoded before page() is read.
class Picture {
 public:
  /// Opens an input by what its bytes are. Errors: InputDamaged, UnsupportedType, InputTooComplex.
  static Result<Picture> open(child::Work& work, std::size_t index = 0);

  Format format() const { return format_; }
  const std::string& label() const { return label_; }  // for messages: "The picture", or "\"b.png\"" where there are several
  std::string_view bytes() const { return bytes_.bytes(); }
  int pages() const { return pages_; }

  /// Reads the header of a page, counted from 0. Errors: InputDamaged, InputTooComplex (but SVG, which need not become pixels).
  Result<Facts> facts(int page) const;
  /// A page, decoded while it is read, from the top; to be done with before another page is asked for. Throws VError, also while it is
  /// read; refuses what is damaged.
  vips::VImage page(int number) const { return load(number, 1, true); }
  /// Every page, one below the other, for those formats that hold several; held in memory. Throws VError.
  vips::VImage all_pages() const;
  /// A page held in memory, for what reads in another order. Throws VError.
  vips::VImage whole(int number) const { return load(number, 1, false); }
  /// "The picture is damaged …", with the library's words as the cause.
  Error damaged(const vips::VError& e) const;

 private:
  Picture(child::FileBytes bytes, Format format, std::string label) : bytes_(std::move(bytes)), format_(format), label_(std::move(label)) {}
  vips::VImage load(int page, int count, bool in_order) const;
  Result<void> read_pages();
  Result<Facts> svg_facts() const;

  child::FileBytes bytes_;
  Format format_;
  std::string label_;
  int pages_ = 1;
  int first_ = 0;                    // where the primary picture of a HEIF file is
  std::unique_ptr<TiffPages> tiff_;  // of a TIFF of several pages
};

/// What a failure of the library means: MemoryExceeded or InputDamaged.
Error damaged(const vips::VError& e, const std::string& label);

/// Errors: InputTooComplex, naming the size and the limit.
Result<void> check_size(const std::string& label, std::uint64_t width, std::uint64_t height);

}  // namespace docmill::engines::image
