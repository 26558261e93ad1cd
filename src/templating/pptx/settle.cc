#include "templating/pptx/settle.h"

#include <array>
#include <set>
#include <string>
#include <vector>

#include "ooxml/xml_walk.h"
#include "templating/pptx/names.h"
#include "templating/pptx/tables.h"
#include "templating/pptx/text.h"

namespace docmill::templating::pptx {
namespace {

struct PutOff {
  std::vector<pugi::xml_node> hidden;
  std::vector<pugi::xml_node> texts;    // marks that print
  std::vector<pugi::xml_node> merging;  // cells
  std::vector<pugi::xml_node> dropped;  // marks that steered
  std::vector<pugi::xml_node> left;     // marks that nobody filled
};

PutOff what_was_put_off(pugi::xml_node show) {
  PutOff found;
  for (auto node = show; node;) {
    if (node.attribute(kHidden)) {  // nothing in it matters any more
      found.hidden.push_back(node);
      node = ooxml::next_after(node, show);
      continue;
    }
    if (is(node, kText)) found.texts.push_back(node);
    if (is(node, kDropped)) found.dropped.push_back(node);
    if (is(node, kTokenMark)) found.left.push_back(node);
    if (is(node, "a:tc") && (node.attribute(kMergeLeft) || node.attribute(kMergeUp))) found.merging.push_back(node);
    node = ooxml::next_node(node, show);
  }
  return found;
}

/// A text has a paragraph at least.
void remove_block(pugi::xml_node node) {
  if (is(node, "a:tr")) return remove_row(node);
  auto parent = node.parent();
  parent.remove_child(node);
  if (is(parent, "p:txBody") || is(parent, "a:txBody")) {
    if (!parent.child("a:p")) parent.append_child("a:p");
  }
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\n\r") == std::string::npos;
}

bool has_content(pugi::xml_node paragraph) {
  for (const auto child : paragraph.children()) {
    if (child.type() != pugi::node_element || is(child, "a:pPr") || is(child, "a:endParaRPr") || is(child, "a:br")) continue;
    if (!is(child, "a:r") || !is_blank(text_of(child.child("a:t")))) return true;
  }
  return false;
}

bool is_empty_row(pugi::xml_node row) {
  for (const auto cell : row.children("a:tc")) {
    for (const auto paragraph : cell.child("a:txBody").children("a:p")) {
      if (has_content(paragraph)) return false;
    }
  }
  return true;
}

/// The mark of a steering token goes, its paragraph if it is empty now, and its row if that is.
void take_away(pugi::xml_node mark) {
  auto paragraph = mark.parent();
  paragraph.remove_child(mark);
  if (has_content(paragraph)) return;
  const auto row = around(paragraph, "a:tr");
  if (row && is_empty_row(row)) return remove_row(row);
  remove_block(paragraph);
}

/// Date, footer and number stand on every slide.
bool is_margin(pugi::xml_node shape) {
  const std::string_view type = shape.child("p:nvSpPr").child("p:nvPr").child("p:ph").attribute("type").value();
  return type == "dt" || type == "ftr" || type == "sldNum";
}

bool shows_something(pugi::xml_node shape) {
  const auto about = shape.child("p:nvSpPr");
  const bool frame = !about.child("p:nvPr").child("p:ph") && !about.child("p:cNvSpPr").attribute("txBox").as_bool();
  if (frame) return true;
  for (const auto paragraph : shape.child("p:txBody").children("a:p")) {
    if (has_content(paragraph)) return true;
  }
  return false;
}

bool is_empty_slide(pugi::xml_node slide) {
  static constexpr std::array kShown{"p:pic", "p:graphicFrame", "p:grpSp", "p:cxnSp", "p:contentPart", "mc:AlternateContent"};
  for (const auto child : slide.child("p:sld").child("p:cSld").child("p:spTree").children()) {
    for (const auto* name : kShown) {
      if (is(child, name)) return false;
    }
    if (is(child, "p:sp") && !is_margin(child) && shows_something(child)) return false;
  }
  return true;
}

/// Where {{#if …}} began at the start of a slide and ended at its end, the slide goes; the last one stays.
void remove_empty_slides(pugi::xml_node show) {
  for (auto slide = show.child(kSlide); slide;) {
    const auto next = slide.next_sibling(kSlide);
    const bool only = show.first_child() == show.last_child();
    if (slide.attribute(kCut) && !only && is_empty_slide(slide)) show.remove_child(slide);
    slide = next;
  }
}

}  // namespace

void settle(pugi::xml_node show) {
  const auto found = what_was_put_off(show);
  for (const auto mark : found.texts) write_runs(mark);
  for (auto mark : found.left) mark.parent().remove_child(mark);
  for (const auto node : found.hidden) remove_block(node);
  for (const auto cell : found.merging) merge_cell(cell);
  for (const auto mark : found.dropped) take_away(mark);
  remove_empty_slides(show);
  std::vector<pugi::xml_node> tables;
  ooxml::for_each_element(show, [&](pugi::xml_node node) {
    if (is(node, "a:tbl") && node.attribute(kChanged)) tables.push_back(node);
  });
  for (const auto table : tables) mend_table(table);
}

void tidy(pugi::xml_node slide) {
  std::set<std::string> shapes;
  std::vector<pugi::xml_node> dead_links;
  bool aims_at_nothing = false;
  ooxml::for_each_element(slide, [&](pugi::xml_node node) {
    if (is(node, "p:cNvPr")) shapes.insert(node.attribute("id").value());
    const bool link = is(node, "a:hlinkClick") || is(node, "a:hlinkHover");
    if (link && !node.attribute("r:id") && !node.attribute("action")) dead_links.push_back(node);
    node.remove_attribute(kItem);
    node.remove_attribute(kTokens);
  });
  for (auto link : dead_links) link.parent().remove_child(link);
  const auto timing = slide.child("p:timing");
  if (!timing) return;
  ooxml::for_each_element(timing, [&](pugi::xml_node node) {
    if (const auto shape = node.attribute("spid")) aims_at_nothing = aims_at_nothing || !shapes.contains(shape.value());
  });
  if (aims_at_nothing) slide.remove_child(timing);
}

}  // namespace docmill::templating::pptx
