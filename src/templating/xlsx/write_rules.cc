#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "templating/xlsx/rules.h"
#include "templating/xlsx/write.h"

// A rule of cells that repeat becomes a rule for each text it has in their copies.

namespace docmill::templating::xlsx {
namespace {

/// Most areas of one rule; more are another rule.
constexpr std::size_t kMostAreas = 2'000;
/// Most rules that one of the template becomes.
constexpr std::size_t kMostRules = 10'000;

/// Copies of cells for which a rule says the same.
struct RuleGroup {
  std::uint32_t node = 0;  // the first copy's
  std::uint32_t row = 1;   // of the template
  const Scope* scope = nullptr;
  std::vector<Rect> areas;

  void add(const Rect& area) {
    if (!areas.empty() && areas.back().left == area.left && areas.back().right == area.right && areas.back().bottom + 1 == area.top) {
      areas.back().bottom = area.bottom;
    } else {
      areas.push_back(area);
    }
  }
};

std::string sqref_of(const std::vector<Rect>& areas, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < std::min(from + kMostAreas, areas.size()); ++i) text += (text.empty() ? "" : " ") + to_text(areas[i]);
  return text;
}

}  // namespace

Result<void> Writing::fill_rule(pugi::xml_node rule, const Scope& scope) {
  for (const auto& [name, most] : kValidationTexts) {
    if (auto done = fill_attribute(rule, name, scope, most); !done) return done;
  }
  for (auto formula : formulas_of(rule)) {
    const std::string text = formula.text().get();
    auto filled = filled_formula(text, scope);
    if (!filled) return Failed(filled.error());
    if (*filled != text) formula.text().set(list_that_fits(*std::move(filled)).c_str());
  }
  return {};
}

Result<bool> Writing::split_rule(std::uint32_t instance, pugi::xml_node rule) {
  if (!rule_has_tokens(rule)) return false;
  const auto root = plan_.instances[instance].root;
  const auto& sheet = book_.sheets[plan_.instances[instance].sheet];
  pugi::xml_document bare;
  auto said = bare.append_copy(rule);
  said.remove_attribute("sqref");
  bool repeats = false;
  Result<void> error;
  std::map<std::string, std::size_t> known;  // groups, by what their rule says
  std::vector<RuleGroup> groups;
  const auto add_copy = [&](std::uint32_t node, const Rect& rect, std::uint32_t slot) {
    const auto area = placed(plan_, node, rect);
    if (!area || !error) return;
    const auto* scope = slot == kNone ? nullptr : plan_.scope_at(node, slot);
    if (scope == nullptr) scope = &scope_of(instance);
    pugi::xml_document filled;
    if (error = fill_rule(filled.append_copy(said), *scope); !error) return;
    const auto [at, fresh] = known.emplace(outer_xml(filled.first_child()), groups.size());
    if (fresh) groups.push_back({.node = node, .row = rect.top, .scope = scope, .areas = {}});
    groups[at->second].add(*area);
  };
  for (const auto& rect : rects_of(rule.attribute("sqref").value(), kMostRulePlaces)) {
    const auto slot = sheet.corner_slot({rect.top, rect.left});
    for_each_copy(plan_, root, rect, [&](std::uint32_t node) {
      repeats = repeats || node != root;
      add_copy(node, rect, slot);
    });
  }
  if (!error) return Failed(error.error());
  if (!repeats || groups.empty()) return false;
  std::size_t made = 0;
  for (const auto& group : groups) {
    for (std::size_t from = 0; from < group.areas.size() && made < kMostRules; from += kMostAreas, ++made) {
      auto own = rule.parent().insert_copy_before(rule, rule);
      set(own, "sqref", sqref_of(group.areas, from));
      Mapping mapping(filled_, group.node, group.row);
      for (auto formula : formulas_of(own)) formula.text().set(rewrite(parse_formula(formula.text().get()), mapping).c_str());
      if (auto filled = fill_rule(own, *group.scope); !filled) return Failed(filled.error());
      set(own, kFilledRule, "1");
    }
  }
  if (made == kMostRules) context_.warn("", "A rule whose text differs in more than 10,000 rows stands for the first of them only.");
  return true;
}

}  // namespace docmill::templating::xlsx
