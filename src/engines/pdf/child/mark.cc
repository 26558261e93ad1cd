#include "engines/pdf/child/mark.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

constexpr double kLineHeight = 1.15;  // of the font size
constexpr double kMostTiles = 2'000;  // on one page

struct Extent {
  double width = 0;
  double height = 0;
};

/// A mark's scale in both directions.
Extent scale_of(const Mark& mark, const Placing& placing, const PageView& view) {
  if (placing.width || placing.height) {
    const auto across = placing.width ? *placing.width / mark.width : *placing.height / mark.height;
    const auto up = placing.height ? *placing.height / mark.height : across;
    if (!placing.keep_ratio) return {across, up};
    return {std::min(across, up), std::min(across, up)};
  }
  if (!placing.shrink) return {1, 1};
  const auto fit = std::min({1.0, view.width / mark.width, view.height / mark.height});
  return {fit, fit};
}

/// About its own middle: scaled and turned; the middle comes to 0, 0.
QPDFMatrix turned(const Mark& mark, const Extent& scale, double degrees) {
  const auto radians = degrees * std::numbers::pi / 180;
  QPDFMatrix out(std::cos(radians), std::sin(radians), -std::sin(radians), std::cos(radians), 0, 0);
  out.scale(scale.width, scale.height);
  out.translate(-mark.width / 2, -mark.height / 2);
  return out;
}

Extent extent_of(const Mark& mark, const QPDFMatrix& matrix) {
  const auto box = matrix.transformRectangle({0, 0, mark.width, mark.height});
  return {box.urx - box.llx, box.ury - box.lly};
}

/// Where the middle of something so large comes to stand.
std::pair<double, double> middle(const Placing& placing, const Extent& size, const PageView& view) {
  if (placing.x || placing.y) return {placing.x.value_or(0) + size.width / 2, placing.y.value_or(0) + size.height / 2};
  const auto& at = placing.position;
  auto x = view.width / 2;
  auto y = view.height / 2;
  if (at.ends_with("Left")) x = placing.margin + size.width / 2;
  if (at.ends_with("Right")) x = view.width - placing.margin - size.width / 2;
  if (at.starts_with("Top")) y = view.height - placing.margin - size.height / 2;
  if (at.starts_with("Bottom")) y = placing.margin + size.height / 2;
  return {x, y};
}

QPDFMatrix moved(const QPDFMatrix& matrix, double x, double y) {
  QPDFMatrix out(1, 0, 0, 1, x, y);
  out.concat(matrix);
  return out;
}

Handle single_resource(const std::string& kind, const std::string& name, Handle value) {
  auto entries = Handle::newDictionary();
  entries.replaceKey(name, value);
  auto out = Handle::newDictionary();
  out.replaceKey(kind, entries);
  return out;
}

/// Everything in it counts as one picture, which is made transparent as a whole (ISO 32000-1, 11.6.6).
void make_group(Handle form) {
  form.getDict().replaceKey("/Group", Handle::parse("<< /S /Transparency >>"));
}

/// Where a form XObject draws, in the coordinates of whoever shows it.
Handle::Rectangle box_of(Handle form) {
  auto matrix = form.getDict().getKey("/Matrix");
  const auto own = matrix.isMatrix() ? QPDFMatrix(matrix.getArrayAsMatrix()) : QPDFMatrix();
  const auto box = own.transformRectangle(form.getDict().getKey("/BBox").getArrayAsRectangle());
  const bool sane = is_sane(box.llx) && is_sane(box.lly) && is_sane(box.urx) && is_sane(box.ury);
  return sane && box.urx - box.llx > 0.01 && box.ury - box.lly > 0.01 ? box : Handle::Rectangle{0, 0, 612, 792};
}

}  // namespace

Mark text_mark(QPDF& pdf, type::EmbeddedFonts& embedded, const type::FontBook& fonts, const std::string& text, const Lettering& lettering,
               bool& missing) {
  const auto size = lettering.size;
  std::vector<type::Line> lines;
  for (const auto& words : type::lines_of(type::characters(text))) lines.push_back(type::set_line(fonts, words, lettering.style));
  Mark out;
  for (const auto& line : lines) {
    out.width = std::max(out.width, line.width * size);
    missing = missing || line.missing;
  }
  const auto& face = fonts.face(lettering.style);
  out.width = std::max(out.width, 0.01);
  out.height = (static_cast<double>(lines.size() - 1) * kLineHeight + face.ascent() - face.descent()) * size;
  std::string content = lettering.colour + " rg BT\n";
  auto baseline = out.height - face.ascent() * size;
  for (const auto& line : lines) {
    content += fmt::format("1 0 0 1 {:.3f} {:.3f} Tm {}\n", (out.width - line.width * size) / 2, baseline, embedded.show(line, size));
    baseline -= kLineHeight * size;
  }
  auto resources = Handle::newDictionary();
  resources.replaceKey("/Font", embedded.dictionary());
  // Marks above and below letters may reach out of their line.
  out.form = form_object(pdf, content + "ET", {-size, -size, out.width + size, out.height + size}, resources);
  return out;
}

