#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {
namespace {

using namespace std::string_view_literals;

}  // namespace

void set(pugi::xml_node node, const char* name, const std::string& value) {
  auto attribute = node.attribute(name);
  if (!attribute) attribute = node.append_attribute(name);
  attribute.set_value(value.c_str());
}

pugi::xml_node insert_before(pugi::xml_node parent, const char* name, std::initializer_list<std::string_view> behind) {
  for (const auto child : parent.children()) {
    if (std::ranges::find(behind, std::string_view(child.name())) != behind.end()) return parent.insert_child_before(name, child);
  }
  return parent.append_child(name);
}

Result<void> Writing::write_sheet(std::uint32_t number) {
  const auto& instance = plan_.instances[number];
  const auto& from = book_.sheets[instance.sheet];
  const auto& out = filled_.sheets[number];
  pugi::xml_document tree;
  const auto old = from.tree->document_element();
  auto root = tree.append_child(old.name());
  for (const auto attribute : old.attributes()) root.append_copy(attribute);
  for (const auto child : old.children()) {
    if (child.name() == "sheetData"sv)
      root.append_child("sheetData");
    else
      root.append_copy(child);
  }
  if (!root.child("sheetData")) insert_before(root, "sheetData", {"mergeCells", "pageMargins", "pageSetup", "tableParts", "extLst"});
  if (auto dimension = root.child("dimension")) set(dimension, "ref", to_text(out.used));
  for (auto view : root.child("sheetViews").children("sheetView")) {
    if (instance.origin != kNone || instance.hidden) view.remove_attribute("tabSelected");
  }
  root.remove_child("mergeCells");
  if (!out.merges.empty()) {
    auto merges = insert_before(root, "mergeCells",
                                {"phoneticPr",
                                 "conditionalFormatting",
                                 "dataValidations",
                                 "hyperlinks",
                                 "printOptions",
                                 "pageMargins",
                                 "pageSetup",
                                 "headerFooter",
                                 "rowBreaks",
                                 "colBreaks",
                                 "customProperties",
                                 "cellWatches",
                                 "ignoredErrors",
                                 "smartTags",
                                 "drawing",
                                 "legacyDrawing",
                                 "legacyDrawingHF",
                                 "picture",
                                 "oleObjects",
                                 "controls",
                                 "webPublishItems",
                                 "tableParts",
                                 "extLst"});
    merges.append_attribute("count").set_value(out.merges.size());
    for (const auto& merge : out.merges) merges.append_child("mergeCell").append_attribute("ref").set_value(to_text(merge).c_str());
  }
  for (const auto& margin : from.margins) {
    const auto& text = *book_.texts[margin.text];
    root.child("headerFooter")
        .child(margin.name.c_str())
        .text()
        .set(compose_text(text, plan_.parts_of(instance.root, margin.first_slot, text), {}).c_str());
  }
  if (auto followed = rewrite_features(number, root); !followed) return followed;
  if (auto done = fill_rules(number, root); !done) return done;
  if (auto linked = write_links(number, root); !linked) return linked;
  if (auto tables = write_tables(number, root); !tables) return tables;
  auto text = rows(number);
  if (!text) return Failed(text.error());
  // The rows go in as text: a tree of them would take ten times the memory.
  auto xml = outer_xml(root);
  const auto hole = xml.find("<sheetData/>");
  const auto hole_size = "<sheetData/>"sv.size();
  if (hole == std::string::npos) return Failed(fail(ErrorCode::Internal, "The sheet could not be written.").cause("no place for its rows"));
  std::string whole = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  whole.reserve(whole.size() + xml.size() + text->size());
  whole.append(xml, 0, hole).append(*text).append(xml, hole + hole_size);
  package_.put(instance.part, std::move(whole));
  return {};
}

}  // namespace docmill::templating::xlsx
