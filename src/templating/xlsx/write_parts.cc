#include <algorithm>

#include "templating/xlsx/pieces.h"
#include "templating/xlsx/write.h"

// What sheets and the workbook consist of.

namespace docmill::templating::xlsx {

Result<void> Writing::make_parts() {
  for (const auto number : plan_.order) {
    auto& instance = plan_.instances[number];
    const auto& sheet = book_.sheets[instance.sheet];
    if (instance.origin == kNone) {
      instance.part = sheet.part;
      continue;
    }
    auto made = package_.duplicate(sheet.part);
    if (!made) return Failed(made.error());
    instance.part = *std::move(made);
    // Pivot tables, controls and embedded objects belong to one sheet only.
    auto relations = package_.relationships(instance.part);
    if (!relations) return Failed(relations.error());
    for (const auto& relation : *relations) {
      if (relation.kind() == "pivotTable") package_.unrelate(instance.part, relation.id);
    }
  }
  return {};
}

void Writing::write_sheet_list(pugi::xml_node root) {
  auto list = root.child("sheets");
  std::vector<pugi::xml_node> entries;
  std::uint32_t last_id = 0;
  for (const auto node : list.children("sheet")) {
    entries.push_back(node);
    last_id = std::max(last_id, node.attribute("sheetId").as_uint());
  }
  const bool all_hidden = std::ranges::all_of(plan_.instances, &Instance::hidden);
  pugi::xml_document made;
  std::vector<bool> done(entries.size());
  const auto add_others = [&](std::size_t before) {
    for (std::size_t i = 0; i < before && i < entries.size(); ++i) {
      const bool ours = std::ranges::any_of(book_.sheets, [&](const TemplateSheet& sheet) { return sheet.entry == i; });
      if (!ours && !done[i]) made.append_copy(entries[i]);
      done[i] = true;
    }
  };
  bool first = true;
  for (const auto number : plan_.order) {
    const auto& instance = plan_.instances[number];
    const auto& sheet = book_.sheets[instance.sheet];
    if (instance.origin == kNone) add_others(sheet.entry);
    auto node = made.append_copy(entries[sheet.entry]);
    node.attribute("name").set_value(instance.name.c_str());
    if (instance.origin != kNone) {
      node.attribute("sheetId").set_value(++last_id);
      if (auto id = package_.relate(book_.part, "worksheet", instance.part)) node.attribute("r:id").set_value(id->c_str());
    }
    if (instance.hidden && !(all_hidden && first)) {
      node.remove_attribute("state");
      node.append_attribute("state").set_value("veryHidden");
    }
    first = false;
  }
  add_others(entries.size());
  // The sheet that was open is found again by what it leads to.
  auto view = root.child("bookViews").child("workbookView");
  const auto active = view.attribute("activeTab").as_uint();
  const std::string shown = active < entries.size() ? entries[active].attribute("r:id").value() : "";
  while (list.first_child()) list.remove_child(list.first_child());
  std::uint32_t index = 0;
  for (const auto node : made.children()) {
    list.append_copy(node);
    if (view && shown == node.attribute("r:id").value()) {
      view.remove_attribute("activeTab");
      view.append_attribute("activeTab").set_value(index);
    }
    ++index;
  }
  view.remove_attribute("firstSheet");
}

void Writing::write_calculation(pugi::xml_node root) {
  auto calculation = root.child("calcPr");
  if (!calculation) {
    calculation = insert_before(root, "calcPr",
                                {"oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
                                 "fileRecoveryPr", "webPublishObjects", "extLst"});
  }
  calculation.remove_attribute("fullCalcOnLoad");
  calculation.append_attribute("fullCalcOnLoad").set_value("1");
  if (const auto chain = package_.find(book_.part, "calcChain")) {
    package_.unrelate(book_.part, chain->id);
    if (!chain->external) package_.remove(chain->target);
  }
}

Result<void> Writing::write_pivots() {
  auto relations = package_.relationships(book_.part);
  if (!relations) return Failed(relations.error());
  for (const auto& relation : *relations) {
    if (relation.kind() != "pivotCacheDefinition" || relation.external || !package_.has(relation.target)) continue;
    auto tree = package_.edit(relation.target);
    if (!tree) return Failed(tree.error());
    auto root = (*tree)->document_element();
    root.remove_attribute("refreshOnLoad");
    root.append_attribute("refreshOnLoad").set_value("1");
    auto source = root.child("cacheSource").child("worksheetSource");
    Reference reference;
    reference.sheet = source.attribute("sheet").value();
    const auto rect = parse_rect(source.attribute("ref").value());
    Mapping mapping(filled_, kNone);
    const auto instance = reference.sheet.empty() ? kNone : mapping.instance_of(reference.sheet);
    if (!rect || instance == kNone) continue;
    if (const auto to = placed_around(plan_, plan_.instances[instance].root, *rect))
      source.attribute("ref").set_value(to_text(*to).c_str());
    source.attribute("sheet").set_value(plan_.instances[instance].name.c_str());
  }
  return {};
}

Result<void> Writing::write_workbook() {
  auto tree = package_.edit(book_.part);
  if (!tree) return Failed(tree.error());
  book_.tree = *tree;
  const auto root = (*tree)->document_element();
  write_sheet_list(root);
  if (auto named = write_names(root); !named) return named;
  write_calculation(root);
  return write_pivots();
}

Result<void> Writing::run() {
  name_sheets();
  if (auto made = make_parts(); !made) return made;
  if (auto named = name_tables(); !named) return named;
  // A sheet's own part is replaced last: its copies are made from what it was.
  for (const bool own : {false, true}) {
    for (const auto number : plan_.order) {
      if ((plan_.instances[number].origin == kNone) != own) continue;
      if (auto done = write_drawings(number); !done) return done;
      if (auto done = write_comments(number); !done) return done;
    }
  }
  if (auto done = write_other_charts(); !done) return done;
  for (const bool own : {false, true}) {
    for (const auto number : plan_.order) {
      if ((plan_.instances[number].origin == kNone) != own) continue;
      if (auto done = write_sheet(number); !done) return done;
    }
  }
  if (auto done = write_workbook(); !done) return done;
  if (auto done = styles_.save(); !done) return done;
  const auto strings = package_.find(book_.part, "sharedStrings");
  if (strings && !strings->external) {
    package_.put(strings->target, book_.strings.part(used_strings_),
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml");
  } else if (book_.strings.size() > 0) {
    const auto part = package_.free_name(ooxml::resolved(book_.part, "sharedStrings.xml"));
    package_.put(part, book_.strings.part(used_strings_), "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml");
    auto related = package_.relate(book_.part, "sharedStrings", part);
    if (!related) return Failed(related.error());
  }
  return {};
}

}  // namespace docmill::templating::xlsx
