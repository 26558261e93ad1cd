#include <fmt/format.h>

#include <algorithm>

#include "base/small_letters.h"
#include "templating/xlsx/pieces.h"
#include "templating/xlsx/write.h"

// What things are called: sheets, and the workbook's names for ranges.

namespace docmill::templating::xlsx {
namespace {

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

}  // namespace docmill::templating::xlsx
