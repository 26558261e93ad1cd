#include "engines/raster/child/drawing.h"

#include <fmt/format.h>
#include <poppler-page-renderer.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace docmill::engines::raster {
namespace {

constexpr std::uint64_t kBandPixels = 16'000'000;  // 48 MB of colour, which poppler copies once
constexpr poppler::argb kWhite = 0xFFFFFFFF;
constexpr poppler::argb kBlack = 0xFF000000;

void prepare(poppler::page_renderer& renderer, const Canvas& canvas, poppler::argb paper) {
  using poppler::page_renderer;
  renderer.set_render_hints(page_renderer::antialiasing | page_renderer::text_antialiasing);
  renderer.set_image_format(canvas.grey ? poppler::image::format_gray8 : poppler::image::format_rgb24);
  renderer.set_paper_color(paper);
}

struct Band {
  std::uint32_t top = 0;
  std::uint32_t height = 0;
};

Result<poppler::image> draw_band(const poppler::page& page, const Canvas& canvas, Band band, poppler::argb paper) {
  poppler::page_renderer renderer;
  prepare(renderer, canvas, paper);
  auto image = renderer.render_page(&page, canvas.dpi, canvas.dpi, 0, static_cast<int>(band.top), static_cast<int>(canvas.width),
                                    static_cast<int>(band.height));
  const bool whole = image.is_valid() && std::cmp_equal(image.width(), canvas.width) && std::cmp_greater_equal(image.height(), band.height);
  if (!whole) return Failed(fail(ErrorCode::EngineFailed, "A page of the PDF could not be drawn.").at("raster.draw"));
  return image;
}

const std::uint8_t* row_of(const poppler::image& image, std::uint32_t row) {
  return reinterpret_cast<const std::uint8_t*>(image.const_data()) + std::size_t{row} * static_cast<std::size_t>(image.bytes_per_row());
}

/// poppler draws on opaque paper only. What is on the page is what looks the same on white and on black; where both papers show
/// through, their difference says by how much.
void without_paper(const std::uint8_t* on_white, const std::uint8_t* on_black, std::uint8_t* out, const Canvas& canvas) {
  const unsigned colours = canvas.grey ? 1 : 3;
  for (std::uint32_t x = 0; x < canvas.width; ++x) {
    int paper = 0;
    for (unsigned c = 0; c < colours; ++c) paper = std::max(paper, on_white[c] - on_black[c]);
    const int opacity = 255 - paper;
    for (unsigned c = 0; c < colours; ++c)
      out[c] = opacity == 0 ? 0 : static_cast<std::uint8_t>(std::min(255, (on_black[c] * 255 + opacity / 2) / opacity));
    out[colours] = static_cast<std::uint8_t>(opacity);
    on_white += colours;
    on_black += colours;
    out += colours + 1;
  }
}

Result<void> take_opaque(const poppler::page& page, const Canvas& canvas, Band band, const TakeRow& take) {
  auto image = draw_band(page, canvas, band, kWhite);
  if (!image) return Failed(image.error());
  for (std::uint32_t row = 0; row < band.height; ++row) {
    if (auto taken = take(row_of(*image, row)); !taken) return taken;
  }
  return {};
}

Result<void> take_transparent(const poppler::page& page, const Canvas& canvas, Band band, const TakeRow& take) {
  auto white = draw_band(page, canvas, band, kWhite);
  if (!white) return Failed(white.error());
  auto black = draw_band(page, canvas, band, kBlack);
  if (!black) return Failed(black.error());
  std::vector<std::uint8_t> pixels(std::size_t{canvas.width} * canvas.channels());
  for (std::uint32_t row = 0; row < band.height; ++row) {
    without_paper(row_of(*white, row), row_of(*black, row), pixels.data(), canvas);
    if (auto taken = take(pixels.data()); !taken) return taken;
  }
  return {};
}

std::uint32_t pixels_of(double points, double dpi) {
  const double exact = std::ceil(points * dpi / 72 - 1e-6);  // 612 points at 150 dpi are 1275 pixels, whatever the rounding
  return static_cast<std::uint32_t>(std::clamp(exact, 1.0, 1e9));
}

}  // namespace

PageSize size_of(const poppler::page& page) {
  const auto box = page.page_rect(poppler::crop_box);
  const auto sane = [](double length) { return std::isfinite(length) ? std::clamp(std::fabs(length), 0.0, 1e7) : 0.0; };
  PageSize size{sane(box.width()), sane(box.height()), 0};
  switch (page.orientation()) {
    case poppler::page::landscape: size.rotation = 90; break;
    case poppler::page::upside_down: size.rotation = 180; break;
    case poppler::page::seascape: size.rotation = 270; break;
    case poppler::page::portrait: break;
  }
  if (size.rotation % 180 != 0) std::swap(size.width, size.height);
  return size;
}

Result<Canvas> canvas_for(const PageSize& size, std::uint32_t number, double dpi, std::uint64_t most_pixels, std::uint32_t longest_side) {
  const Canvas canvas{.width = pixels_of(size.width, dpi), .height = pixels_of(size.height, dpi), .dpi = dpi};
  const auto longest = std::max(canvas.width, canvas.height);
  if (canvas.pixels() <= most_pixels && longest <= longest_side) return canvas;
  const double by_area = dpi * std::sqrt(static_cast<double>(most_pixels) / static_cast<double>(canvas.pixels()));
  const double by_side = dpi * longest_side / longest;
  const auto fitting = static_cast<int>(std::max(1.0, std::floor(std::min(by_area, by_side))));
  return Failed(fail(ErrorCode::InputTooComplex,
                     fmt::format("Page {} would have {} by {} pixels; the limits are {} million pixels and {} a side. Send a Dpi of {} "
                                 "or less.",
                                 number, canvas.width, canvas.height, most_pixels / 1'000'000, longest_side, fitting)));
}

Result<void> draw(const poppler::page& page, const Canvas& canvas, const TakeRow& take) {
  const auto rows = static_cast<std::uint32_t>(std::max<std::uint64_t>(16, kBandPixels / canvas.width));
  for (std::uint32_t top = 0; top < canvas.height; top += rows) {
    const Band band{top, std::min(rows, canvas.height - top)};
    auto taken = canvas.transparent ? take_transparent(page, canvas, band, take) : take_opaque(page, canvas, band, take);
    if (!taken) return taken;
  }
  return {};
}

}  // namespace docmill::engines::raster
