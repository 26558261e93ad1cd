#include "templating/docx/rich_runs.h"

#include <algorithm>
#include <cmath>

#include "templating/docx/nodes.h"
#include "templating/docx/rich_order.h"
#include "templating/docx/text.h"

namespace docmill::templating::docx {
namespace {

constexpr long long kEmuOfTwip = 635;
constexpr const char* kEvenFont = "Courier New";
constexpr const char* kLinkColor = "0563C1";

void switch_on(pugi::xml_node properties, const char* name, bool on) {
  auto property = fresh_property(properties, name);
  if (!on) property.append_attribute("w:val").set_value("0");
}

void set_font(pugi::xml_node properties, const std::string& font) {
  auto fonts = fresh_property(properties, "w:rFonts");
  for (const auto* script : {"w:ascii", "w:hAnsi", "w:cs"}) fonts.append_attribute(script).set_value(font.c_str());
}

void set_only(pugi::xml_node properties, const char* name, const std::string& value) {
  fresh_property(properties, name).append_attribute("w:val").set_value(value.c_str());
}

void fit(DrawnSize& size, long long room) {
  const auto most = room * kEmuOfTwip;
  if (most <= 0 || size.cx <= most) return;
  size.cy = std::max(1LL, std::llround(static_cast<double>(size.cy) * static_cast<double>(most) / static_cast<double>(size.cx)));
  size.cx = most;
}

}  // namespace

void RichRuns::dress(pugi::xml_node properties, const markup::Look& look, const RunBase& base) const {
  if (!look.link.empty() && !base.linked) {
    if (!styles_.link.empty()) {
      set_only(properties, "w:rStyle", styles_.link);
    } else {
      set_only(properties, "w:color", kLinkColor);
      set_only(properties, "w:u", "single");
    }
  }
  if (look.bold || base.bold) switch_on(properties, "w:b", look.bold.value_or(true));
  if (look.italic) switch_on(properties, "w:i", *look.italic);
  if (look.rtl) switch_on(properties, "w:rtl", *look.rtl);
  if (look.rtl.value_or(false)) {  // such letters have a weight and a slant of their own
    if (const auto weight = properties.child("w:b")) switch_on(properties, "w:bCs", weight.attribute("w:val").as_bool(true));
    if (const auto slant = properties.child("w:i")) switch_on(properties, "w:iCs", slant.attribute("w:val").as_bool(true));
  }
  if (look.underline) set_only(properties, "w:u", "single");
  if (look.strike) switch_on(properties, "w:strike", true);
  if (look.code || !look.font.empty()) set_font(properties, look.font.empty() ? kEvenFont : sayable(look.font));
  if (!look.color.empty()) set_only(properties, "w:color", look.color);
  const auto scale = look.scale * (look.size > 0 ? 1 : base.scale);
  if (look.size > 0 || std::abs(scale - 1) > 0.01) {
    const auto own = properties.child("w:sz").attribute("w:val").as_double(styles_.half_points);
    const auto size = std::to_string(std::clamp(std::lround((look.size > 0 ? look.size * 2 : own) * scale), 2L, 800L));
    set_only(properties, "w:sz", size);
    set_only(properties, "w:szCs", size);
  }
  if (!look.background.empty()) {
    auto shade = fresh_property(properties, "w:shd");
    shade.append_attribute("w:val").set_value("clear");
    shade.append_attribute("w:color").set_value("auto");
    shade.append_attribute("w:fill").set_value(look.background.c_str());
  }
  if (look.height == markup::Look::Height::Below) set_only(properties, "w:vertAlign", "subscript");
  if (look.height == markup::Look::Height::Above) set_only(properties, "w:vertAlign", "superscript");
}

pugi::xml_node RichRuns::add_run(const RunPlace& place, const markup::Look& look, const RunBase& base) const {
  auto run = place.add("w:r");
  auto properties = base.properties ? run.append_copy(base.properties) : run.append_child("w:rPr");
  dress(properties, look, base);
  if (!properties.first_child()) run.remove_child(properties);
  return run;
}

Result<RunPlace> RichRuns::open_link(const std::string& link, const RunPlace& place, const RunBase& base) {
  const auto address = sayable(link);
  if (link.front() == '#') {
    auto anchor = place.add("w:hyperlink");
    set(anchor, "w:anchor", std::string_view(address).substr(1));
    return RunPlace{anchor, {}};
  }
  auto& relation = links_[{base.part, address}];
  if (relation.empty()) {
    auto made = package_.relate(base.part, "hyperlink", address, true);
    if (!made) return Failed(made.error());
    relation = *made;
  }
  auto node = place.add("w:hyperlink");
  set(node, "xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
  set(node, "r:id", relation);
  return RunPlace{node, {}};
}

Result<void> RichRuns::write_piece(const markup::Piece& piece, const RunPlace& place, const RunBase& base) {
  auto run = add_run(place, piece.look, base);
  if (piece.kind == markup::Piece::Kind::Break) {
    run.append_child("w:br");
    return {};
  }
  if (piece.kind == markup::Piece::Kind::Image) {
    Outcome picture;
    picture.kind = Outcome::Kind::Picture;
    picture.picture = {.source = piece.source, .width = piece.width, .height = piece.height};
    auto drawn = drawings_.draw(picture, base.part, base.token);
    if (!drawn) return Failed(drawn.error());
    if (*drawn) {
      fit((*drawn)->size, base.room);
      drawings_.put_into(run.append_child("w:drawing"), **drawn, piece.text);
      return {};
    }
  }
  put_text(run.append_child(kTokenMark), piece.text);
  return {};
}

Result<void> RichRuns::write(std::span<const markup::Piece> pieces, const RunPlace& place, const RunBase& base) {
  const std::string* open = nullptr;
  RunPlace inside = place;
  for (const auto& piece : pieces) {
    const auto& link = piece.look.link;
    const bool links = !link.empty() && !base.linked;
    if (!links) {
      open = nullptr;
      inside = place;
    } else if (open == nullptr || *open != link) {
      auto opened = open_link(link, place, base);
      if (!opened) return Failed(opened.error());
      inside = *opened;
      open = &link;
    }
    if (auto written = write_piece(piece, inside, base); !written) return written;
  }
  return {};
}

}  // namespace docmill::templating::docx
