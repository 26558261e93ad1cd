#include "templating/docx/places.h"

#include <map>

#include "ooxml/xml_walk.h"
#include "templating/docx/blocks.h"
#include "templating/docx/nodes.h"

namespace docmill::templating::docx {
namespace {

/// Where a token stands within an area.
struct Spot {
  std::size_t slot = 0;
  pugi::xml_node unit;               // the child of the area's parent that holds it
  pugi::xml_node item;               // of a list, the nearest around it within its cell
  std::vector<pugi::xml_node> rows;  // children of w:tbl around it, inside the area, innermost first
  bool in_contents = false;          // it stands in an entry of a table of contents, which Word makes anew
};

/// Word's styles for entries: "TOC1" to "TOC9".
bool is_entry_of_contents(pugi::xml_node paragraph) {
  const std::string_view style = paragraph.child("w:pPr").child("w:pStyle").attribute("w:val").value();
  return style.size() == 4 && style.starts_with("TOC") && style[3] >= '1' && style[3] <= '9';
}

Spot spot_of(const Lists& lists, std::size_t slot, pugi::xml_node node, const Stretch& area) {
  Spot spot{.slot = slot, .unit = {}, .item = lists.item_around(node), .rows = {}, .in_contents = false};
  if (const auto paragraph = around(node, "w:p")) spot.in_contents = is_entry_of_contents(paragraph);
  bool within_area = false;  // the item is
  for (; node; node = node.parent()) {
    within_area = within_area || node == spot.item;
    if (is(node, "w:sdt") && is_contents(node)) spot.in_contents = true;
    if (node.parent() == area.parent) {
      spot.unit = node;
      break;
    }
    if (is(node.parent(), "w:tbl")) spot.rows.push_back(node);
  }
  if (!within_area) spot.item = {};
  return spot;
}

class Choice {
 public:
  Choice(const Lists& lists, const Stretch& area, std::span<const Slot> slots) : lists_(lists), area_(area), slots_(slots) {}

  std::vector<std::pair<Stretch, Block>> of(std::span<const std::size_t> chosen);

 private:
  void add(Kind kind, pugi::xml_node first, pugi::xml_node last, std::span<const Spot> spots, bool wide);
  void add_rows(std::span<const Spot> spots);
  void add_lists(std::span<const Spot> spots);
  void add_wide(std::span<const Spot> spots);

