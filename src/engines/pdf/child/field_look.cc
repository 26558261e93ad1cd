#include "engines/pdf/child/field_look.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engines/pdf/child/field_layout.h"
#include "engines/pdf/child/page_view.h"

namespace docmill::engines::pdf {
namespace {

using Handle = QPDFObjectHandle;

// ISO 32000-1, table 228; bits are counted from 1 there.
constexpr int kMultiline = 1 << 12;
constexpr int kPassword = 1 << 13;
constexpr int kComb = 1 << 24;
constexpr std::size_t kMostCells = 1'000;

double number_of(Handle value, double otherwise) {
  return value.isNumber() && is_sane(value.getNumericValue()) ? value.getNumericValue() : otherwise;
}

/// A colour of /MK with its operator: "0.9 g", "1 0 0 RG"; empty when there is none.
std::string mk_colour(Handle array, bool stroke) {
  if (!array.isArray()) return {};
  const auto count = array.getArrayNItems();
  if (count != 1 && count != 3 && count != 4) return {};
  std::string out;
  for (int i = 0; i < count; ++i) out += fmt::format("{:.3f} ", std::clamp(number_of(array.getArrayItem(i), 0), 0.0, 1.0));
  if (count == 1) return out + (stroke ? "G " : "g ");
  if (count == 3) return out + (stroke ? "RG " : "rg ");
  return out + (stroke ? "K " : "k ");
}

std::string circle(double x, double y, double r) {
  const auto k = r * 0.5523;  // of four curves that make a circle
  return fmt::format("{:.3f} {:.3f} m {:.3f} {:.3f} {:.3f} {:.3f} {:.3f} {:.3f} c {:.3f} {:.3f} {:.3f} {:.3f} {:.3f} {:.3f} c ", x + r, y,
                     x + r, y + k, x + k, y + r, x, y + r, x - k, y + r, x - r, y + k, x - r, y) +
         fmt::format("{:.3f} {:.3f} {:.3f} {:.3f} {:.3f} {:.3f} c {:.3f} {:.3f} {:.3f} {:.3f} {:.3f} {:.3f} c h ", x - r, y - k, x - k,
                     y - r, x, y - r, x + k, y - r, x + r, y - k, x + r, y);
}

/// The marks that /MK /CA names by a letter of ZapfDingbats, drawn so that no viewer needs that font.
std::string mark_shape(const std::string& letter, double width, double height, bool round) {
  const auto side = std::min(width, height) * 0.7;
  const auto x = width / 2;
  const auto y = height / 2;
  const auto at = [&](double dx, double dy) { return fmt::format("{:.3f} {:.3f} ", x + dx * side, y + dy * side); };
  if (letter == "l" || (round && letter.empty())) return circle(x, y, side * 0.4) + "f";
  if (letter == "n") return fmt::format("{:.3f} {:.3f} {:.3f} {:.3f} re f", x - side * 0.4, y - side * 0.4, side * 0.8, side * 0.8);
  if (letter == "u") return at(0, 0.5) + "m " + at(0.5, 0) + "l " + at(0, -0.5) + "l " + at(-0.5, 0) + "l f";
  const auto pen = fmt::format("{:.3f} w ", side * 0.14);
  if (letter == "8") return pen + at(-0.4, -0.4) + "m " + at(0.4, 0.4) + "l " + at(-0.4, 0.4) + "m " + at(0.4, -0.4) + "l S";
  return pen + at(-0.4, 0) + "m " + at(-0.1, -0.35) + "l " + at(0.45, 0.4) + "l S";
}

std::string stroked(std::string fill_colour) {
  for (const auto& [fill, stroke] : {std::pair{" rg ", " RG "}, std::pair{" g ", " G "}, std::pair{" k ", " K "}}) {
    if (const auto at = fill_colour.rfind(fill); at != std::string::npos && fill_colour.ends_with(fill))
      return fill_colour.substr(0, at) + stroke;
  }
  return "0 G ";
}

}  // namespace

/// A widget's size, turned upright, with what is drawn around its content.
struct FieldLook::Frame {
  FieldBox box;
  Handle matrix = Handle::newNull();
  std::string background;  // operators
  std::string outline;
};

FieldLook::Frame FieldLook::frame_of(QPDFAnnotationObjectHelper widget) {
  auto object = widget.getObjectHandle();
  auto rect = object.getKey("/Rect");
  Frame out;
  if (rect.isRectangle()) {
    const auto r = rect.getArrayAsRectangle();
    out.box.width = number_of(Handle::newReal(std::abs(r.urx - r.llx)), 0);
    out.box.height = number_of(Handle::newReal(std::abs(r.ury - r.lly)), 0);
  }
  auto looks = object.getKey("/MK");
  if (!looks.isDictionary()) looks = Handle::newDictionary();
  const auto turned = (static_cast<int>(number_of(looks.getKey("/R"), 0)) % 360 + 360) % 360;
  const auto w = out.box.width;
  const auto h = out.box.height;
  if (turned == 90) out.matrix = Handle::newArray(Handle::Matrix(0, 1, -1, 0, w, 0));
  if (turned == 180) out.matrix = Handle::newArray(Handle::Matrix(-1, 0, 0, -1, w, h));
  if (turned == 270) out.matrix = Handle::newArray(Handle::Matrix(0, -1, 1, 0, 0, h));
  if (turned % 180 == 90) std::swap(out.box.width, out.box.height);
  const auto fill = mk_colour(looks.getKey("/BG"), false);
  const auto line = mk_colour(looks.getKey("/BC"), true);
  auto style = object.getKey("/BS");
  const auto thick = std::clamp(style.isDictionary() ? number_of(style.getKey("/W"), 1) : 1.0, 0.0, 20.0);
  out.box.border = line.empty() ? 0 : thick;
  out.box.padding = std::max(2.0, 2 * thick);
  if (!fill.empty()) out.background = fill + fmt::format("0 0 {:.3f} {:.3f} re f ", out.box.width, out.box.height);
  if (!line.empty() && thick > 0)
    out.outline = line + fmt::format("{:.3f} w {:.3f} {:.3f} {:.3f} {:.3f} re S ", thick, thick / 2, thick / 2, out.box.width - thick,
                                     out.box.height - thick);
  return out;
}

Handle FieldLook::picture(const Frame& frame, const std::string& content, Handle fonts) {
  auto resources = Handle::newDictionary();
  if (fonts.isDictionary()) resources.replaceKey("/Font", fonts);
  auto form = form_object(pdf_, content, {0, 0, frame.box.width, frame.box.height}, resources);
  if (Handle(frame.matrix).isArray()) form.getDict().replaceKey("/Matrix", frame.matrix);
  return form;
}

void FieldLook::set_picture(QPDFAnnotationObjectHelper widget, const Frame& frame, const std::string& content, Handle fonts) {
  const auto inner = fmt::format("{}/Tx BMC q {:.3f} {:.3f} {:.3f} {:.3f} re W n\n{}Q EMC", "q " + frame.background + frame.outline + "Q ",
                                 frame.box.border, frame.box.border, std::max(0.0, frame.box.width - 2 * frame.box.border),
                                 std::max(0.0, frame.box.height - 2 * frame.box.border), content);
  widget.getObjectHandle().replaceKey("/AP", Handle::newDictionary({{"/N", picture(frame, inner, fonts)}}));
  widget.getObjectHandle().removeKey("/AS");
}

void FieldLook::show_text(FormField& field, const std::string& text) {
  auto letters = type::characters(text);
  auto part = field.first();
  const auto flags = field.kind() == FormField::Kind::Text ? part.getFlags() : 0;
  if ((flags & kPassword) != 0) std::ranges::fill(letters, U'*');
  auto most = part.getInheritableFieldValue("/MaxLen");
  const auto cells = most.isInteger() ? std::clamp<long long>(most.getIntValue(), 0, kMostCells) : 0;
  for (auto& widget : field.widgets) {
    QPDFFormFieldObjectHelper own(widget.getObjectHandle());
    const auto look = DefaultAppearance::parse(own.getDefaultAppearance());
    auto frame = frame_of(widget);
    frame.box.quadding = own.getQuadding();
    const auto font = fonts_.font_for(own, look.font, letters);
    if (font == nullptr) unshown_ = true;
    if (font == nullptr || letters.empty()) {
      set_picture(widget, frame, {}, Handle::newNull());
      continue;
    }
    const bool comb = (flags & kComb) != 0 && (flags & (kMultiline | kPassword)) == 0 && cells > 0;
    const auto shown = comb                        ? in_cells(*font, letters, frame.box, look.size, static_cast<std::size_t>(cells))
                       : (flags & kMultiline) != 0 ? multi_line(*font, letters, frame.box, look.size)
                                                   : single_line(*font, letters, frame.box, look.size);
    set_picture(widget, frame, "BT " + look.colour + shown + "ET ", font->dictionary());
  }
}

void FieldLook::show_list(FormField& field, const std::vector<FormOption>& options, const std::set<std::size_t>& chosen) {
  std::u32string all;
  for (std::size_t i = 0; i < std::min<std::size_t>(options.size(), 1'000); ++i) all += type::characters(options[i].shown);
  for (auto& widget : field.widgets) {
    QPDFFormFieldObjectHelper own(widget.getObjectHandle());
    const auto look = DefaultAppearance::parse(own.getDefaultAppearance());
    auto frame = frame_of(widget);
    const auto font = fonts_.font_for(own, look.font, all);
    if (font == nullptr) unshown_ = true;
    if (font == nullptr) continue;
    const auto size = look.size == 0 ? 12.0 : look.size;
    const auto step = size * 1.15;
    const auto fits = static_cast<std::size_t>(std::max(1.0, (frame.box.height - 2 * frame.box.border) / step));
    const auto top = chosen.empty() || *chosen.begin() < fits ? 0 : *chosen.begin();
    std::string marks;
    std::string lines;
    auto edge = frame.box.height - frame.box.border;
    for (auto i = top; i < options.size() && edge > 0 && i < top + 1'000; ++i, edge -= step) {
      if (chosen.contains(i)) marks += fmt::format("0.6 0.757 0.855 rg 0 {:.3f} {:.3f} {:.3f} re f ", edge - step, frame.box.width, step);
      const auto text = type::characters(options[i].shown).substr(0, 1'000);
      lines += fmt::format("1 0 0 1 {:.3f} {:.3f} Tm {}\n", frame.box.padding, edge - step - font->descent * size, font->show(text, size));
    }
    field.first().getObjectHandle().replaceKey("/TI", Handle::newInteger(static_cast<long long>(top)));
    set_picture(widget, frame, marks + "BT " + look.colour + lines + "ET ", font->dictionary());
  }
}

void FieldLook::draw_states(QPDFAnnotationObjectHelper widget, const std::string& state, bool round) {
  auto frame = frame_of(widget);
  auto object = widget.getObjectHandle();
  auto letter = object.getKey("/MK").getKeyIfDict("/CA");
  const auto colour = DefaultAppearance::parse(QPDFFormFieldObjectHelper(object).getDefaultAppearance()).colour;
  const auto shape = mark_shape(letter.isString() ? letter.getUTF8Value() : std::string(), frame.box.width, frame.box.height, round);
  const auto around = "q " + frame.background + frame.outline + "Q ";
  auto before = object.getKey("/AP").getKeyIfDict("/N");
  auto states = before.isDictionary() ? before.shallowCopy() : Handle::newDictionary();
  states.replaceKey("/" + state, picture(frame, around + "q " + colour + stroked(colour) + shape + " Q", Handle::newNull()));
  if (!states.getKey("/Off").isStream()) states.replaceKey("/Off", picture(frame, around, Handle::newNull()));
  object.replaceKey("/AP", Handle::newDictionary({{"/N", states}}));
}

}  // namespace docmill::engines::pdf
