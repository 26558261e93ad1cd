#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace docmill::engines::image {

/// A TIFF of many pages, shown one page at a time. libvips counts all pages whenever it opens one, so that a thousand of them would take a
/// minute; shown alone, each is opened at once.
class TiffPages {
 public:
  /// Finds the pages by their chain (TIFF 6.0, section 2; BigTIFF). The bytes are copied.
  explicit TiffPages(std::string_view bytes);

  /// 0 when the chain leads out of the file or in a circle, or is longer than `kMost`.
  std::size_t count() const { return directories_.size(); }
  /// The file as if this page, counted from 0, were its only one; until the next call.
  std::string_view alone(std::size_t page);

  static constexpr std::size_t kMost = 5'000;

 private:
  std::uint64_t number(std::uint64_t at, unsigned size) const;
  void put(std::uint64_t at, std::uint64_t value);
  bool holds(std::uint64_t at, std::uint64_t size) const { return at <= bytes_.size() && size <= bytes_.size() - at; }
  /// Where a directory says what the next one is; 0 when it lies outside.
  std::uint64_t link_of(std::uint64_t directory) const;
  bool follow();

  std::string bytes_;
  bool big_endian_ = false;
  bool big_ = false;                        // BigTIFF: offsets have 8 bytes
  std::vector<std::uint64_t> directories_;  // of each page
  std::size_t shown_ = SIZE_MAX;
};

}  // namespace docmill::engines::image
