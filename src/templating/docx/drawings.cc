#include "templating/docx/drawings.h"

#include <fmt/format.h>

#include "templating/docx/nodes.h"
#include "templating/docx/text.h"
#include "templating/picture.h"
#include "templating/pictures/codes.h"

namespace docmill::templating::docx {
namespace {

constexpr std::uint64_t kMostPictureBytes = 256ULL << 20U;

std::uint64_t fnv(std::string_view bytes, std::uint64_t hash) {
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

std::string content_type_of(std::string_view extension) {
  if (extension == "jpg") return "image/jpeg";
  if (extension == "svg") return "image/svg+xml";
  if (extension == "tif") return "image/tiff";
  if (extension == "emf" || extension == "wmf") return fmt::format("image/x-{}", extension);
  return fmt::format("image/{}", extension);
}

void append(pugi::xml_node node, const char* name, const char* a, long long x, const char* b, long long y) {
  auto child = node.append_child(name);
  child.append_attribute(a).set_value(x);
  child.append_attribute(b).set_value(y);
}

/// ECMA-376 part 1, 20.4.2.8. Namespaces are declared here: a small template need not know of drawings.
void write_inline(pugi::xml_node drawing, const DrawnSize& size, const std::string& relation, std::uint64_t number) {
  auto line = drawing.append_child("wp:inline");
  line.append_attribute("xmlns:wp").set_value("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing");
  for (const auto* side : {"distT", "distB", "distL", "distR"}) line.append_attribute(side).set_value(0);
  append(line, "wp:extent", "cx", size.cx, "cy", size.cy);
  auto properties = line.append_child("wp:docPr");
  properties.append_attribute("id").set_value(0);  // finish() gives it one of its own
  properties.append_attribute("name").set_value(fmt::format("Picture {}", number).c_str());
  auto graphic = line.append_child("a:graphic");
  graphic.append_attribute("xmlns:a").set_value("http://schemas.openxmlformats.org/drawingml/2006/main");
  auto data = graphic.append_child("a:graphicData");
  data.append_attribute("uri").set_value("http://schemas.openxmlformats.org/drawingml/2006/picture");
  auto picture = data.append_child("pic:pic");
  picture.append_attribute("xmlns:pic").set_value("http://schemas.openxmlformats.org/drawingml/2006/picture");
  auto about = picture.append_child("pic:nvPicPr");
  auto named = about.append_child("pic:cNvPr");
  named.append_attribute("id").set_value(0);
  named.append_attribute("name").set_value(fmt::format("Picture {}", number).c_str());
  about.append_child("pic:cNvPicPr");
  auto fill = picture.append_child("pic:blipFill");
  auto blip = fill.append_child("a:blip");
  blip.append_attribute("xmlns:r").set_value("http://schemas.openxmlformats.org/officeDocument/2006/relationships");
  blip.append_attribute("r:embed").set_value(relation.c_str());
  fill.append_child("a:stretch").append_child("a:fillRect");
  auto shape = picture.append_child("pic:spPr");
  auto place = shape.append_child("a:xfrm");
  append(place, "a:off", "x", 0, "y", 0);
  append(place, "a:ext", "cx", size.cx, "cy", size.cy);
  auto geometry = shape.append_child("a:prstGeom");
  geometry.append_attribute("prst").set_value("rect");
  geometry.append_child("a:avLst");
}

}  // namespace

Result<Drawings::Image> Drawings::image_of(const Outcome& outcome) {
  if (outcome.kind == Outcome::Kind::Picture) {
    auto picture = picture_bytes(outcome.picture, context_);
    if (!picture) return Failed(picture.error());
    const auto size = picture_size(picture->bytes);
    if (!size)
      return Failed(
          fail(ErrorCode::NotApplicable, "The picture has no size that could be read: it is damaged, or of a kind that cannot be placed."));
    return Image{std::move(picture->bytes), picture->extension, drawn_size(*size, outcome.picture.width, outcome.picture.height)};
  }
  auto drawn = outcome.kind == Outcome::Kind::QrCode ? draw_qr_code(outcome.qr_code) : draw_barcode(outcome.barcode);
  if (!drawn) return Failed(drawn.error());
  const PictureSize size{static_cast<double>(drawn->width), static_cast<double>(drawn->height)};
  const bool bars = outcome.kind == Outcome::Kind::Barcode;  // more of them than pixels asked for are shown smaller
  return Image{std::move(drawn->png), "png", drawn_size(size, bars ? outcome.barcode.width : 0, bars ? outcome.barcode.height : 0)};
}

Result<std::string> Drawings::relation_to(const Image& image, const std::string& part) {
  auto& picture = parts_[{fnv(image.bytes, 0xCBF29CE484222325ULL), fnv(image.bytes, image.bytes.size())}];
  if (picture.empty()) {
    bytes_ += image.bytes.size();
    if (bytes_ > kMostPictureBytes) {
      return Failed(
          fail(ErrorCode::InputTooComplex,
               fmt::format("The pictures of the data have more than {} MiB together. Use smaller ones.", kMostPictureBytes >> 20U)));
    }
    const auto main = package_.main_part();
    const auto folder = main ? main->substr(0, main->find_last_of('/') + 1) : std::string();
    picture = package_.free_name(fmt::format("{}media/image1.{}", folder, image.extension));
    package_.set_default_type(image.extension, content_type_of(image.extension));
    package_.put(picture, image.bytes);
  }
  auto& relation = relations_[{part, picture}];
  if (relation.empty()) {
    auto made = package_.relate(part, "image", picture);
    if (!made) return Failed(made.error());
    relation = *made;
  }
  return relation;
}

Result<std::optional<Drawings::Drawn>> Drawings::draw(const Outcome& outcome, const std::string& part, const std::string& token) {
  auto image = image_of(outcome);
  if (!image) {
    context_.warn(token, image.error().message());
    return std::nullopt;
  }
  auto relation = relation_to(*image, part);
  if (!relation) return Failed(relation.error());
  return std::optional(Drawn{*std::move(relation), image->size});
}

void Drawings::show(pugi::xml_node blip, const std::string& relation) {
  set(blip, "r:embed", relation);
  blip.remove_attribute("r:link");
  while (blip.first_child()) blip.remove_child(blip.first_child());  // what was meant for the old one: an SVG, its colours
}

void Drawings::put_into(pugi::xml_node drawing, const Drawn& drawn, const std::string& description) {
  write_inline(drawing, drawn.size, drawn.relation, ++put_);
  if (!description.empty()) set(drawing.child("wp:inline").child("wp:docPr"), "descr", sayable(description));
}

Result<void> Drawings::put_inline(pugi::xml_node mark, const Outcome& outcome, const std::string& part, const std::string& token) {
  auto drawn = draw(outcome, part, token);
  if (!drawn) return Failed(drawn.error());
  if (*drawn) {
    auto drawing = mark.parent().insert_child_before("w:drawing", mark);
    write_inline(drawing, (*drawn)->size, (*drawn)->relation, ++put_);
  }
  put_text(mark, "");
  return {};
}

Result<void> Drawings::exchange(pugi::xml_node description, const Outcome& outcome, const std::string& part, const std::string& token) {
  auto blip = description.parent().child("a:graphic").child("a:graphicData").child("pic:pic").child("pic:blipFill").child("a:blip");
  if (!blip) {
    context_.warn(token, "There is no picture here whose place another one could take.");
    return {};
  }
  auto drawn = draw(outcome, part, token);
  if (!drawn) return Failed(drawn.error());
  if (*drawn) show(blip, (*drawn)->relation);
  return {};
}

}  // namespace docmill::templating::docx
