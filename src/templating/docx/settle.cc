#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/docx/finish.h"
#include "templating/docx/grid.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

struct PutOff {
  std::vector<pugi::xml_node> hidden;
  std::vector<pugi::xml_node> merging;  // cells
  std::vector<pugi::xml_node> dropped;  // marks
  std::vector<pugi::xml_node> breaks;
  std::vector<pugi::xml_node> shared;  // columns of a grid
  std::vector<pugi::xml_node> left;    // marks that nobody filled
};

PutOff what_was_put_off(pugi::xml_node tree) {
  PutOff found;
  for (auto node = tree; node;) {
    if (!has_own_name(node)) {
      node = ooxml::next_node(node, tree);
      continue;
    }
    if (node.attribute(kHidden)) {  // nothing in it matters any more
      found.hidden.push_back(node);
      node = ooxml::next_after(node, tree);
      continue;
    }
    if (is(node, kDropped)) found.dropped.push_back(node);
    if (is(node, kTokenMark)) found.left.push_back(node);
    if (node.attribute(kBreak)) found.breaks.push_back(node);
    if (is(node, "w:tc") && (node.attribute(kMergeLeft) || node.attribute(kMergeUp))) found.merging.push_back(node);
    if (is(node, "w:gridCol") && node.attribute("dm:shared")) found.shared.push_back(node);
    node = ooxml::next_node(node, tree);
  }
  return found;
}

/// A cell ends with a paragraph, so does a header or a text box.
void mend_container(pugi::xml_node container) {
  static constexpr std::array kNames{"w:tc", "w:hdr", "w:ftr", "w:txbxContent", "w:footnote", "w:endnote", "w:body"};
  bool wants = false;
  for (const auto* name : kNames) wants = wants || is(container, name);
  if (!wants) return;
  pugi::xml_node last;
  for (const auto child : container.children()) {
    if (child.type() == pugi::node_element && !is(child, "w:sectPr") && !is(child, "w:tcPr")) last = child;
  }
  const bool closed = is(last, "w:p") || is(last, "w:sdt");
  if (closed) return;
  if (is(container, "w:body") && last) return;
  if (const auto properties = container.child("w:sectPr")) {
    container.insert_child_before("w:p", properties);
  } else {
    container.append_child("w:p");
  }
}

/// Takes an element out, with the control that it leaves empty. A table without rows stays, as the original leaves it: the schema allows
/// it, and programs show nothing for it.
void remove_block(pugi::xml_node node) {
  auto parent = node.parent();
  parent.remove_child(node);
  if (is(parent, "w:sdtContent") && !parent.first_child()) return remove_block(parent.parent());
  mend_container(parent);
}

bool has_content(pugi::xml_node paragraph) {
  static constexpr std::array kNames{
      "w:drawing",          "w:pict", "w:object", "mc:AlternateContent", "w:fldChar", "w:instrText", "w:footnoteReference",
      "w:endnoteReference", "w:sym",  "m:oMath",  "m:oMathPara",         kTokenMark,  kDropped,      kRich,
      "w:sectPr",           "w:ptab"};
  for (auto node = paragraph; node; node = ooxml::next_node(node, paragraph)) {
    if (is(node, "w:t") && text_of(node).find_first_not_of(" \t\n\r") != std::string::npos) return true;
    if (is(node, "w:br") && node.attribute("w:type")) return true;
    for (const auto* name : kNames) {
      if (is(node, name)) return true;
    }
  }
  return false;
}

bool is_empty_row(pugi::xml_node row) {
  for (const auto cell : row.children("w:tc")) {
    for (const auto child : cell.children()) {
      if (is(child, "w:tbl") || is(child, "w:sdt") || (is(child, "w:p") && has_content(child))) return false;
    }
  }
  return true;
}

/// The mark of a steering token goes, its paragraph if it is empty now, and its row if that is.
void take_away(pugi::xml_node mark) {
  auto paragraph = around(mark, "w:p");
  auto run = mark.parent();
  run.remove_child(mark);
  if (!paragraph || has_content(paragraph)) return;
  const auto cell = paragraph.parent();
  if (const auto row = cell.parent(); is(cell, "w:tc") && is_empty_row(row)) return remove_block(row);
  remove_block(paragraph);
}

