#include <array>
#include <vector>

#include "templating/docx/adapter.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

/// Properties of what is cut into, and cells, without which a row is none.
bool stays(pugi::xml_node node) {
  static constexpr std::array kNames{"w:rPr",   "w:pPr",      "w:tcPr",    "w:trPr", "w:tblPr", "w:tblGrid",
                                     "w:sdtPr", "w:sdtEndPr", "w:tblPrEx", "w:tc",   "w:sectPr"};
  for (const auto* name : kNames) {
    if (is(node, name)) return true;
  }
  return false;
}

std::vector<pugi::xml_node> chain_of(pugi::xml_node node) {
  std::vector<pugi::xml_node> chain;
  for (; node; node = node.parent()) chain.push_back(node);
  return {chain.rbegin(), chain.rend()};
}

void remove_while(pugi::xml_node node, pugi::xml_node stop) {
  while (node && node != stop) {
    const auto next = node.next_sibling();
    if (!stays(node)) node.parent().remove_child(node);
    node = next;
  }
}

}  // namespace

void cut_between(pugi::xml_node from, pugi::xml_node to) {
  const auto left = chain_of(from);
  const auto right = chain_of(to);
  std::size_t shared = 0;
  while (shared < left.size() && shared < right.size() && left[shared] == right[shared]) ++shared;
  if (shared == 0 || shared == left.size() || shared == right.size()) return;
  // Where the two ways part: what lies behind the left way, between both, and before the right way.
  for (std::size_t i = left.size() - 1; i > shared; --i) remove_while(left[i].next_sibling(), {});
  for (std::size_t i = right.size() - 1; i > shared; --i) remove_while(right[i].parent().first_child(), right[i]);
  remove_while(left[shared].next_sibling(), right[shared]);
}

}  // namespace docmill::templating::docx
