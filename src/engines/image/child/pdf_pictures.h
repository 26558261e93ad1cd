#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engines/image/child/picture.h"
#include "engines/image/qpdf.h"

namespace docmill::engines::image {

/// Makes objects of pictures in a PDF. Each is drawn into the square from (0, 0) to (1, 1), upright as stored.
class PdfPictures {
 public:
  /// The document is borrowed; `most_bytes` bounds what the pictures take in it.
  PdfPictures(QPDF& pdf, std::uint64_t most_bytes) : pdf_(pdf), most_bytes_(most_bytes) {}

  /// JPEG, and PNG where it can be, as they are; SVG as drawing; others without loss. The picture must outlive the writing of the document.
  /// Errors: InputDamaged, InputTooComplex, MemoryExceeded.
  Result<QPDFObjectHandle> make(const Picture& picture, int page);
  /// What is wrong with pictures that were taken all the same.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  Result<QPDFObjectHandle> jpeg(const Picture& picture);
  Result<QPDFObjectHandle> png(const Picture& picture);
  Result<QPDFObjectHandle> drawing(const Picture& picture);
  Result<QPDFObjectHandle> pixels(const Picture& picture, int page);
  QPDFObjectHandle space(int colours, const std::string& profile);
  Result<void> count(std::uint64_t bytes);

  QPDF& pdf_;
  std::uint64_t most_bytes_;
  std::uint64_t bytes_ = 0;
  std::vector<std::string> warnings_;
  std::map<std::string, QPDFObjectHandle> profiles_;  // one object for all pictures of a profile
};

}  // namespace docmill::engines::image
