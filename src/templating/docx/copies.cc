#include <algorithm>
#include <unordered_map>

#include "ooxml/xml_walk.h"
#include "templating/docx/adapter.h"
#include "templating/docx/nodes.h"

// How blocks of a document are copied.

namespace docmill::templating::docx {
namespace {

/// Names of paragraphs and rows that no two may have; Word gives new ones.
void forget_names(pugi::xml_node copy) {
  ooxml::for_each_element(copy, [](pugi::xml_node node) {
    if (!is(node, "w:p") && !is(node, "w:tr")) return;
    node.remove_attribute("w14:paraId");
    node.remove_attribute("w14:textId");
  });
}

pugi::xml_node element_before_end(pugi::xml_node parent) {
  auto last = parent.last_child();
  while (last && last.type() != pugi::node_element) last = last.previous_sibling();
  return last;
}

bool has_text(pugi::xml_node paragraph) {
  return paragraph.child("w:r") || paragraph.child("w:hyperlink") || paragraph.child("w:sdt");
}

}  // namespace

Stretch DocxAdapter::copy_after(const Stretch& block, pugi::xml_node place) {
  Stretch copy = block;
  copy.further = true;
  auto parent = block.parent;
  copy.first = {};
  for (auto node = block.first; node; node = node.next_sibling()) {
    place = parent.insert_copy_after(node, place);
    forget_names(place);
    if (!copy.first) copy.first = place;
    if (node == block.last) break;
  }
  copy.last = place;
  bookmarks_.rename(copy.first, copy.last);
  return copy;
}

/// A paragraph with the properties of the last section: the next copy begins on a new page (§3.4). None where the section's copies bring
/// a break of their own.
pugi::xml_node DocxAdapter::put_break(const Stretch& block, pugi::xml_node place) {
  auto parent = block.parent;
  if (ends_section(block.last) || begins_page(block.first) || ends_page(block.last)) return place;
  auto paragraph = parent.insert_child_after("w:p", place);
  set(paragraph, kBreak, "1");
  // It is the last of the body's many children, if it is there.
  const auto last = element_before_end(parent);
  const auto properties = is(last, "w:sectPr") ? last : pugi::xml_node();
  if (properties) {
    auto copy = paragraph.append_child("w:pPr").append_copy(properties);
    copy.remove_child("w:type");
  } else {
    paragraph.append_child("w:r").append_child("w:br").append_attribute("w:type").set_value("page");
  }
  return paragraph;
}

/// The lists of a cell: numbers that several items of it follow each other with. One item alone is what a table's rows are numbered with.
std::set<std::string> DocxAdapter::lists_in_cells(const Stretch& block) const {
  std::set<std::string> numbers;
  for (auto node = block.first; node; node = node.next_sibling()) {
    ooxml::for_each_element(node, [&](pugi::xml_node inner) {
      if (!is(inner, "w:p") || !has_text(inner)) return;
      const auto number = Lists::own_number(inner);
      const auto next = element_after(inner);
      if (!number.empty() && is(next, "w:p") && has_text(next) && Lists::own_number(next) == number) numbers.insert(number);
    });
    if (node == block.last) break;
  }
  std::erase_if(numbers, [&](const std::string& number) { return !lists_.counts(number); });
  return numbers;
}

/// Lists of a further copy begin to count anew (§3.3); `only`: some of them.
Result<void> DocxAdapter::restart_lists(const Stretch& copy, const std::set<std::string>* only) {
  std::vector<pugi::xml_node> paragraphs;
  for (auto node = copy.first; node; node = node.next_sibling()) {
    ooxml::for_each_element(node, [&](pugi::xml_node inner) {
      if (is(inner, "w:p") && inner.child("w:pPr").child("w:numPr").child("w:numId")) paragraphs.push_back(inner);
    });
    if (node == copy.last) break;
  }
  std::unordered_map<std::string, std::string> fresh;
  for (const auto paragraph : paragraphs) {
    const auto number = Lists::own_number(paragraph);
    if (!has_text(paragraph) || (only != nullptr && !only->contains(number))) continue;  // without text it numbers a row, not an item
    auto& id = fresh[number];
    if (id.empty()) {
      auto made = lists_.restarted(number);
      if (!made) return Failed(made.error());
      id = *made;
    }
    set(paragraph.child("w:pPr").child("w:numPr").child("w:numId"), "w:val", id);
  }
  return {};
}

/// A list of one item, which grows inside a further copy of a row; longer ones were restarted when the row was copied.
Result<void> DocxAdapter::restart_item(const Stretch& block) {
  const auto number = Lists::own_number(block.first);
  const auto same = [&](pugi::xml_node node) { return is(node, "w:p") && Lists::own_number(node) == number; };
  const bool alone = block.first == block.last && !same(element_before(block.first)) && !same(element_after(block.last));
  return number.empty() || !alone ? Result<void>() : restart_lists(block, nullptr);
}

/// A whole document stays, even for no items.
bool DocxAdapter::must_stay(const Area& scope, const Stretch& stretch) const {
  return stretch.kind == Kind::Section && !ends_section(stretch.last) && !stretches_[scope.place].copied;
}

/// No items: the block goes.
void DocxAdapter::vanish(const Stretch& stretch) {
  for (auto node = stretch.first; node;) {
    const auto next = node.next_sibling();
    const bool last = node == stretch.last;
    // Rows and items go in the end, with what their going leaves empty.
    if (node.type() == pugi::node_element) set(node, kHidden, "1");
    if (last) break;
    node = next;
  }
}

Result<std::vector<Area>> DocxAdapter::grow(const Area& scope, const Block& block, std::size_t copies) {
  return is_fixed(block) ? grow_fixed(scope, block, copies) : grow_plain(scope, block, copies);
}

Result<std::vector<Area>> DocxAdapter::grow_plain(const Area& scope, const Block& block, std::size_t copies) {
  const Stretch stretch = stretches_[block.place];
  if (copies == 0 && !must_stay(scope, stretch)) {
    vanish(stretch);
    return std::vector<Area>{};
  }
  copies = std::max<std::size_t>(copies, 1);
  if (stretch.kind == Kind::Items && stretches_[scope.place].further && stretches_[scope.place].kind == Kind::Rows) {
    if (auto restarted = restart_item(stretch); !restarted) return Failed(restarted.error());
  }
  const auto lists = stretch.kind == Kind::Rows && copies > 1 ? lists_in_cells(stretch) : std::set<std::string>();
  std::vector<Area> areas(copies);
  for (const auto i : block.slots) areas[0].slots.push_back(scope.slots[i]);
  stretches_.push_back(stretch);
  stretches_.back().copied = copies > 1;
  stretches_.back().further = stretches_[scope.place].further;
  areas[0].place = stretches_.size() - 1;
  auto place = stretch.last;
  for (std::size_t i = 1; i < copies; ++i) {
    grown_ = true;
    if (stretch.kind == Kind::Section) place = put_break(stretch, place);
    areas[i] = copy_of(stretch, place);
    const auto& copy = stretches_.back();
    place = copy.last;
    if (copy.kind == Kind::Section || !lists.empty()) {
      auto restarted = restart_lists(copy, copy.kind == Kind::Section ? nullptr : &lists);
      if (!restarted) return Failed(restarted.error());
    }
  }
  return areas;
}

Area DocxAdapter::copy_of(const Stretch& model, pugi::xml_node place) {
  auto copy = copy_after(model, place);
  copy.copied = true;
  Area area;
  for (auto node = copy.first; node; node = node.next_sibling()) {
    tokens_.collect(node, area.slots);
    if (node == copy.last) break;
  }
  stretches_.push_back(copy);
  area.place = stretches_.size() - 1;
  return area;
}

}  // namespace docmill::templating::docx
