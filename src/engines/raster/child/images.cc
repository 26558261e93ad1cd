#include "engines/raster/child/images.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engines/child/names.h"
#include "engines/raster/child/drawing.h"
#include "engines/raster/child/open_pdf.h"
#include "engines/raster/child/picture.h"

namespace docmill::engines::raster {
namespace {

constexpr std::uint32_t kDpi = 150;
constexpr std::uint32_t kQuality = 85;

/// How all pictures of a step are made.
struct Wish {
  const PictureKind& kind;
  double dpi;
  int quality;
  bool grey;
  bool transparent;
  std::string prefix;
};

Result<Wish> wish_of(const child::Work& work) {
  Wish wish{.kind = picture_kind(work.param("Format")),
            .dpi = static_cast<double>(work.count("Dpi", kDpi)),
            .quality = static_cast<int>(work.count("Quality", kQuality)),
            .grey = work.flag("Grayscale"),
            .transparent = work.flag("Transparent"),
            .prefix = child::name_prefix(work)};
  if (wish.transparent && !wish.kind.transparent)
    return Failed(fail(ErrorCode::BadRequest, "Transparent: only pictures of the Format Png or Webp can be; leave one of them out."));
  return wish;
}

Result<Canvas> canvas_of(const poppler::page& page, std::uint32_t number, const Wish& wish) {
  auto canvas = canvas_for(size_of(page), number, wish.dpi, wish.kind.most_pixels, wish.kind.longest_side);
  if (!canvas) return canvas;
  canvas->grey = wish.grey;
  canvas->transparent = wish.transparent;
  return canvas;
}

Result<void> measure(const Pdf& pdf, const std::vector<std::uint32_t>& pages, const Wish& wish) {
  for (const auto number : pages) {
    const auto page = pdf.page(number);
    if (!page) return Failed(page.error());
    if (const auto canvas = canvas_of(**page, number, wish); !canvas) return Failed(canvas.error());
  }
  return {};
}

Result<void> give_page(child::Work& work, const Pdf& pdf, std::uint32_t number, const Wish& wish) {
  const auto page = pdf.page(number);
  if (!page) return Failed(page.error());
  const auto canvas = canvas_of(**page, number, wish);
  if (!canvas) return Failed(canvas.error());
  auto file = picture_of(**page, *canvas, wish.kind, wish.quality);
  if (!file) return Failed(file.error());
  return work.give(*std::move(file), {.extension = std::string(wish.kind.extension), .name = fmt::format("{}{}", wish.prefix, number)});
}

Canvas fitted(const PageSize& size, double width, double height) {
  const double scale = std::min(width / std::max(size.width, 1e-3), height / std::max(size.height, 1e-3));
  const auto side = [&](double points, double most) {
    return static_cast<std::uint32_t>(std::clamp(std::round(points * scale), 1.0, most));
  };
  return {.width = side(size.width, width), .height = side(size.height, height), .dpi = scale * 72};
}

}  // namespace

Result<Finished> pdf_to_image(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto wish = wish_of(work);
  if (!wish) return Failed(wish.error());
  const auto pages = chosen_pages(work, *pdf, kMostOutputs);
  if (!pages) return Failed(pages.error());
  if (auto measured = measure(*pdf, *pages, *wish); !measured) return Failed(measured.error());
  work.begin(Phase::Export);
  for (const auto number : *pages) {
    if (auto given = give_page(work, *pdf, number, *wish); !given) return Failed(given.error());
  }
  return finished(pages->size());
}

Result<Finished> thumbnail(child::Work& work) {
  auto pdf = open_pdf(work);
  if (!pdf) return Failed(pdf.error());
  const auto number = work.count("Page", 1);
  if (number > pdf->pages())
    return Failed(fail(ErrorCode::NotApplicable, fmt::format("Page: there is no page {}; the document has {}.", number, pdf->pages())));
  const auto page = pdf->page(number);
  if (!page) return Failed(page.error());
  work.begin(Phase::Export);
  const auto canvas = fitted(size_of(**page), work.count("Width", 256), work.count("Height", 256));
  const auto& kind = picture_kind(work.param("Format"));
  auto file = picture_of(**page, canvas, kind, static_cast<int>(work.count("Quality", kQuality)));
  if (!file) return Failed(file.error());
  if (auto given = work.give(*std::move(file), {.extension = std::string(kind.extension), .name = {}}); !given)
    return Failed(given.error());
  return finished(1);
}

}  // namespace docmill::engines::raster