  const Lists& lists_;
  const Stretch& area_;
  std::span<const Slot> slots_;
  std::vector<std::pair<Stretch, Block>> blocks_;
};

void Choice::add(Kind kind, pugi::xml_node first, pugi::xml_node last, std::span<const Spot> spots, bool wide) {
  blocks_.emplace_back(Stretch{kind, first.parent(), first, last, false, false},
                       block_between(first, last, slots_, spots.front().slot, spots.back().slot, wide));
}

void Choice::add_rows(std::span<const Spot> spots) {
  const auto [first, last] = rows_between(spots);
  add(Kind::Rows, first, last, spots, false);
}

/// Consecutive items are one list.
void Choice::add_lists(std::span<const Spot> spots) {
  const auto in_one_list = [&](pugi::xml_node from, pugi::xml_node to) {
    if (from == to) return true;
    if (from.parent() != to.parent()) return false;
    for (auto node = from; node; node = element_after(node)) {
      if (node == to) return true;
      if (is(node, "w:p") ? !lists_.is_item(node) : is(node, "w:tbl") || is(node, "w:sdt")) return false;
    }
    return false;
  };
  for (std::size_t begin = 0; begin < spots.size();) {
    std::size_t end = begin + 1;
    while (end < spots.size() && in_one_list(spots[end - 1].item, spots[end].item)) ++end;
    add(Kind::Items, spots[begin].item, spots[end - 1].item, spots.subspan(begin, end - begin), false);
    begin = end;
  }
}

/// The last node of a table of contents that begins in `node`: of a field, where the field ends.
pugi::xml_node end_of_contents(pugi::xml_node node, pugi::xml_node stop) {
  if (is(node, "w:sdt")) return node;
  int open = 0;
  for (auto paragraph = node; paragraph && paragraph != stop; paragraph = paragraph.next_sibling()) {
    ooxml::for_each_element(paragraph, [&](pugi::xml_node inner) {
      if (!is(inner, "w:fldChar")) return;
      const std::string_view type = inner.attribute("w:fldCharType").value();
      open += type == "begin" ? 1 : type == "end" ? -1 : 0;
    });
    if (open <= 0) return paragraph;
  }
  return {};
}

/// The sections that hold the tokens, or the whole of what is repeated around them. A table of contents in front is left out.
void Choice::add_wide(std::span<const Spot> spots) {
  const auto unit = spots.front().unit;
  const auto last_unit = spots.back().unit;
  if (area_.kind == Kind::Text || !unit || !last_unit) return;
  if (area_.kind == Kind::Rows || area_.kind == Kind::Items) return add(area_.kind, unit, last_unit, spots, true);
  auto first = area_.first ? area_.first : area_.parent.first_child();
  for (auto node = first; node && node != unit; node = node.next_sibling()) {
    if (ends_section(node)) {
      first = node.next_sibling();
    } else if (is_contents(node)) {
      const auto end = end_of_contents(node, unit);
      if (end && end != unit) first = end.next_sibling();
    }
  }
  auto last = last_unit;
  while (last != area_.last && last.next_sibling() && !is(last.next_sibling(), "w:sectPr") && !ends_section(last))
    last = last.next_sibling();
  add(Kind::Section, first, last, spots, true);
}

std::vector<std::pair<Stretch, Block>> Choice::of(std::span<const std::size_t> chosen) {
  std::vector<Spot> all;
  std::vector<Spot> items;
  std::map<std::uint64_t, std::vector<Spot>> tables;  // by the outermost table
  bool wide = false;
  for (const auto i : chosen) {
    auto spot = spot_of(lists_, i, node_at(slots_[i].place), area_);
    if (spot.in_contents) continue;
    wide = wide || slots_[i].token->marks.page;
    if (!spot.rows.empty()) {
      tables[place_of(spot.rows.back().parent())].push_back(spot);
    } else if (spot.item) {
      items.push_back(spot);
    } else {
      wide = true;
    }
    all.push_back(std::move(spot));
  }
  if (wide) {
    if (!all.empty()) add_wide(all);
  } else {
    for (const auto& [table, spots] : tables) add_rows(spots);
    add_lists(items);
  }
  return std::move(blocks_);
}

}  // namespace

bool ends_section(pugi::xml_node paragraph) {
  return is(paragraph, "w:p") && paragraph.child("w:pPr").child("w:sectPr");
}

namespace {

/// What a paragraph shows, in order: 'b' for a page break, 't' for text and all else.
std::string shown_in(pugi::xml_node paragraph) {
  std::string shown;
  for (const auto run : paragraph.children("w:r")) {
    for (const auto child : run.children()) {
      if (is(child, "w:rPr") || is(child, "w:lastRenderedPageBreak") || (is(child, "w:t") && text_of(child).empty())) continue;
      shown += is(child, "w:br") && std::string_view(child.attribute("w:type").value()) == "page" ? 'b' : 't';
    }
  }
  return shown;
}

}  // namespace

bool begins_page(pugi::xml_node paragraph) {
  if (!is(paragraph, "w:p")) return false;
  if (const auto before = paragraph.child("w:pPr").child("w:pageBreakBefore")) return before.attribute("w:val").as_bool(true);
  return shown_in(paragraph).starts_with('b');
}

bool ends_page(pugi::xml_node paragraph) {
  return is(paragraph, "w:p") && shown_in(paragraph).ends_with('b');
}

bool is_contents(pugi::xml_node node) {
  if (is(node, "w:sdt")) {
    const std::string_view gallery = node.child("w:sdtPr").child("w:docPartObj").child("w:docPartGallery").attribute("w:val").value();
    return gallery == "Table of Contents";
  }
  if (!is(node, "w:p")) return false;
  for (const auto run : node.children("w:r")) {
    for (const auto instruction : run.children("w:instrText")) {
      const auto text = text_of(instruction);
      const auto word = text.find_first_not_of(' ');
      if (word != std::string::npos && text.compare(word, 3, "TOC") == 0) return true;
    }
  }
  return false;
}

std::vector<std::pair<Stretch, Block>> choose_blocks(const Lists& lists, const Stretch& area, std::span<const Slot> slots,
                                                     std::span<const std::size_t> chosen) {
  return Choice(lists, area, slots).of(chosen);
}

}  // namespace docmill::templating::docx
