#include <array>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/pptx/adapter.h"
#include "templating/pptx/cells.h"
#include "templating/pptx/names.h"

namespace docmill::templating::pptx {
namespace {

/// What a reader sees: only that is cut out. A slide, a shape, a row cut into keeps what makes it one.
bool is_content(pugi::xml_node node) {
  static constexpr std::array kNames{"a:r",
                                     "a:br",
                                     "a:fld",
                                     kTokenMark,
                                     kDropped,
                                     kText,
                                     "a:p",
                                     "a:tr",
                                     "p:sp",
                                     "p:pic",
                                     "p:cxnSp",
                                     "p:grpSp",
                                     kSlide,
                                     "a14:m",
                                     "p:graphicFrame",
                                     "mc:AlternateContent",
                                     "p:contentPart"};
  for (const auto* name : kNames) {
    if (is(node, name)) return true;
  }
  return false;
}

void remove_content(pugi::xml_node node, pugi::xml_node stop) {
  while (node && node != stop) {
    const auto next = node.next_sibling();
    if (is_content(node)) {
      node.parent().remove_child(node);
    } else if (is(node, "a:tc")) {
      empty_cell(node);  // it stays in its row
    }
    node = next;
  }
}

std::vector<pugi::xml_node> way_to(pugi::xml_node node) {
  std::vector<pugi::xml_node> way;
  for (; node; node = node.parent()) way.push_back(node);
  return {way.rbegin(), way.rend()};
}

}  // namespace

void cut_between(pugi::xml_node from, pugi::xml_node to) {
  const auto left = way_to(from);
  const auto right = way_to(to);
  std::size_t shared = 0;
  while (shared < left.size() && shared < right.size() && left[shared] == right[shared]) ++shared;
  if (shared == 0 || shared == left.size() || shared == right.size()) return;
  for (auto mark : {from, to}) {
    if (auto slide = slide_of(mark)) set(slide, kCut, "1");
  }
  // Where the two ways part: what lies behind the left way, between both, and before the right way.
  for (std::size_t i = left.size() - 1; i > shared; --i) remove_content(left[i].next_sibling(), {});
  for (std::size_t i = right.size() - 1; i > shared; --i) remove_content(right[i].parent().first_child(), right[i]);
  remove_content(left[shared].next_sibling(), right[shared]);
}

}  // namespace docmill::templating::pptx
