#include "engines/office/child/ole.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

namespace docmill::engines::office {
namespace {

constexpr std::uint32_t kEnd = 0xFFFFFFFA;  // this and above: end of chain, free, or a table's own sector
constexpr std::uint32_t kNoEntry = 0xFFFFFFFF;
constexpr std::size_t kEntrySize = 128;
constexpr std::size_t kHeaderDifat = 109;
constexpr std::size_t kMostDirectorySectors = 20'000;

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  bool open() {
    const auto shift = u16(30);
    if (shift != 9 && shift != 12) return false;
    sector_size_ = std::size_t{1} << *shift;
    for (std::size_t i = 0; i < kHeaderDifat; ++i) add_fat(u32(76 + 4 * i));
    auto sector = u32(68);
    // Every DIFAT sector is a sector of the file, so there cannot be more of them than sectors.
    for (std::size_t i = 0; i <= bytes_.size() / sector_size_ && sector && *sector < kEnd; ++i) {
      const auto at = offset(*sector);
      const std::size_t last = sector_size_ / 4 - 1;
      for (std::size_t k = 0; k < last; ++k) add_fat(u32(at + 4 * k));
      sector = u32(at + 4 * last);
    }
    return !fat_.empty();
  }

  /// The directory's sectors put together; nullopt when the chain leaves the file or runs in circles.
  std::optional<std::string> directory() const {
    std::string out;
    auto sector = u32(48);
    for (std::size_t i = 0; i < kMostDirectorySectors && sector && *sector < kEnd; ++i) {
      const auto at = offset(*sector);
      if (at + sector_size_ > bytes_.size()) return std::nullopt;
      out.append(bytes_.substr(at, sector_size_));
      sector = next(*sector);
    }
    if (!sector || *sector < kEnd) return std::nullopt;
    return out;
  }

 private:
  std::optional<std::uint32_t> number(std::size_t at, std::size_t width) const {
    if (at > bytes_.size() || bytes_.size() - at < width) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value |= std::uint32_t{static_cast<unsigned char>(bytes_[at + i])} << (8 * i);
    return value;
  }
  std::optional<std::uint32_t> u16(std::size_t at) const { return number(at, 2); }
  std::optional<std::uint32_t> u32(std::size_t at) const { return number(at, 4); }
  std::size_t offset(std::uint32_t sector) const { return (std::size_t{sector} + 1) * sector_size_; }
  void add_fat(std::optional<std::uint32_t> sector) {
    if (sector && *sector < kEnd) fat_.push_back(*sector);
  }
  std::optional<std::uint32_t> next(std::uint32_t sector) const {
    const std::size_t per_sector = sector_size_ / 4;
    if (sector / per_sector >= fat_.size()) return std::nullopt;
    return u32(offset(fat_[sector / per_sector]) + 4 * (sector % per_sector));
  }

  std::string_view bytes_;
  std::size_t sector_size_ = 512;
  std::vector<std::uint32_t> fat_;
};

std::uint32_t word(std::string_view entry, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{static_cast<unsigned char>(entry[at + i])} << (8 * i);
  return value;
}

std::string entry_name(std::string_view entry) {
  std::string out;
  for (std::size_t i = 0; i + 1 < 64; i += 2) {
    const auto low = static_cast<unsigned char>(entry[i]);
    const auto high = static_cast<unsigned char>(entry[i + 1]);
    if (low == 0 && high == 0) break;
    out += high == 0 && low >= 0x20 && low < 0x7F ? static_cast<char>(low) : '?';
  }
  return out;
}

}  // namespace

Result<std::vector<std::string>> ole_names(std::string_view bytes) {
  const auto damaged = [] {
    return Failed(fail(ErrorCode::InputDamaged, "The document is cut short or damaged.").cause("OLE2 directory").at("office.ole"));
  };
  Reader reader(bytes);
  if (!reader.open()) return damaged();
  const auto directory = reader.directory();
  if (!directory || directory->size() < kEntrySize) return damaged();
  const auto entry = [&](std::uint32_t id) { return std::string_view(*directory).substr(std::size_t{id} * kEntrySize, kEntrySize); };
  const std::size_t count = directory->size() / kEntrySize;
  // The root's children are a tree; documents inside the document hang below and do not count.
  std::vector<std::string> names;
  std::set<std::uint32_t> seen;
  std::vector<std::uint32_t> open{word(entry(0), 76)};
  while (!open.empty()) {
    const auto id = open.back();
    open.pop_back();
    if (id == kNoEntry || id >= count || !seen.insert(id).second) continue;
    names.push_back(entry_name(entry(id)));
    open.push_back(word(entry(id), 68));
    open.push_back(word(entry(id), 72));
  }
  return names;
}

}  // namespace docmill::engines::office