/// Where an element may stand among a cell's properties (ECMA-376 part 1, 17.4.69): behind these.
pugi::xml_node cell_property(pugi::xml_node cell, const char* name, bool after_span) {
  auto properties = child_first(cell, "w:tcPr");
  if (const auto found = properties.child(name)) return found;
  pugi::xml_node place;
  for (const auto child : properties.children()) {
    if (is(child, "w:cnfStyle") || is(child, "w:tcW") || (after_span && (is(child, "w:gridSpan") || is(child, "w:hMerge")))) place = child;
  }
  return place ? properties.insert_child_after(name, place) : properties.prepend_child(name);
}

/// A cell in a table in a cell that is merged goes with that.
bool lies_in_merged(pugi::xml_node cell) {
  for (auto outer = around(cell.parent(), "w:tc"); outer; outer = around(outer.parent(), "w:tc")) {
    if (outer.attribute(kMergeLeft)) return true;
  }
  return false;
}

void merge_left(pugi::xml_node cell) {
  auto left = cell.previous_sibling("w:tc");
  if (!left) return;
  const auto span = span_of(left) + span_of(cell);
  set(cell_property(left, "w:gridSpan", false), "w:val", std::to_string(span));
  auto width = left.child("w:tcPr").child("w:tcW").attribute("w:w");
  const auto more = cell.child("w:tcPr").child("w:tcW").attribute("w:w");
  if (width && more) width.set_value(width.as_llong() + more.as_llong());
  cell.parent().remove_child(cell);
}

void merge_up(pugi::xml_node cell) {
  const auto column = column_of(cell);
  const auto above = cell.parent().previous_sibling("w:tr");
  auto other = above.child("w:tc");
  unsigned there = column_of(other);
  for (; other && there < column; other = other.next_sibling("w:tc")) there += span_of(other);
  if (!other || there != column || span_of(other) != span_of(cell)) return;
  if (!other.child("w:tcPr").child("w:vMerge")) set(cell_property(other, "w:vMerge", true), "w:val", "restart");
  auto merge = cell_property(cell, "w:vMerge", true);
  merge.remove_attribute("w:val");
}

void merge(std::vector<pugi::xml_node> cells) {
  std::vector<pugi::xml_node> within;
  std::ranges::copy_if(cells, std::back_inserter(within), lies_in_merged);
  for (auto cell : within) {
    cell.remove_attribute(kMergeLeft);
    cell.remove_attribute(kMergeUp);
  }
  std::erase_if(cells, [](pugi::xml_node cell) { return !cell.attribute(kMergeLeft) && !cell.attribute(kMergeUp); });
  // All to the left first: how wide a cell is decides whether it can go on from the one above.
  std::vector<pugi::xml_node> up;
  for (auto cell : cells) {
    if (!cell.attribute(kMergeLeft)) {
      up.push_back(cell);
      continue;
    }
    cell.remove_attribute(kMergeLeft);
    cell.remove_attribute(kMergeUp);
    merge_left(cell);
  }
  for (auto cell : up) {
    cell.remove_attribute(kMergeUp);
    merge_up(cell);
  }
}

}  // namespace

void settle(pugi::xml_node tree) {
  auto found = what_was_put_off(tree);
  const bool merges = !found.merging.empty();
  for (auto node : found.breaks) node.remove_attribute(kBreak);
  for (auto node : found.shared) node.remove_attribute("dm:shared");
  for (auto node : found.left) node.parent().remove_child(node);
  for (const auto node : found.hidden) remove_block(node);
  merge(std::move(found.merging));
  // Cells that are merged to the left went with the marks in them.
  if (merges) found.dropped = what_was_put_off(tree).dropped;
  for (const auto mark : found.dropped) take_away(mark);
}

}  // namespace docmill::templating::docx
