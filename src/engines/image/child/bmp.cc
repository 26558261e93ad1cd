#include "engines/image/child/bmp.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

#include "engines/image/child/picture.h"

namespace docmill::engines::image {
namespace {

struct CloseLoader {
  void operator()(GdkPixbufLoader* loader) const {
    gdk_pixbuf_loader_close(loader, nullptr);  // twice does nothing
    g_object_unref(loader);
  }
};
using Loader = std::unique_ptr<GdkPixbufLoader, CloseLoader>;

Loader new_loader() {
  return Loader(gdk_pixbuf_loader_new_with_type("bmp", nullptr));
}

struct Size {
  int width = 0;
  int height = 0;
};

/// Asked for a picture of nothing, the loader stops after the header.
void only_the_size(GdkPixbufLoader* loader, int width, int height, gpointer out) {
  *static_cast<Size*>(out) = {width, height};
  gdk_pixbuf_loader_set_size(loader, 0, 0);
}

Size size_of(std::string_view bytes) {
  Size size;
  const auto loader = new_loader();
  if (!loader) return size;
  g_signal_connect(loader.get(), "size-prepared", G_CALLBACK(only_the_size), &size);
  const auto head = bytes.substr(0, 4096);
  gdk_pixbuf_loader_write(loader.get(), reinterpret_cast<const guchar*>(head.data()), head.size(), nullptr);
  return size;
}

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = value * 256 + (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0);
  return value;
}

/// The loader takes missing rows for black ones, so the length is asked here (BITMAPFILEHEADER and BITMAPINFOHEADER, Windows GDI).
bool is_complete(std::string_view bytes, Size size) {
  const auto begin = little_endian(bytes, 10, 4);
  const bool old = little_endian(bytes, 14, 4) == 12;
  const auto bits = little_endian(bytes, old ? 24 : 28, 2);
  const auto packing = old ? 0 : little_endian(bytes, 30, 4);
  constexpr std::uint64_t kRle8 = 1;
  constexpr std::uint64_t kRle4 = 2;
  if (packing == kRle8 || packing == kRle4)
    return bytes.substr(bytes.size() - 8).find(std::string_view("\0\1", 2)) != std::string_view::npos;
  const auto row = (static_cast<std::uint64_t>(size.width) * bits + 31) / 32 * 4;
  return begin + row * static_cast<std::uint64_t>(size.height) <= bytes.size();
}

[[noreturn]] void refuse(const char* words) {
  vips_error_clear();
  throw vips::VError(words);
}

}  // namespace

std::optional<Facts> bmp_facts(std::string_view bytes) {
  const auto size = size_of(bytes);
  if (size.width <= 0 || size.height <= 0) return std::nullopt;
  if (static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height) <= kMostPixels && !is_complete(bytes, size))
    return std::nullopt;
  Facts facts{.width = static_cast<std::uint32_t>(size.width), .height = static_cast<std::uint32_t>(size.height)};
  constexpr double kMetre = 39.3701;  // inches
  const double x = static_cast<double>(little_endian(bytes, 38, 4)) / kMetre;
  const double y = static_cast<double>(little_endian(bytes, 42, 4)) / kMetre;
  if (little_endian(bytes, 14, 4) >= 40 && x > 25.5 && y > 25.5 && x < 9'600 && y < 9'600) {
    facts.dpi_x = x;
    facts.dpi_y = y;
  }
  return facts;
}

vips::VImage decode_bmp(std::string_view bytes) {
  const auto loader = new_loader();
  if (!loader) refuse("bmp: no loader");
  const auto* data = reinterpret_cast<const guchar*>(bytes.data());
  if (gdk_pixbuf_loader_write(loader.get(), data, bytes.size(), nullptr) == FALSE) refuse("bmp: not readable");
  if (gdk_pixbuf_loader_close(loader.get(), nullptr) == FALSE) refuse("bmp: cut short");
  auto* pixels = gdk_pixbuf_loader_get_pixbuf(loader.get());
  if (pixels == nullptr) refuse("bmp: no picture");
  const auto width = gdk_pixbuf_get_width(pixels);
  const auto height = gdk_pixbuf_get_height(pixels);
  const auto bands = gdk_pixbuf_get_n_channels(pixels);
  const auto stride = static_cast<std::size_t>(gdk_pixbuf_get_rowstride(pixels));
  const auto row = static_cast<std::size_t>(width) * static_cast<std::size_t>(bands);
  const auto* from = gdk_pixbuf_read_pixels(pixels);
  auto image = vips::VImage::new_memory();
  vips_image_init_fields(image.get_image(), width, height, bands, VIPS_FORMAT_UCHAR, VIPS_CODING_NONE, VIPS_INTERPRETATION_sRGB, 1, 1);
  for (int y = 0; y < height; ++y) {
    // vips_image_write_line() takes a pointer it does not write through.
    auto* line = const_cast<guchar*>(from + static_cast<std::size_t>(y) * stride);
    if (row != 0 && vips_image_write_line(image.get_image(), y, line) != 0) throw vips::VError();
  }
  return image;
}

bool warm_up_bmp() {
  constexpr std::string_view kDot(
      "BM\x3A\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0\0\0\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\2\3\0", 58);
  return size_of(kDot).width == 1 && decode_bmp(kDot).width() == 1;
}

}  // namespace docmill::engines::image