Mark page_mark(QPDF& pdf, QPDFPageObjectHelper page) {
  auto form = page.getFormXObjectForPage();
  form.getDict().replaceKey("/BBox", Handle::newArray(PageView::of(page).box));
  const auto box = box_of(form);
  Mark out{.form = {}, .width = box.urx - box.llx, .height = box.ury - box.lly};
  auto copy = form.getOwningQPDF() == &pdf ? form : pdf.copyForeignObject(form);
  const auto content = "q " + set_matrix({1, 0, 0, 1, -box.llx, -box.lly}) + "/DmX Do Q";
  out.form = form_object(pdf, content, {0, 0, out.width, out.height}, single_resource("/XObject", "/DmX", copy));
  return out;
}

Mark faded(QPDF& pdf, const Mark& mark, double opacity) {
  if (opacity >= 1) return mark;
  make_group(mark.form);
  auto state = Handle::parse(fmt::format("<< /Type /ExtGState /ca {0:.3f} /CA {0:.3f} >>", opacity));
  auto resources = single_resource("/XObject", "/DmX", mark.form);
  resources.replaceKey("/ExtGState", Handle::newDictionary({{"/DmG", state}}));
  auto box = Handle(mark.form).getDict().getKey("/BBox").getArrayAsRectangle();
  return {.form = form_object(pdf, "/DmG gs /DmX Do", box, resources), .width = mark.width, .height = mark.height};
}

Placing read_placing(const child::Work& work) {
  const auto& position = work.param("Position");
  return Placing{.position = position.empty() ? "Center" : position,
                 .x = work.decimal("X"),
                 .y = work.decimal("Y"),
                 .angle = work.decimal("Angle").value_or(0),
                 .margin = work.decimal("Margin").value_or(0),
                 .width = work.decimal("Width"),
                 .height = work.decimal("Height"),
                 .keep_ratio = work.flag("AutoScale", true),
                 .shrink = false,
                 .tile = work.flag("Tile")};
}

void Stamper::stamp(QPDFPageObjectHelper page, const Mark& mark) {
  PagePainter painter(page);
  const auto& view = painter.view();
  auto form = mark.form;
  QPDFMatrix placed;
  if (placing_.tile) {
    form = tiles(mark, view);
  } else {
    const auto own = turned(mark, scale_of(mark, placing_, view), placing_.angle);
    const auto [x, y] = middle(placing_, extent_of(mark, own), view);
    placed = moved(own, x, y);
  }
  if (over_) {
    painter.over(form, placed);
  } else {
    painter.under(form, placed);
  }
  painter.finish();
}

Handle Stamper::tiles(const Mark& mark, const PageView& view) {
  auto& known = tiles_[fmt::format("{} {:.2f} {:.2f}", mark.form.getObjectID(), view.width, view.height)];
  if (known.isInitialized()) return known;
  const auto own = turned(mark, scale_of(mark, placing_, view), placing_.angle);
  const auto size = extent_of(mark, own);
  const auto gap = std::clamp(std::min(size.width, size.height) / 2, 12.0, 72.0);
  Extent step{std::max(1.0, size.width + gap), std::max(1.0, size.height + gap)};
  const auto wanted = (view.width / step.width + 2) * (view.height / step.height + 2);
  if (wanted > kMostTiles) {
    const auto wider = std::sqrt(wanted / kMostTiles) * 2;
    step = {step.width * wider, step.height * wider};
  }
  std::string content;
  // From the middle outwards, so that the pattern is the same on all sides.
  const auto across = static_cast<int>(std::ceil((view.width + size.width) / step.width / 2));
  const auto up = static_cast<int>(std::ceil((view.height + size.height) / step.height / 2));
  for (int row = -up; row <= up; ++row) {
    for (int column = -across; column <= across; ++column)
      content += "q " + set_matrix(moved(own, view.width / 2 + column * step.width, view.height / 2 + row * step.height)) + "/DmX Do Q\n";
  }
  known = form_object(pdf_, content, {0, 0, view.width, view.height}, single_resource("/XObject", "/DmX", mark.form));
  return known;
}

}  // namespace docmill::engines::pdf
