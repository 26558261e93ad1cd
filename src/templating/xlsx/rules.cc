#include "templating/xlsx/rules.h"

#include <algorithm>
#include <cstring>

#include "templating/token.h"

namespace docmill::templating::xlsx {

std::vector<pugi::xml_node> formulas_of(pugi::xml_node rule) {
  std::vector<pugi::xml_node> formulas;
  for (const auto* name : {"formula1", "formula2"}) {
    if (const auto formula = rule.child(name)) formulas.push_back(formula);
  }
  for (const auto one : rule.children("cfRule")) {
    for (const auto formula : one.children("formula")) formulas.push_back(formula);
  }
  return formulas;
}

bool rule_has_tokens(pugi::xml_node rule) {
  const auto says = [](const char* text) { return may_have_tokens(text); };
  for (const auto* name : {"promptTitle", "prompt", "errorTitle", "error"}) {
    if (says(rule.attribute(name).value())) return true;
  }
  return std::ranges::any_of(formulas_of(rule), [&](pugi::xml_node formula) { return says(formula.text().get()); });
}

std::vector<Rect> rects_of(std::string_view sqref, std::size_t most) {
  std::vector<Rect> rects;
  while (!sqref.empty() && rects.size() < most) {
    const auto end = std::min(sqref.find(' '), sqref.size());
    if (const auto rect = parse_rect(sqref.substr(0, end))) rects.push_back(*rect);
    sqref.remove_prefix(std::min(end + 1, sqref.size()));
  }
  return rects;
}

}  // namespace docmill::templating::xlsx
