#include "templating/docx/adapter.h"

#include "ooxml/xml_walk.h"
#include "templating/docx/grid.h"
#include "templating/docx/nodes.h"
#include "templating/docx/text.h"

namespace docmill::templating::docx {

DocxAdapter::DocxAdapter(ooxml::Package& package, Context& context, FillBudget& budget, Tokens& tokens, Lists& lists)
    : package_(package),
      context_(context),
      budget_(budget),
      tokens_(tokens),
      lists_(lists),
      drawings_(package, context),
      rich_(package, context, budget, drawings_),
      charts_(package, context, budget) {}

Area DocxAdapter::area_of(pugi::xml_node tree, Kind kind, const std::string& part) {
  parts_[place_of(tree.root())] = part;
  Stretch whole;
  whole.kind = kind;
  whole.parent = tree;
  stretches_.push_back(whole);
  Area area{.slots = {}, .place = stretches_.size() - 1};
  tokens_.collect(tree, area.slots);
  return area;
}

Result<std::vector<Block>> DocxAdapter::choose(const Area& scope, std::span<const std::size_t> tokens) {
  std::vector<Block> blocks;
  for (auto& [stretch, block] : choose_blocks(lists_, stretches_[scope.place], scope.slots, tokens)) {
    stretches_.push_back(stretch);
    block.place = stretches_.size() - 1;
    blocks.push_back(std::move(block));
  }
  return blocks;
}

const std::string& DocxAdapter::part_of(pugi::xml_node node) const {
  // A note stands in the document while that is filled, but its relationships are its own part's.
  for (const auto& [note, part] : notes_) {
    if (around(node, note.c_str())) return part;
  }
  return parts_.at(place_of(node.root()));
}

Result<void> DocxAdapter::replace(const Slot& slot, const Outcome& outcome) {
  const auto node = node_at(slot.place);
  const auto number = tokens_.number(slot);
  return is(node, kTokenMark) ? put_into(node, number, outcome) : put_into_attribute(node, number, outcome);
}

Result<void> DocxAdapter::put_into(pugi::xml_node mark, std::size_t number, const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::Keep: put_text(mark, tokens_.entry(number).source); return {};
    case Outcome::Kind::Picture:
    case Outcome::Kind::Barcode:
    case Outcome::Kind::QrCode: return drawings_.put_inline(mark, outcome, part_of(mark), tokens_.entry(number).source);
    case Outcome::Kind::Html:
      if (is(mark.parent(), "m:r")) {
        put_text(mark, outcome.printed());
      } else {
        rich_.keep(mark, outcome, tokens_.entry(number).source);
      }
      return {};
    case Outcome::Kind::MergeLeft:
    case Outcome::Kind::MergeUp:
      if (auto cell = around(mark, "w:tc")) set(cell, outcome.kind == Outcome::Kind::MergeLeft ? kMergeLeft : kMergeUp, "1");
      put_text(mark, "");
      return {};
    default: put_text(mark, outcome.printed()); return {};
  }
}

Result<void> DocxAdapter::put_into_attribute(pugi::xml_node node, std::size_t number, const Outcome& outcome) {
  const bool description = is(node, "wp:docPr");
  const auto stand_in = Tokens::stand_in(number);
  const bool draws =
      outcome.kind == Outcome::Kind::Picture || outcome.kind == Outcome::Kind::Barcode || outcome.kind == Outcome::Kind::QrCode;
  std::string text = outcome.kind == Outcome::Kind::Keep ? tokens_.entry(number).source : sayable(outcome.printed());
  if (draws) text.clear();
  if (description && draws) {
    if (auto put = drawings_.exchange(node, outcome, part_of(node), tokens_.entry(number).source); !put) return put;
  }
  const auto swap = [&](std::string whole) {
    if (const auto at = whole.find(stand_in); at != std::string::npos) whole.replace(at, stand_in.size(), text);
    return whole;
  };
  if (is(node, "w:instrText")) {
    set_text(node, swap(text_of(node)));
  } else {
    for (auto attribute : node.attributes()) {
      if (std::string_view(attribute.value()).find(stand_in) != std::string_view::npos)
        attribute.set_value(swap(attribute.value()).c_str());
    }
  }
  return {};
}

Result<void> DocxAdapter::grid(const Slot& slot, const std::vector<std::vector<Outcome>>& rows, const std::string& text) {
  const auto mark = node_at(slot.place);
  const auto number = tokens_.number(slot);
  if (!is(mark, kTokenMark) || !around(mark, "w:tc")) {
    Outcome plain;
    plain.kind = Outcome::Kind::Text;
    plain.text = text;
    context_.warn(tokens_.entry(number).source, "A list of lists is written as a table only where the token stands in the cell of one.");
    return replace(slot, plain);
  }
  const Grid cells(mark, rows);
  if (auto enough = spend_grid(budget_, cells.weight()); !enough) return enough;
  grown_ = true;
  return cells.write([&](pugi::xml_node place, const Outcome& outcome) { return put_into(place, number, outcome); });
}

Result<void> DocxAdapter::hide(const Area& scope, const Slot& slot) {
  const auto node = node_at(slot.place);
  const auto& area = stretches_[scope.place];
  const auto paragraph = lists_.item_around(node);
  if (paragraph) {
    set(paragraph, kHidden, "1");
  } else if (auto row = around(node, "w:tr")) {
    set(row, kHidden, "1");
  } else if (area.kind == Kind::Section && area.copied) {
    hide_copy(area);
  }
  return replace(slot, {});
}

/// With the break behind it, or of the last copy the break before it.
void DocxAdapter::hide_copy(const Stretch& copy) {
  for (auto node = copy.first; node; node = node.next_sibling()) {
    if (node.type() == pugi::node_element) set(node, kHidden, "1");
    if (node == copy.last) break;
  }
  const auto is_break = [](pugi::xml_node node) { return node.attribute(kBreak) && !node.attribute(kHidden); };
  if (auto behind = element_after(copy.last); is_break(behind)) {
    set(behind, kHidden, "1");
    return;
  }
  auto before = element_before(copy.first);
  while (before && before.attribute(kHidden)) before = element_before(before);
  if (is_break(before)) set(before, kHidden, "1");
}

Result<void> DocxAdapter::drop(const Slot& slot) {
  auto node = node_at(slot.place);
  if (!is(node, kTokenMark)) return replace(slot, {});
  node.set_name(kDropped);
  node.remove_attribute(kNumber);
  return {};
}

Result<void> DocxAdapter::cut(const Area&, const Slot& from, const Slot& to) {
  const auto first = node_at(from.place);
  const auto last = node_at(to.place);
  if (is(first, kTokenMark) && is(last, kTokenMark)) cut_between(first, last);
  return {};
}

Result<void> DocxAdapter::enter(const Slot& slot, const Scope& scope) {
  const auto chart = node_at(slot.place);
  return charts_.enter(part_of(chart), chart, scope);
}

Result<void> DocxAdapter::look_into(const Slot& slot, Findings& findings) {
  const auto chart = node_at(slot.place);
  return charts_.look_into(part_of(chart), chart, findings);
}

Where DocxAdapter::where(const Slot& slot) const {
  if (slot.token != nullptr) return tokens_.entry(tokens_.number(slot)).where;
  return {.part = part_of(node_at(slot.place)), .place = {}, .block = 0};
}

}  // namespace docmill::templating::docx
