#pragma once
#include <zlib.h>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace docmill::engines::image {

/// Packs rows of pixels as PDF's FlateDecode has them, with the predictors of PNG where they help.
class RowPacker {
 public:
  /// `pixel`: bytes from one pixel to the next; 0 for rows without predictor.
  RowPacker(std::size_t row, std::size_t pixel);
  ~RowPacker();
  RowPacker(const RowPacker&) = delete;
  RowPacker& operator=(const RowPacker&) = delete;

  void add(const std::uint8_t* row);
  /// The packed bytes. Call once, last.
  std::string finish();
  std::size_t size() const { return packed_.size(); }

 private:
  void predict(const std::uint8_t* row);
  void deflate(const std::uint8_t* bytes, std::size_t size, int flush);

  std::size_t row_;
  std::size_t pixel_;
  z_stream stream_{};
  std::string packed_;
  std::vector<std::uint8_t> above_;               // `pixel_` zeros, then the row before
  std::vector<std::uint8_t> current_;             // the same of this row
  std::vector<std::vector<std::uint8_t>> tries_;  // each predictor's row, its number first
};

}  // namespace docmill::engines::image
