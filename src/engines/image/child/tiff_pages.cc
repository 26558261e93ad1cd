#include "engines/image/child/tiff_pages.h"

#include <set>

namespace docmill::engines::image {

TiffPages::TiffPages(std::string_view bytes) : bytes_(bytes) {
  if (bytes_.size() < 16) return;
  big_endian_ = bytes_.starts_with("MM");
  constexpr std::uint64_t kBigTiff = 43;
  big_ = number(2, 2) == kBigTiff;
  if (!follow()) directories_.clear();
}

bool TiffPages::follow() {
  std::set<std::uint64_t> seen;
  const unsigned width = big_ ? 8 : 4;
  for (auto at = number(width, width); at != 0;) {
    const auto link = link_of(at);
    if (link == 0 || directories_.size() == kMost || !seen.insert(at).second) return false;
    directories_.push_back(at);
    at = number(link, width);
  }
  return true;
}

std::uint64_t TiffPages::link_of(std::uint64_t directory) const {
  const unsigned count_size = big_ ? 8 : 2;
  const unsigned entry_size = big_ ? 20 : 12;
  if (!holds(directory, count_size)) return 0;
  const auto entries = number(directory, count_size);
  if (entries > 65'535) return 0;
  const auto link = directory + count_size + entries * entry_size;
  return holds(link, big_ ? 8 : 4) ? link : 0;
}

std::string_view TiffPages::alone(std::size_t page) {
  if (shown_ < count()) put(link_of(directories_[shown_]), shown_ + 1 < count() ? directories_[shown_ + 1] : 0);
  shown_ = page;
  put(big_ ? 8 : 4, directories_.at(page));
  put(link_of(directories_.at(page)), 0);
  return bytes_;
}

std::uint64_t TiffPages::number(std::uint64_t at, unsigned size) const {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(bytes_[at + (big_endian_ ? i : size - 1 - i)]);
    value = value << 8U | byte;
  }
  return value;
}

void TiffPages::put(std::uint64_t at, std::uint64_t value) {
  const unsigned size = big_ ? 8 : 4;
  for (unsigned i = 0; i < size; ++i, value >>= 8U) bytes_[at + (big_endian_ ? size - 1 - i : i)] = static_cast<char>(value & 0xFFU);
}

}  // namespace docmill::engines::image
