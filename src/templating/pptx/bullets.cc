#include "templating/pptx/bullets.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/pptx/names.h"
#include "templating/pptx/placeholders.h"

namespace docmill::templating::pptx {
namespace {

/// What the properties of a paragraph, or of a level, say of its bullet.
std::optional<bool> bullet_in(pugi::xml_node properties) {
  if (properties.child("a:buNone")) return false;
  if (properties.child("a:buChar") || properties.child("a:buAutoNum") || properties.child("a:buBlip")) return true;
  return std::nullopt;
}

int clamped_level(pugi::xml_node paragraph) {
  return std::clamp(paragraph.child("a:pPr").attribute("lvl").as_int(0), 0, 8);
}

bool shows_bullet(pugi::xml_node paragraph, const std::vector<pugi::xml_node>& styles) {
  if (const auto own = bullet_in(paragraph.child("a:pPr"))) return *own;
  const int level = clamped_level(paragraph);
  if (level > 0) return true;
  const auto name = fmt::format("a:lvl{}pPr", level + 1);
  for (const auto style : styles) {
    if (const auto said = bullet_in(style.child(name.c_str()))) return *said;
  }
  return false;
}

}  // namespace

void mark_items(pugi::xml_node tree, ooxml::Package& package, const std::string& part) {
  std::vector<pugi::xml_node> bodies;
  ooxml::for_each_element(tree, [&](pugi::xml_node node) {
    if (is(node, "p:txBody") || is(node, "a:txBody")) bodies.push_back(node);
  });
  for (const auto body : bodies) {
    const auto inherited = is(body, "p:txBody") ? inherited_by(package, part, body.parent()) : Inherited();
    const std::vector<pugi::xml_node> styles{body.child("a:lstStyle"), inherited.layout.child("p:txBody").child("a:lstStyle"),
                                             inherited.master.child("p:txBody").child("a:lstStyle"), inherited.style};
    for (auto paragraph : body.children("a:p")) {
      if (shows_bullet(paragraph, styles)) set(paragraph, kItem, "1");
    }
  }
}

}  // namespace docmill::templating::pptx
