#include "templating/pictures/picture_size.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <pugixml.hpp>
#include <string>

namespace docmill::templating {
namespace {

constexpr double kEmuPerInch = 914'400;
constexpr double kEmuPerPixel = 9525;
// A page of Word is at most 22 inches wide; what is far beyond is a mistake, and 32 bits are what the format has.
constexpr double kMostEmu = 2'000'000'000;

/// Bytes of a picture's head; what lies behind the end reads as 0.
class Head {
 public:
  explicit Head(std::string_view bytes) : bytes_(bytes) {}
  std::uint32_t byte(std::size_t at) const { return at < bytes_.size() ? static_cast<unsigned char>(bytes_[at]) : 0; }
  std::uint32_t big16(std::size_t at) const { return byte(at) << 8U | byte(at + 1); }
  std::uint32_t big32(std::size_t at) const { return big16(at) << 16U | big16(at + 2); }
  std::uint32_t little16(std::size_t at) const { return byte(at) | byte(at + 1) << 8U; }
  std::uint32_t little32(std::size_t at) const { return little16(at) | little16(at + 2) << 16U; }
  bool has(std::size_t at, std::string_view what) const { return at <= bytes_.size() && bytes_.substr(at, what.size()) == what; }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

double dpi_or_default(double dpi) {
  const double whole = std::round(dpi);
  return whole >= 20 && whole <= 10'000 ? whole : 96;
}

PictureSize sized(double width, double height, double dpi_x = 96, double dpi_y = 96) {
  return {width, height, dpi_or_default(dpi_x), dpi_or_default(dpi_y)};
}

std::optional<PictureSize> png_size(const Head& head) {
  if (!head.has(0, "\x89PNG\r\n\x1a\n") || !head.has(12, "IHDR")) return std::nullopt;
  auto size = sized(head.big32(16), head.big32(20));
  for (std::size_t at = 8; at + 12 <= head.size();) {
    const std::size_t length = head.big32(at);
    if (head.has(at + 4, "IDAT")) break;
    if (head.has(at + 4, "pHYs") && length == 9 && head.byte(at + 16) == 1) {
      size.dpi_x = dpi_or_default(head.big32(at + 8) * 0.0254);
      size.dpi_y = dpi_or_default(head.big32(at + 12) * 0.0254);
    }
    at += 12 + length;
  }
  return size;
}

std::optional<PictureSize> jpeg_size(const Head& head) {
  if (!head.has(0, "\xFF\xD8")) return std::nullopt;
  double dpi_x = 96;
  double dpi_y = 96;
  for (std::size_t at = 2; at + 4 <= head.size();) {
    if (head.byte(at) != 0xFF) return std::nullopt;
    const auto marker = head.byte(at + 1);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD9)) {
      at += 2;
      continue;
    }
    const std::size_t length = head.big16(at + 2);
    if (length < 2) return std::nullopt;
    if (marker == 0xE0 && head.has(at + 4, std::string_view("JFIF\0", 5))) {
      const double unit = head.byte(at + 11) == 1 ? 1 : head.byte(at + 11) == 2 ? 2.54 : 0;
      dpi_x = head.big16(at + 12) * unit;
      dpi_y = head.big16(at + 14) * unit;
    }
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) return sized(head.big16(at + 7), head.big16(at + 5), dpi_x, dpi_y);
    at += 2 + length;
  }
  return std::nullopt;
}

std::optional<PictureSize> bmp_size(const Head& head) {
  if (!head.has(0, "BM")) return std::nullopt;
  const auto height = static_cast<std::int32_t>(head.little32(22));
  return sized(head.little32(18), std::abs(static_cast<double>(height)), head.little32(38) * 0.0254, head.little32(42) * 0.0254);
}

std::optional<PictureSize> webp_size(const Head& head) {
  if (!head.has(0, "RIFF") || !head.has(8, "WEBP")) return std::nullopt;
  if (head.has(12, "VP8X")) {
    return sized((head.little16(24) | head.byte(26) << 16U) + 1, (head.little16(27) | head.byte(29) << 16U) + 1);
  }
  if (head.has(12, "VP8L")) {
    const auto bits = head.little32(21);
    return sized((bits & 0x3FFFU) + 1, (bits >> 14U & 0x3FFFU) + 1);
  }
  if (head.has(12, "VP8 ")) return sized(head.little16(26) & 0x3FFFU, head.little16(28) & 0x3FFFU);
  return std::nullopt;
}

