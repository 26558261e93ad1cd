#include <algorithm>
#include <array>
#include <ranges>

#include "ooxml/xml_walk.h"
#include "templating/docx/field_marks.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

/// Whether nothing but runs of text, marks and instructions stands between two marks of one paragraph.
bool is_text_between(pugi::xml_node first, pugi::xml_node last) {
  static constexpr std::array kPlain{"w:t",           "w:br",       "w:tab",
                                     "w:cr",          "w:sym",      "w:noBreakHyphen",
                                     "w:softHyphen",  "w:ptab",     "w:r",
                                     "w:rPr",         "w:fldChar",  "w:instrText",
                                     "w:fldSimple",   "w:proofErr", "w:bookmarkStart",
                                     "w:bookmarkEnd", "w:smartTag", "w:lastRenderedPageBreak",
                                     "w:smartTagPr",  "w:fldData",  "w:permStart",
                                     "w:permEnd"};
  const auto paragraph = around(first, "w:p");
  if (!paragraph || around(last, "w:p") != paragraph) return false;
  for (auto node = first; node && node != last;) {
    const bool element = node.type() == pugi::node_element;
    if (element && std::ranges::none_of(kPlain, [&](const char* name) { return is(node, name); })) return false;
    node = is(node, "w:rPr") ? ooxml::next_after(node, paragraph) : ooxml::next_node(node, paragraph);
    if (node == paragraph) return false;
  }
  return true;
}

}  // namespace

bool unlink_field(const Fields& all, std::size_t number) {
  const auto& field = all.fields[number];
  if (!field.mark || !field.separator || !field.end || !is_text_between(field.mark, field.separator)) return false;
  for (auto i = field.begin; i < field.shown_begin; ++i) all.leaves[i].node.parent().remove_child(all.leaves[i].node);
  std::vector<pugi::xml_node> simple;
  for (auto i = number + 1; i < all.fields.size() && all.fields[i].begin < field.shown_begin; ++i)
    if (all.fields[i].simple) simple.push_back(all.fields[i].simple);
  for (auto node : simple | std::views::reverse) node.parent().remove_child(node);
  for (auto mark : {field.mark, field.end}) mark.parent().remove_child(mark);
  return true;
}

}  // namespace docmill::templating::docx
