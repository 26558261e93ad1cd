#include "templating/pptx/placeholders.h"

#include <string_view>

#include "templating/pptx/names.h"

namespace docmill::templating::pptx {
namespace {

pugi::xml_node placeholder_of(pugi::xml_node shape) {
  return shape.child("p:nvSpPr").child("p:nvPr").child("p:ph");
}

/// Title, body, or one of the small ones; a master has no others.
std::string_view sort_of(pugi::xml_node placeholder) {
  const std::string_view type = placeholder.attribute("type").as_string("obj");
  if (type == "title" || type == "ctrTitle") return "title";
  for (const auto* small : {"dt", "ftr", "sldNum", "hdr", "sldImg"}) {
    if (type == small) return type;
  }
  return "body";
}

pugi::xml_node root_of(ooxml::Package& package, const std::string& source, const char* kind) {
  const auto found = package.find(source, kind);
  if (!found || found->external || !package.has(found->target)) return {};
  auto tree = package.xml(found->target);
  return tree ? (*tree)->document_element() : pugi::xml_node();
}

template <class Fits>
pugi::xml_node shape_in(pugi::xml_node root, Fits fits) {
  for (const auto shape : root.child("p:cSld").child("p:spTree").children("p:sp")) {
    const auto placeholder = placeholder_of(shape);
    if (placeholder && fits(placeholder)) return shape;
  }
  return {};
}

/// The one of its index, otherwise the one of its sort.
pugi::xml_node layout_shape(pugi::xml_node layout, pugi::xml_node placeholder) {
  const std::string_view index = placeholder.attribute("idx").value();
  pugi::xml_node found;
  if (!index.empty()) found = shape_in(layout, [&](pugi::xml_node other) { return other.attribute("idx").value() == index; });
  return found ? found : shape_in(layout, [&](pugi::xml_node other) { return sort_of(other) == sort_of(placeholder); });
}

}  // namespace

Inherited inherited_by(ooxml::Package& package, const std::string& part, pugi::xml_node shape) {
  const auto placeholder = placeholder_of(shape);
  if (!placeholder) return {};
  Inherited inherited;
  auto sort = sort_of(placeholder);
  pugi::xml_node master;
  if (const auto layout = package.find(part, "slideLayout"); layout && !layout->external) {
    inherited.layout = layout_shape(root_of(package, part, "slideLayout"), placeholder);
    if (inherited.layout) sort = sort_of(placeholder_of(inherited.layout));
    master = root_of(package, layout->target, "slideMaster");
  } else {
    master = root_of(package, part, "notesMaster");
  }
  inherited.master = shape_in(master, [&](pugi::xml_node other) { return sort_of(other) == sort; });
  const auto styles = master.child("p:txStyles");
  inherited.style = sort == "title" ? styles.child("p:titleStyle") : styles.child(sort == "body" ? "p:bodyStyle" : "p:otherStyle");
  if (!styles) inherited.style = master.child("p:notesStyle");
  return inherited;
}

}  // namespace docmill::templating::pptx