std::optional<PictureSize> tiff_size(const Head& head) {
  const bool little = head.has(0, std::string_view("II*\0", 4));
  if (!little && !head.has(0, std::string_view("MM\0*", 4))) return std::nullopt;
  const auto word = [&](std::size_t at) { return little ? head.little16(at) : head.big16(at); };
  const auto wide = [&](std::size_t at) { return little ? head.little32(at) : head.big32(at); };
  const auto ratio = [&](std::size_t at) { return wide(at + 4) == 0 ? 0.0 : static_cast<double>(wide(at)) / wide(at + 4); };
  const std::size_t directory = wide(4);
  double width = 0;
  double height = 0;
  double dpi_x = 0;
  double dpi_y = 0;
  double unit = 1;
  for (std::size_t i = 0; i < std::min<std::size_t>(word(directory), 200); ++i) {
    const auto entry = directory + 2 + i * 12;
    const double number = word(entry + 2) == 3 ? word(entry + 8) : wide(entry + 8);
    switch (word(entry)) {
      case 256: width = number; break;
      case 257: height = number; break;
      case 282: dpi_x = ratio(wide(entry + 8)); break;
      case 283: dpi_y = ratio(wide(entry + 8)); break;
      case 296: unit = number == 3 ? 2.54 : 1; break;
      default: break;
    }
  }
  return sized(width, height, dpi_x * unit, dpi_y * unit);
}

std::optional<PictureSize> emf_size(const Head& head) {
  if (head.little32(0) != 1 || !head.has(40, " EMF")) return std::nullopt;
  // The frame is in hundredths of a millimetre.
  const auto extent = [&](std::size_t low, std::size_t high) {
    return (static_cast<double>(static_cast<std::int32_t>(head.little32(high))) - static_cast<std::int32_t>(head.little32(low))) / 2540 *
           96;
  };
  return sized(extent(24, 32), extent(28, 36));
}

/// "12", "12px", "3.5cm" in pixels; 0 for percentages and what is no length.
double svg_length(std::string_view text) {
  const std::string whole(text.substr(0, 40));
  char* end = nullptr;
  const double number = std::strtod(whole.c_str(), &end);
  const std::string_view unit = end;
  if (unit.empty() || unit == "px") return number;
  if (unit == "pt") return number * 96 / 72;
  if (unit == "pc") return number * 16;
  if (unit == "in") return number * 96;
  if (unit == "cm") return number * 96 / 2.54;
  if (unit == "mm") return number * 96 / 25.4;
  return 0;
}

std::optional<PictureSize> svg_size(std::string_view bytes) {
  const auto begin = bytes.substr(0, 64 * 1024).find("<svg");
  if (begin == std::string_view::npos) return std::nullopt;
  const auto end = bytes.find('>', begin);
  if (end == std::string_view::npos || end - begin > 64 * 1024) return std::nullopt;
  std::string tag(bytes.substr(begin, end - begin));
  if (tag.back() == '/') tag.pop_back();
  tag += "/>";
  pugi::xml_document document;
  if (!document.load_string(tag.c_str())) return std::nullopt;
  const auto svg = document.first_child();
  auto size = sized(svg_length(svg.attribute("width").value()), svg_length(svg.attribute("height").value()));
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  std::string box = svg.attribute("viewBox").value();
  std::ranges::replace(box, ',', ' ');
  char* rest = box.data();
  for (double* number : {&x, &y, &width, &height}) *number = std::strtod(rest, &rest);
  if (width > 0 && height > 0) {
    if (size.width <= 0 && size.height <= 0) return sized(width, height);
    if (size.width <= 0) size.width = size.height * width / height;
    if (size.height <= 0) size.height = size.width * height / width;
  }
  return size;
}

long long emu(double value) {
  return std::llround(std::clamp(value, 1.0, kMostEmu));
}

}  // namespace

long long PictureSize::width_emu() const {
  return emu(width / dpi_x * kEmuPerInch);
}
long long PictureSize::height_emu() const {
  return emu(height / dpi_y * kEmuPerInch);
}

std::optional<PictureSize> picture_size(std::string_view bytes) {
  const Head head(bytes);
  std::optional<PictureSize> size;
  if (head.has(0, "GIF8")) size = sized(head.little16(6), head.little16(8));
  if (!size) size = png_size(head);
  if (!size) size = jpeg_size(head);
  if (!size) size = bmp_size(head);
  if (!size) size = webp_size(head);
  if (!size) size = tiff_size(head);
  if (!size) size = emf_size(head);
  if (!size) size = svg_size(bytes);
  if (!size || !(size->width > 0) || !(size->height > 0) || size->width > 1e6 || size->height > 1e6) return std::nullopt;
  return size;
}

DrawnSize drawn_size(const PictureSize& size, double width, double height) {
  const auto cx = static_cast<double>(size.width_emu());
  const auto cy = static_cast<double>(size.height_emu());
  if (width <= 0 && height <= 0) return {emu(cx), emu(cy)};
  if (height <= 0) return {emu(width * kEmuPerPixel), emu(width * kEmuPerPixel * cy / cx)};
  if (width <= 0) return {emu(height * kEmuPerPixel * cx / cy), emu(height * kEmuPerPixel)};
  return {emu(width * kEmuPerPixel), emu(height * kEmuPerPixel)};
}

}  // namespace docmill::templating
