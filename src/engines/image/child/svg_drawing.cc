#include "engines/image/child/svg_drawing.h"

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>

#include <algorithm>
#include <memory>

namespace docmill::engines::image {
namespace {

constexpr double kPixelsAnInch = 96;
constexpr double kDotsAnInch = 300;  // of filters; cairo takes a point for a pixel, so the page is drawn larger
constexpr double kLongest = 14'400;  // points
constexpr std::size_t kMostBytes = 200'000'000;

struct UnrefObject {
  void operator()(void* object) const { g_object_unref(object); }
};
struct FreeError {
  void operator()(GError* error) const { g_error_free(error); }
};
struct DestroyDrawing {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Svg = std::unique_ptr<RsvgHandle, UnrefObject>;
using Surface = std::unique_ptr<cairo_surface_t, DestroyDrawing>;
using Context = std::unique_ptr<cairo_t, DestroyDrawing>;

Error unreadable(GError* error) {
  const std::unique_ptr<GError, FreeError> owned(error);
  return fail(ErrorCode::InputDamaged, "The SVG picture cannot be read; its XML is damaged or asks for too much.")
      .cause(owned ? owned->message : "librsvg")
      .at("image.svg");
}

Result<Svg> parse(std::string_view bytes) {
  GError* error = nullptr;
  Svg svg(rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(bytes.data()), bytes.size(), &error));
  if (!svg) return Failed(unreadable(error));
  rsvg_handle_set_dpi(svg.get(), kPixelsAnInch);
  return svg;
}

/// What the document asks for, else its view box, else what it draws.
SvgSize size_in_pixels(RsvgHandle* svg) {
  SvgSize size;
  if (rsvg_handle_get_intrinsic_size_in_pixels(svg, &size.width, &size.height) != FALSE) return size;
  gboolean has_width = FALSE;
  gboolean has_height = FALSE;
  gboolean has_box = FALSE;
  RsvgLength width;
  RsvgLength height;
  RsvgRectangle box;
  rsvg_handle_get_intrinsic_dimensions(svg, &has_width, &width, &has_height, &height, &has_box, &box);
  if (has_box != FALSE) return {box.width, box.height};
  RsvgRectangle ink;
  if (rsvg_handle_get_geometry_for_element(svg, nullptr, &ink, nullptr, nullptr) != FALSE) return {ink.width, ink.height};
  return {};
}

bool is_drawable(const SvgSize& size) {
  return size.width > 0 && size.height > 0 && size.width < 1e6 && size.height < 1e6;
}

cairo_status_t append(void* out, const unsigned char* bytes, unsigned size) {
  auto& pdf = *static_cast<std::string*>(out);
  if (pdf.size() + size > kMostBytes) return CAIRO_STATUS_WRITE_ERROR;
  pdf.append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

Result<void> draw(RsvgHandle* svg, const Surface& surface, const SvgDrawing& page) {
  const Context context(cairo_create(surface.get()));
  const RsvgRectangle whole{0, 0, page.width, page.height};
  GError* error = nullptr;
  if (rsvg_handle_render_document(svg, context.get(), &whole, &error) == FALSE) return Failed(unreadable(error));
  cairo_show_page(context.get());
  return {};
}

}  // namespace

Result<SvgSize> svg_size(std::string_view bytes) {
  const auto svg = parse(bytes);
  if (!svg) return Failed(svg.error());
  const auto size = size_in_pixels(svg->get());
  if (!is_drawable(size)) return Failed(fail(ErrorCode::InputDamaged, "The SVG picture has no size, or one that no page can have."));
  return SvgSize{size.width * 72 / kPixelsAnInch, size.height * 72 / kPixelsAnInch};
}

Result<SvgDrawing> draw_svg(std::string_view bytes) {
  const auto svg = parse(bytes);
  if (!svg) return Failed(svg.error());
  const auto size = size_in_pixels(svg->get());
  if (!is_drawable(size)) return Failed(fail(ErrorCode::InputDamaged, "The SVG picture has no size, or one that no page can have."));
  const double scale = std::min(kDotsAnInch / kPixelsAnInch, kLongest / std::max(size.width, size.height));
  SvgDrawing drawing{.pdf = {}, .width = size.width * scale, .height = size.height * scale};
  const Surface surface(cairo_pdf_surface_create_for_stream(append, &drawing.pdf, drawing.width, drawing.height));
  if (auto drawn = draw(svg->get(), surface, drawing); !drawn) return Failed(drawn.error());
  cairo_surface_finish(surface.get());
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    return Failed(fail(ErrorCode::InputTooComplex, "The SVG picture is too complex to be drawn.")
                      .cause(cairo_status_to_string(cairo_surface_status(surface.get()))));
  return drawing;
}

}  // namespace docmill::engines::image
