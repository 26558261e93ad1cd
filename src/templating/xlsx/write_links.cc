#include <fmt/format.h>

#include <map>

#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {
namespace {

/// Most hyperlinks of a sheet (Excel's own limit).
constexpr std::size_t kMostLinks = 65'530;

}  // namespace

Result<void> Writing::write_links(std::uint32_t instance, pugi::xml_node sheet) {
  const auto& from = book_.sheets[plan_.instances[instance].sheet];
  if (from.links.empty()) return {};
  auto list = sheet.child("hyperlinks");
  while (list.first_child()) list.remove_child(list.first_child());
  const auto& part = plan_.instances[instance].part;
  std::set<std::string, std::less<>> replaced;
  for (const auto& link : from.links) {
    if (link.text != kNone && !link.relation.empty()) replaced.insert(link.relation);
  }
  package_.unrelate(part, replaced);
  std::map<std::string, std::string> relations;
  std::size_t count = 0;
  for (const auto& out : filled_.sheets[instance].links) {
    const auto& link = from.links[out.link];
    std::string relation = link.relation;
    if (link.text != kNone) {
      const auto& text = *book_.texts[link.text];
      const auto target = compose_text(text, plan_.parts_of(out.node, link.first_slot, text), {});
      if (target.empty()) continue;
      auto& known = relations[target];
      if (known.empty()) {
        auto made = package_.relate(part, "hyperlink", target, true);
        if (!made) return Failed(made.error());
        known = *std::move(made);
      }
      relation = known;
    }
    if (++count > kMostLinks) {
      context_.part = part;
      context_.place = plan_.instances[instance].name;
      context_.warn("", fmt::format("A sheet has room for {} hyperlinks; those behind it were left out.", kMostLinks));
      break;
    }
    auto node = list.append_copy(link.node);
    set(node, "ref", to_text(out.rect));
    if (!relation.empty()) set(node, "r:id", relation);
    // A place that an item names ("'{{team.name}}'!A1") is one of the result already; others follow what they lead to.
    const bool of_template = !may_have_tokens(node.attribute("location").value());
    const auto corner = from.corner_slot({link.rect.top, link.rect.left});
    if (const auto* scope = corner == kNone ? nullptr : plan_.scope_at(out.node, corner)) {
      for (const auto* name : {"display", "tooltip", "location"}) {
        if (auto done = fill_attribute(node, name, *scope, kLongestCellText); !done) return done;
      }
    }
    if (auto location = node.attribute("location"); location && relation.empty() && of_template) {
      Mapping mapping(filled_, out.node, out.rect.top);
      location.set_value(rewrite(parse_formula(location.value()), mapping).c_str());
    }
  }
  if (!list.first_child()) sheet.remove_child(list);
  return {};
}

}  // namespace docmill::templating::xlsx
