#include "templating/pptx/package_links.h"

#include <algorithm>
#include <map>
#include <vector>

#include "ooxml/part_names.h"
#include "ooxml/xml_walk.h"
#include "templating/pptx/names.h"

namespace docmill::templating::pptx {
namespace {

bool goes_when_unused(std::string_view kind) {
  return kind == "image" || kind == "chart" || kind == "hyperlink";
}

std::set<std::string> relations_named_in(pugi::xml_node root) {
  std::set<std::string> named;
  ooxml::for_each_element(root, [&](pugi::xml_node node) {
    for (const auto attribute : node.attributes()) {
      if (std::string_view(attribute.name()).starts_with("r:")) named.insert(attribute.value());
    }
  });
  return named;
}

/// Where the slides of the template are now.
using Copies = std::multimap<std::string, pugi::xml_node>;

std::size_t kinship(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

pugi::xml_node nearest(const Copies& copies, const std::string& origin, pugi::xml_node from) {
  pugi::xml_node best;
  std::size_t most = 0;
  for (auto [copy, end] = copies.equal_range(origin); copy != end; ++copy) {
    const auto kin = kinship(copy->second.attribute(kCopy).value(), from.attribute(kCopy).value());
    if (best && kin <= most) continue;
    best = copy->second;
    most = kin;
  }
  return best;
}

Result<void> remove_links(ooxml::Package& package, const std::string& part, const std::string& relation) {
  auto tree = package.edit(part);
  if (!tree) return Failed(tree.error());
  std::vector<pugi::xml_node> links;
  ooxml::for_each_element((*tree)->document_element(), [&](pugi::xml_node node) {
    const bool link = is(node, "a:hlinkClick") || is(node, "a:hlinkHover");
    if (link && relation == node.attribute("r:id").value()) links.push_back(node);
  });
  for (auto link : links) link.parent().remove_child(link);
  package.unrelate(part, relation);
  return package.pack(part);
}

}  // namespace

void forget_unused(ooxml::Package& package, const std::string& part, pugi::xml_node root) {
  const auto relationships = package.relationships(part);
  if (!relationships) return;
  const auto named = relations_named_in(root);
  std::set<std::string, std::less<>> unused;
  for (const auto& relationship : *relationships) {
    if (goes_when_unused(relationship.kind()) && !named.contains(relationship.id)) unused.insert(relationship.id);
  }
  if (!unused.empty()) package.unrelate(part, unused);
}

Result<void> lead_slide_links(ooxml::Package& package, pugi::xml_node show, const std::set<std::string>& known) {
  Copies copies;
  for (const auto slide : show.children(kSlide)) copies.emplace(ooxml::folded(slide.attribute(kOrigin).value()), slide);
  for (const auto slide : show.children(kSlide)) {
    const std::string part = slide.attribute(kPart).value();
    auto relationships = package.relationships(part);
    if (!relationships) return Failed(relationships.error());
    for (const auto& relationship : *relationships) {
      const auto origin = ooxml::folded(relationship.target);
      if (relationship.kind() != "slide" || relationship.external || !known.contains(origin)) continue;
      const auto to = nearest(copies, origin, slide);
      if (to && ooxml::same_part(to.attribute(kPart).value(), relationship.target)) continue;
      auto led = to ? package.retarget(part, relationship.id, to.attribute(kPart).value()) : remove_links(package, part, relationship.id);
      if (!led) return led;
    }
  }
  return {};
}

Result<void> forget_views(ooxml::Package& package, const std::string& main) {
  const auto view = package.find(main, "viewProps");
  if (!view || view->external || !package.has(view->target)) return {};
  auto relationships = package.relationships(view->target);
  if (!relationships) return Failed(relationships.error());
  std::set<std::string, std::less<>> gone;
  for (const auto& relationship : *relationships) {
    if (!relationship.external && !package.has(relationship.target)) gone.insert(relationship.id);
  }
  if (gone.empty()) return {};
  auto tree = package.edit(view->target);
  if (!tree) return Failed(tree.error());
  std::vector<pugi::xml_node> slides;
  ooxml::for_each_element((*tree)->document_element(), [&](pugi::xml_node node) {
    if (is(node, "p:sld") && gone.contains(node.attribute("r:id").value())) slides.push_back(node);
  });
  for (auto slide : slides) slide.parent().remove_child(slide);
  package.unrelate(view->target, gone);
  return {};
}

std::set<std::string> parts_reached(const ooxml::Package& package) {
  std::set<std::string> reached;
  std::vector<std::string> next{""};
  while (!next.empty()) {
    const auto part = std::move(next.back());
    next.pop_back();
    const auto relationships = package.relationships(part);
    if (!relationships) continue;
    for (const auto& relationship : *relationships) {
      if (relationship.external || !package.has(relationship.target)) continue;
      if (reached.insert(ooxml::folded(relationship.target)).second) next.push_back(relationship.target);
    }
  }
  return reached;
}

void remove_unreached(ooxml::Package& package, const std::set<std::string>& before) {
  const auto now = parts_reached(package);
  for (const auto& part : package.parts()) {
    const auto name = ooxml::folded(part);
    if (before.contains(name) && !now.contains(name)) package.remove(part);
  }
}

}  // namespace docmill::templating::pptx
