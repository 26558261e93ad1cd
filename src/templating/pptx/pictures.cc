#include "templating/pptx/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/pptx/frames.h"
#include "templating/pptx/names.h"
#include "templating/pptx/text.h"

namespace docmill::templating::pptx {
namespace {

/// The picture of a p:pic, or the one that fills a shape.
pugi::xml_node blip_of(pugi::xml_node description) {
  const auto shape = description.parent().parent();
  const auto blip = shape.child("p:blipFill").child("a:blip");
  return blip ? blip : shape.child("p:spPr").child("a:blipFill").child("a:blip");
}

void append(pugi::xml_node node, const char* name, const char* a, long long x, const char* b, long long y) {
  auto child = node.append_child(name);
  child.append_attribute(a).set_value(x);
  child.append_attribute(b).set_value(y);
}

unsigned long long greatest_number(pugi::xml_node tree) {
  unsigned long long greatest = 1;
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (is(node, "p:cNvPr")) greatest = std::max(greatest, std::min(node.attribute("id").as_ullong(), 2'000'000'000ULL));
  });
  return greatest;
}

/// ECMA-376 part 1, 19.3.1.37.
void write_picture(pugi::xml_node behind, const Frame& frame, const std::string& relation, unsigned long long number) {
  auto picture = behind.parent().insert_child_after("p:pic", behind);
  auto about = picture.append_child("p:nvPicPr");
  auto named = about.append_child("p:cNvPr");
  set(named, "id", std::to_string(number));
  set(named, "name", fmt::format("Picture {}", number));
  set(about.append_child("p:cNvPicPr").append_child("a:picLocks"), "noChangeAspect", "1");
  about.append_child("p:nvPr");
  auto fill = picture.append_child("p:blipFill");
  set(fill.append_child("a:blip"), "r:embed", relation);
  fill.append_child("a:stretch").append_child("a:fillRect");
  auto shape = picture.append_child("p:spPr");
  auto place = shape.append_child("a:xfrm");
  append(place, "a:off", "x", frame.x, "y", frame.y);
  append(place, "a:ext", "cx", frame.width, "cy", frame.height);
  auto geometry = shape.append_child("a:prstGeom");
  set(geometry, "prst", "rect");
  geometry.append_child("a:avLst");
}

/// The frame of a picture that begins at `room`'s corner and is not larger than it.
Frame fitted(const Frame& room, long long width, long long height, bool as_asked) {
  Frame frame{room.x, room.y, width, height};
  if (as_asked || room.width <= 0 || room.height <= 0) return frame;
  const double scale = std::min({1.0, static_cast<double>(room.width) / static_cast<double>(std::max(1LL, width)),
                                 static_cast<double>(room.height) / static_cast<double>(std::max(1LL, height))});
  frame.width = std::max(1LL, static_cast<long long>(static_cast<double>(width) * scale));
  frame.height = std::max(1LL, static_cast<long long>(static_cast<double>(height) * scale));
  return frame;
}

}  // namespace

Result<void> Pictures::exchange(pugi::xml_node description, const Outcome& outcome, const std::string& part, const std::string& token) {
  auto blip = blip_of(description);
  if (!blip) {
    context_.warn(token, "There is no picture here whose place another one could take.");
    return {};
  }
  auto drawn = drawings_.draw(outcome, part, token);
  if (!drawn) return Failed(drawn.error());
  if (*drawn) docx::Drawings::show(blip, (*drawn)->relation);
  return {};
}

Result<void> Pictures::put(pugi::xml_node mark, const Outcome& outcome, const std::string& part, const std::string& token) {
  auto drawn = drawings_.draw(outcome, part, token);
  if (!drawn) return Failed(drawn.error());
  if (!*drawn) {
    put_text(mark, "");
    return {};
  }
  mark.set_name(kPicture);
  mark.remove_attribute(kNumber);
  mark.remove_children();
  set(mark, "relation", (*drawn)->relation);
  set(mark, "cx", std::to_string((*drawn)->size.cx));
  set(mark, "cy", std::to_string((*drawn)->size.cy));
  const bool asked = outcome.kind != Outcome::Kind::Picture || outcome.picture.width > 0;
  if (asked) set(mark, "asked", "1");
  return {};
}

void Pictures::place(pugi::xml_node tree, const std::string& part) {
  std::vector<pugi::xml_node> marks;
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (is(node, kPicture)) marks.push_back(node);
  });
  if (marks.empty()) return;
  auto number = greatest_number(tree);
  std::map<std::uint64_t, long long> taken;  // of each shape or cell: how much of its width pictures take already
  for (auto mark : marks) {
    const auto cell = around(mark, "a:tc");
    const auto holder = cell ? cell : around(mark, "p:sp");
    const auto object = cell ? around(cell, "p:graphicFrame") : holder;
    if (object) {
      auto room = frame_of(package_, part, holder);
      auto& used = taken[place_of(holder)];
      room.x += used;
      room.width = std::max(0LL, room.width - used);
      const auto frame = fitted(room, mark.attribute("cx").as_llong(), mark.attribute("cy").as_llong(), mark.attribute("asked").as_bool());
      used += frame.width;
      write_picture(object, frame, mark.attribute("relation").value(), ++number);
    }
    mark.parent().remove_child(mark);
  }
}

}  // namespace docmill::templating::pptx
