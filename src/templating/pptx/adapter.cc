#include "templating/pptx/adapter.h"

#include "ooxml/xml_walk.h"
#include "templating/pptx/grid.h"
#include "templating/pptx/names.h"
#include "templating/pptx/text.h"

namespace docmill::templating::pptx {
namespace {

bool draws(const Outcome& outcome) {
  return outcome.kind == Outcome::Kind::Picture || outcome.kind == Outcome::Kind::Barcode || outcome.kind == Outcome::Kind::QrCode;
}

}  // namespace

std::string part_of(pugi::xml_node node) {
  const auto slide = slide_of(node);
  const auto half = docx::child_around(node, slide);
  return slide.attribute(is(half, "p:notes") ? kNotes : kPart).value();
}

PptxAdapter::PptxAdapter(ooxml::Package& package, Context& context, FillBudget& budget, Tokens& tokens, Show& show, Pictures& pictures)
    : package_(package),
      context_(context),
      budget_(budget),
      tokens_(tokens),
      show_(show),
      pictures_(pictures),
      charts_(package, context, budget),
      diagrams_(package, context) {}

Area PptxAdapter::whole() {
  Stretch all;
  all.parent = show_.root();
  stretches_.push_back(all);
  Area area{.slots = {}, .place = stretches_.size() - 1};
  for (const auto slide : show_.root().children(kSlide)) {
    const auto before = area.slots.size();
    tokens_.collect(slide, area.slots);
    if (area.slots.size() > before) set(slide, kFilled, "1");
  }
  return area;
}

Result<std::vector<Block>> PptxAdapter::choose(const Area& scope, std::span<const std::size_t> tokens) {
  std::vector<Block> blocks;
  for (auto& [stretch, block] : choose_blocks(stretches_[scope.place], scope.slots, tokens)) {
    stretches_.push_back(stretch);
    block.place = stretches_.size() - 1;
    blocks.push_back(std::move(block));
  }
  return blocks;
}

Where PptxAdapter::where(const Slot& slot) const {
  if (slot.token != nullptr) return tokens_.entry(tokens_.number(slot)).where;
  return {.part = slide_of(node_at(slot.place)).attribute(kOrigin).value(), .place = {}, .block = 0};
}

Result<void> PptxAdapter::replace(const Slot& slot, const Outcome& outcome) {
  const auto node = node_at(slot.place);
  const auto number = tokens_.number(slot);
  return is(node, kTokenMark) ? put_into(node, number, outcome) : put_into_attribute(node, number, outcome);
}

Result<void> PptxAdapter::put_into(pugi::xml_node mark, std::size_t number, const Outcome& outcome) {
  const auto& source = tokens_.entry(number).token.source;
  if (draws(outcome)) return pictures_.put(mark, outcome, part_of(mark), source);
  const bool merges = outcome.kind == Outcome::Kind::MergeLeft || outcome.kind == Outcome::Kind::MergeUp;
  if (auto cell = around(mark, "a:tc"); merges && cell) set(cell, outcome.kind == Outcome::Kind::MergeLeft ? kMergeLeft : kMergeUp, "1");
  put_text(mark, merges ? std::string() : outcome.kind == Outcome::Kind::Keep ? source : outcome.printed());
  return {};
}

Result<void> PptxAdapter::put_into_attribute(pugi::xml_node node, std::size_t number, const Outcome& outcome) {
  const auto& source = tokens_.entry(number).token.source;
  const bool description = is(node, "p:cNvPr");
  if (description && draws(outcome)) {
    if (auto put = pictures_.exchange(node, outcome, part_of(node), source); !put) return put;
  }
  const auto text = draws(outcome) ? std::string() : outcome.kind == Outcome::Kind::Keep ? source : sayable(outcome.printed());
  const char* attribute = description ? "descr" : kTarget;
  std::string whole = node.attribute(attribute).value();
  const auto stand_in = Tokens::stand_in(number);
  if (const auto at = whole.find(stand_in); at != std::string::npos) whole.replace(at, stand_in.size(), text);
  set(node, attribute, whole);
  return {};
}

Result<void> PptxAdapter::grid(const Slot& slot, const std::vector<std::vector<Outcome>>& rows, const std::string& text) {
  const auto mark = node_at(slot.place);
  const auto number = tokens_.number(slot);
  if (!is(mark, kTokenMark) || !is(around(mark, "a:tc").parent(), "a:tr") || !is(around(mark, "a:tr").parent(), "a:tbl")) {
    context_.warn(tokens_.entry(number).token.source,
                  "A list of lists is written as a table only where the token stands in the cell of one.");
    return replace(slot, {.kind = Outcome::Kind::Text, .text = text});
  }
  const Grid cells(mark, rows);
  if (auto enough = spend_grid(budget_, cells.weight()); !enough) return enough;
  return cells.write(number, [&](pugi::xml_node place, const Outcome& outcome) { return put_into(place, number, outcome); });
}

Result<void> PptxAdapter::hide(const Area& scope, const Slot& slot) {
  const auto node = node_at(slot.place);
  const auto& area = stretches_[scope.place];
  const auto paragraph = around(node, "a:p");
  if (paragraph && paragraph.attribute(kItem)) {
    set(paragraph, kHidden, "1");
  } else if (auto row = around(node, "a:tr")) {
    set(row, kHidden, "1");
  } else if (area.kind == Kind::Slides && area.copy) {
    for (auto slide = area.first; slide; slide = slide.next_sibling()) {
      set(slide, kHidden, "1");
      if (slide == area.last) break;
    }
  }
  return replace(slot, {});
}

Result<void> PptxAdapter::drop(const Slot& slot) {
  auto node = node_at(slot.place);
  if (!is(node, kTokenMark)) return replace(slot, {});
  node.set_name(kDropped);
  node.remove_attribute(kNumber);
  return {};
}

Result<void> PptxAdapter::cut(const Area&, const Slot& from, const Slot& to) {
  const auto first = node_at(from.place);
  const auto last = node_at(to.place);
  if (is(first, kTokenMark) && is(last, kTokenMark)) cut_between(first, last);
  return {};
}

Result<void> PptxAdapter::enter(const Slot& slot, const Scope& scope) {
  const auto node = node_at(slot.place);
  return is_chart(node) ? charts_.enter(part_of(node), node, scope) : diagrams_.fill(node, part_of(node), scope);
}

/// Diagrams are not looked into: what they say repeats nothing.
Result<void> PptxAdapter::look_into(const Slot& slot, Findings& findings) {
  const auto node = node_at(slot.place);
  return is_chart(node) ? charts_.look_into(part_of(node), node, findings) : diagrams_.look_into(node, part_of(node), findings);
}

}  // namespace docmill::templating::pptx
