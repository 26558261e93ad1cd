#include <array>
#include <cstdint>

#include "engines/mail/child/rtf.h"

namespace docmill::engines::mail {
namespace {

// What the dictionary holds before the first byte, and the marks of both kinds of data. Source: MS-OXRTFCP 2.1.
constexpr std::string_view kDictionary =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    "Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
constexpr std::uint32_t kCompressed = 0x75465A4C;    // "LZFu"
constexpr std::uint32_t kUncompressed = 0x414C454D;  // "MELA"
constexpr std::size_t kHeader = 16;
constexpr std::size_t kWindow = 4096;
static_assert(kDictionary.size() == 207);

std::uint32_t header_word(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

/// LZ77 over a ring of 4 KB: a byte of eight flags, then for each flag a byte, or two that say where in the ring and how long.
std::string expanded(std::string_view packed, std::size_t size) {
  std::array<char, kWindow> ring{};
  kDictionary.copy(ring.data(), kDictionary.size());
  std::size_t write = kDictionary.size();
  std::string out;
  const auto put = [&](char c) {
    out += c;
    ring[write] = c;
    write = (write + 1) % kWindow;
  };
  for (std::size_t at = 0; at < packed.size() && out.size() < size;) {
    const auto flags = static_cast<unsigned char>(packed[at++]);
    for (unsigned bit = 0; bit < 8 && at < packed.size() && out.size() < size; ++bit) {
      if ((flags & (1U << bit)) == 0) {
        put(packed[at++]);
        continue;
      }
      if (at + 1 >= packed.size()) return out;
      const auto word = (static_cast<unsigned char>(packed[at]) << 8U) | static_cast<unsigned char>(packed[at + 1]);
      at += 2;
      const std::size_t from = static_cast<unsigned>(word) >> 4U;
      if (from == write) return out;  // the mark of the end
      for (std::size_t i = 0; i < (static_cast<unsigned>(word) & 0xFU) + 2; ++i) put(ring[(from + i) % kWindow]);
    }
  }
  return out;
}

}  // namespace

std::string decompress_rtf(std::string_view packed, Budget& budget) {
  if (packed.size() < kHeader) return {};
  const auto size = header_word(packed, 4);
  const auto kind = header_word(packed, 8);
  const auto data = packed.substr(kHeader);
  if (kind == kUncompressed) return std::string(data.substr(0, size));
  if (kind != kCompressed) return {};
  budget.count_bytes(std::min<std::uint64_t>(size, data.size() * std::uint64_t{9}));  // 2 bytes become 17 at most
  return expanded(data, size);
}

}  // namespace docmill::engines::mail
