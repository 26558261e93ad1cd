#include <fmt/format.h>

#include <algorithm>

#include "base/small_letters.h"
#include "templating/xlsx/pieces.h"
#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLongestSheetName = 31;  // UTF-16 units
constexpr std::size_t kMostHelperNames = 5'000;

/// What Excel allows as the name of a sheet (§4.5).
std::string allowed_name(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool bad = static_cast<unsigned char>(c) < 0x20 || std::string_view("[]:*?/\\").find(c) != std::string_view::npos;
    out += bad ? (static_cast<unsigned char>(c) < 0x20 ? ' ' : '_') : c;
  }
  out = shortened(out, kLongestSheetName);
  while (!out.empty() && out.back() == '\'') out.pop_back();
  out.erase(0, std::min(out.find_first_not_of('\''), out.size()));
  if (out.find_first_not_of(' ') == std::string::npos) return "Sheet";
  // Excel keeps this one for itself.
  return small_letters(out) == "history" ? out + "_" : out;
}

/// "Sheet1" is counted on, "Sheet2"; of any other name "Report (2)".
std::string next_name(std::string_view name, std::size_t number) {
  const auto digits = name.find_last_not_of("0123456789") + 1;
  if (digits < name.size() && name.size() - digits < 6 && name[digits] != '0') {
    const auto counted = std::stoul(std::string(name.substr(digits))) + number - 1;
    const auto ending = std::to_string(counted);
    return std::string(shortened(name.substr(0, digits), kLongestSheetName - ending.size())) + ending;
  }
  const auto ending = fmt::format(" ({})", number);
  return std::string(shortened(name, kLongestSheetName - ending.size())) + ending;
}

}  // namespace

/// Names of all sheets, each once: those of the template first, so that a copy never takes one away.
void Writing::name_sheets() {
  std::set<std::string> taken;
  std::vector<std::uint32_t> order;
  for (const bool own : {true, false}) {
    std::ranges::copy_if(plan_.order, std::back_inserter(order),
                         [&](std::uint32_t number) { return (plan_.instances[number].origin == kNone) == own; });
  }
  for (const auto node : book_.tree->document_element().child("sheets").children("sheet")) {
    const bool ours =
        std::ranges::any_of(book_.sheets, [&](const TemplateSheet& sheet) { return sheet.name == node.attribute("name").value(); });
    if (!ours) taken.insert(small_letters(node.attribute("name").value()));
  }
  for (const auto number : order) {
    auto& instance = plan_.instances[number];
    const auto& sheet = book_.sheets[instance.sheet];
    std::string name = sheet.name;
    if (sheet.name_text != kNone) {
      const auto& text = *book_.texts[sheet.name_text];
      auto parts = plan_.parts_of(instance.root, sheet.name_slot, text);
      if (instance.hidden) std::ranges::fill(parts, std::string());
      name = compose_text(text, parts, {});
    }
    name = allowed_name(name);
    std::string tried = name;
    for (std::size_t i = 2; !taken.insert(small_letters(tried)).second; ++i) tried = next_name(name, i);
    instance.name = tried;
  }
}

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

void Writing::write_name(pugi::xml_node names, pugi::xml_node from, std::uint32_t number) {
  const auto add = [&](std::uint32_t instance, std::uint32_t position) {
    auto node = names.append_copy(from);
    Mapping mapping(filled_, instance);
    node.text().set(rewrite(parse_formula(from.text().get()), mapping).c_str());
    if (instance != kNone) {
      node.remove_attribute("localSheetId");
      node.append_attribute("localSheetId").set_value(position);
    }
    return node;
  };
  if (const auto local = from.attribute("localSheetId")) {
    const auto list = book_.tree->document_element().child("sheets");
    std::uint32_t position = 0;
    for (const auto node : list.children("sheet")) {
      for (std::uint32_t i = 0; i < plan_.instances.size(); ++i) {
        const bool here =
            plan_.instances[i].name == node.attribute("name").value() && book_.sheets[plan_.instances[i].sheet].entry == local.as_uint();
        if (here) add(i, position);
      }
      ++position;
    }
    return;
  }
  auto node = add(kNone, 0);
  // A name in a block: the first copy keeps it, the others get one of a helper (§4.2).
  for (std::uint32_t s = 0; s < book_.sheets.size(); ++s) {
    const auto& known = book_.sheets[s].names;
    const auto at = std::ranges::find(known, number, &NamedRect::name);
    if (at == known.end()) continue;
    const auto piece = parse_formula(from.text().get());
    const auto reference = piece.pieces.empty() ? Reference{} : piece.pieces[0].reference;
    bool first = true;
    std::size_t made = 0;
    for (const auto instance : plan_.order) {
      if (plan_.instances[instance].sheet != s) continue;
      for_each_copy(plan_, plan_.instances[instance].root, at->rect, [&](std::uint32_t copy) {
        const auto rect = placed_around(plan_, copy, at->rect);
        if (!rect || made > kMostHelperNames) return;
        std::string text;
        append_reference(text, reference, plan_.instances[instance].name, *rect);
        if (!first) node = names.append_copy(from);
        if (!first) node.attribute("name").set_value(fmt::format("temp_range_{}", made++).c_str());
        node.text().set(text.c_str());
        first = false;
      });
    }
  }
}

Result<void> Writing::write_names(pugi::xml_node root) {
  auto list = root.child("definedNames");
  if (!list) return {};
  pugi::xml_document old;
  old.append_copy(list);
  while (list.first_child()) list.remove_child(list.first_child());
  std::uint32_t number = 0;
  for (const auto node : old.first_child().children("definedName")) write_name(list, node, number++);
  // Constants: ="Report of {{month}}".
  context_.part = book_.part;
  for (auto node : list.children("definedName")) {
    const std::string text = node.text().get();
    context_.place = node.attribute("name").value();
    auto filled = filled_formula(text, all_);
    if (!filled) return Failed(filled.error());
    if (*filled != text) node.text().set(filled->c_str());
  }
  return {};
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
