#include "engines/ooxml/child/xlsx/slicers.h"

namespace docmill::engines::ooxml {
namespace {

using Text = std::string_view;

bool is_slicer_kind(Text kind) {
  return kind == "slicer" || kind == "timeline";
}

Text local_name(pugi::xml_node node) {
  const Text name = node.name();
  return name.substr(name.find(':') == Text::npos ? 0 : name.find(':') + 1);
}

/// Removes the children of `parent` that hold an element of one of two names.
void remove_holders(pugi::xml_node parent, Text first, Text second) {
  std::vector<pugi::xml_node> gone;
  for (const auto child : parent.children()) {
    bool holds = false;
    for_each_element(child, [&](pugi::xml_node node) { holds = holds || local_name(node) == first || local_name(node) == second; });
    if (holds) gone.push_back(child);
  }
  for (const auto child : gone) parent.remove_child(child);
}

Result<void> clean_sheet(Package& package, const std::string& sheet) {
  const auto tree = package.edit(sheet);
  if (!tree) return Failed(tree.error());
  remove_holders((*tree)->document_element().child("extLst"), "slicerList", "timelineRefs");
  const auto drawing = package.find(sheet, "drawing");
  if (!drawing || drawing->external || !package.has(drawing->target)) return {};
  const auto picture = package.edit(drawing->target);
  if (!picture) return Failed(picture.error());
  remove_holders((*picture)->document_element(), "slicer", "timeslicer");
  return {};
}

}  // namespace

Result<bool> leave_out_slicers(Book& book) {
  bool any = false;
  auto& package = book.package();
  for (const auto sheet : book.sheets()) {
    const auto part = package.relationship(book.main(), sheet.attribute("r:id").value());
    if (!part || part->external) continue;
    const auto links = package.relationships(part->target);
    if (!links) return Failed(links.error());
    bool here = false;
    for (const auto& link : *links) {
      if (!is_slicer_kind(link.kind())) continue;
      package.unrelate(part->target, link.id);
      here = true;
    }
    if (!here) continue;
    any = true;
    if (auto cleaned = clean_sheet(package, part->target); !cleaned) return Failed(std::move(cleaned.error()));
  }
  return any;
}

}  // namespace docmill::engines::ooxml
