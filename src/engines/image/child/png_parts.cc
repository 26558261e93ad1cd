#include "engines/image/child/png_parts.h"

#include <cstddef>
#include <cstdint>

namespace docmill::engines::image {
namespace {

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  return (std::uint32_t{byte_at(bytes, at)} << 24U) | (std::uint32_t{byte_at(bytes, at + 1)} << 16U) |
         (std::uint32_t{byte_at(bytes, at + 2)} << 8U) | std::uint32_t{byte_at(bytes, at + 3)};
}

// Colour types (PNG, W3C 2003, 11.2.2).
constexpr int kGrey = 0;
constexpr int kRgb = 2;
constexpr int kPalette = 3;

std::optional<PngParts> parts_of_header(std::string_view header) {
  if (header.size() != 13) return std::nullopt;
  const int type = byte_at(header, 9);
  PngParts parts{.width = static_cast<int>(number_at(header, 0) & 0x7FFFFFFFU),
                 .height = static_cast<int>(number_at(header, 4) & 0x7FFFFFFFU),
                 .bits = byte_at(header, 8),
                 .colours = type == kRgb ? 3 : 1,
                 .palette = {},
                 .data = {}};
  const bool interlaced = header[12] != '\0';
  if (interlaced || parts.bits > 8 || (type != kGrey && type != kRgb && type != kPalette)) return std::nullopt;
  if (type == kPalette) parts.palette = "?";  // to be filled, or there is none
  return parts;
}

}  // namespace

std::optional<PngParts> png_parts(std::string_view bytes) {
  constexpr std::size_t kSignature = 8;
  constexpr std::size_t kAround = 12;  // length, type, checksum
  std::optional<PngParts> parts;
  std::string_view palette;
  for (std::size_t at = kSignature; bytes.size() >= at + kAround;) {
    const std::size_t length = number_at(bytes, at);
    const auto type = bytes.substr(at + 4, 4);
    if (length > bytes.size() - at - kAround) return std::nullopt;
    const auto content = bytes.substr(at + 8, length);
    if (type == "IHDR" && !parts) {
      parts = parts_of_header(content);
    } else if (type == "PLTE") {
      palette = content;
    } else if (type == "IDAT" && parts) {
      parts->data += content;
    } else if (type == "tRNS") {
      return std::nullopt;
    } else if (type == "IEND") {
      break;
    }
    if (!parts) return std::nullopt;
    at += length + kAround;
  }
  if (!parts || parts->data.empty()) return std::nullopt;
  const bool indexed = !parts->palette.empty();
  if (indexed && (palette.empty() || palette.size() % 3 != 0 || palette.size() > 3 * 256)) return std::nullopt;
  parts->palette = indexed ? std::string(palette) : std::string();
  return parts;
}

}  // namespace docmill::engines::image
