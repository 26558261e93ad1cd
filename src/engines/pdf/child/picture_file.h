#pragma once
#include <cstdint>
#include <string>

#include "base/result.h"
#include "engines/pdf/qpdf.h"

namespace docmill::engines::pdf {

/// A picture taken out of a PDF.
struct PictureFile {
  std::string extension;  // "jpg", "jp2", "j2k", "tif", "png"
  std::string bytes;
};

/// Makes a file of an image XObject: JPEG and JPEG 2000 as they are coded, fax as a TIFF around the same code, others as PNG without
/// loss; CMYK and spot colours become RGB and grey. A soft mask of the same size becomes the alpha of a PNG.
/// `pixels_left` bounds what may still be decoded and is lowered by it.
/// Errors: UnsupportedType (JBIG2, or a colour space that has no place in a PNG), InputDamaged, InputTooComplex.
Result<PictureFile> picture_file(QPDFObjectHandle image, std::uint64_t& pixels_left);

}  // namespace docmill::engines::pdf
