#include "engines/image/child/formats.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace docmill::engines::image {
namespace {

using namespace std::string_view_literals;

struct Row {
  Format format;
  std::string_view name;
  std::string_view extension;
};

constexpr std::array kRows{
    Row{Format::Png, "PNG", "png"},    Row{Format::Jpeg, "JPEG", "jpg"},  Row{Format::Gif, "GIF", "gif"},
    Row{Format::Bmp, "BMP", "bmp"},    Row{Format::Tiff, "TIFF", "tiff"}, Row{Format::Webp, "WebP", "webp"},
    Row{Format::Heif, "HEIF", "heic"}, Row{Format::Avif, "AVIF", "avif"}, Row{Format::Svg, "SVG", "svg"},
};

const Row& row_of(Format format) {
  return *std::ranges::find(kRows, format, &Row::format);
}

/// The brands of a file of ISO/IEC 14496-12, the major one first (ISO/IEC 23008-12 annex B, AV1 Image File Format 1.1, 6).
std::optional<Format> brand_of(std::string_view bytes) {
  if (bytes.size() < 16 || bytes.substr(4, 4) != "ftyp") return std::nullopt;
  const auto length =
      std::min<std::size_t>(static_cast<unsigned char>(bytes[2]) * 256U + static_cast<unsigned char>(bytes[3]), bytes.size());
  bool still_picture = false;
  for (std::size_t at = 8; at + 4 <= length; at += 4) {
    const auto brand = bytes.substr(at, 4);
    if (brand == "avif" || brand == "avis") return Format::Avif;
    constexpr std::array kHeic{"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv};
    if (std::ranges::find(kHeic, brand) != kHeic.end()) return Format::Heif;
    if (brand == "mif1" || brand == "msf1") still_picture = true;
  }
  return still_picture ? std::optional(Format::Heif) : std::nullopt;
}

bool is_svg(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto begin = bytes.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || bytes[begin] != '<') return false;
  const auto start = bytes.substr(0, 8192);
  return start.find("<svg") != std::string_view::npos || start.find(":svg") != std::string_view::npos;
}

}  // namespace

std::optional<Format> format_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return Format::Png;
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return Format::Jpeg;
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return Format::Gif;
  if (bytes.starts_with("BM") && bytes.size() > 26) return Format::Bmp;
  for (const auto magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (bytes.starts_with(magic)) return Format::Tiff;
  }
  if (bytes.size() > 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return Format::Webp;
  if (const auto brand = brand_of(bytes)) return brand;
  return is_svg(bytes) ? std::optional(Format::Svg) : std::nullopt;
}

std::string_view name_of(Format format) {
  return row_of(format).name;
}

std::string_view extension_of(Format format) {
  return row_of(format).extension;
}

bool holds_several(Format format) {
  return format == Format::Gif || format == Format::Webp || format == Format::Tiff;
}

}  // namespace docmill::engines::image
