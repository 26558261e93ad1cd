#include <fmt/format.h>

#include <algorithm>

#include "templating/xlsx/blocks.h"
#include "templating/xlsx/sheet_adapter.h"

// How blocks of cells and whole sheets are copied.

namespace docmill::templating::xlsx {
namespace {

/// Most sheets of a result.
constexpr std::size_t kMostFilledSheets = 2'000;
/// Most blocks of one area: each is looked at for every cell of it.
constexpr std::size_t kMostBlocks = 500;

}  // namespace

bool SheetAdapter::keeps_a_row(const Choice& choice) const {
  const auto& shape = plan_.shapes[choice.shape];
  for (const auto number : book_.sheets[shape.sheet].tables) {
    const auto body = book_.tables[number].body();
    if (body.has(shape.rect) && shape.rect.top == body.top && shape.rect.bottom == body.bottom) return true;
  }
  return is_referred_to(book_, shape.sheet, shape.rect);
}

Result<std::vector<templating::Area>> SheetAdapter::grow(const templating::Area& scope, const templating::Block& block,
                                                         std::size_t copies) {
  const auto& choice = plan_.choices[block.place];
  if (choice.sheets) return grow_sheets(scope, static_cast<std::uint32_t>(block.place), copies);
  warn_torn(scope, block);
  return block.fixed ? grow_fixed(scope, block, copies) : grow_cells(scope, block, copies);
}

void SheetAdapter::warn_torn(const templating::Area& scope, const templating::Block& block) {
  const auto& grown = plan_.shapes[plan_.choices[block.place].shape];
  for (const auto number : wished_[is_book(scope) ? scope.place : plan_.nodes[scope.place].shape]) {
    const auto& other = plan_.choices[number];
    const auto& shape = plan_.shapes[other.shape];
    if (shape.sheet != grown.sheet || !shape.rect.cuts(grown.rect)) continue;
    if (!torn_.emplace(other.shape, plan_.choices[block.place].shape).second) continue;
    const auto inside = std::ranges::find_if(scope.slots, [&](const Slot& slot) {
      const auto at = static_cast<std::uint32_t>(slot.place);
      return grown.rect.has(book_.slots[at].row, book_.slots[at].column) && std::ranges::find(other.tokens, at) != other.tokens.end();
    });
    if (inside == scope.slots.end()) continue;
    auto [part, place, own] = where(*inside);
    context_.warnings.add(
        {.part = std::move(part),
         .place = std::move(place),
         .token = inside->token->source,
         .message = fmt::format("Its list has {}, a part of which lies in {}, where another list repeats, so its cells do not repeat "
                                "together. Put them all within the other list's cells, or all beside or below them.",
                                to_text(shape.rect), to_text(grown.rect)),
         .missing = {}});
  }
}

Result<std::vector<templating::Area>> SheetAdapter::grow_sheets(const templating::Area& scope, std::uint32_t number, std::size_t copies) {
  const Choice choice = plan_.choices[number];
  Numbers group;
  for (const auto instance : instances_of(scope)) {
    const auto sheet = plan_.instances[instance].sheet;
    if (sheet >= choice.first && sheet <= choice.last) group.push_back(instance);
  }
  std::vector<templating::Area> areas;
  if (copies == 0) {
    for (const auto instance : group) {
      plan_.instances[instance].hidden = true;
      plan_.nodes[plan_.instances[instance].root].blank = true;
    }
    return areas;
  }
  if (plan_.instances.size() + (copies - 1) * group.size() > kMostFilledSheets) {
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("The workbook would have more than {} sheets: {} items are to repeat the sheet {}. Use fewer items, or "
                                   "repeat rows instead of sheets.",
                                   kMostFilledSheets, copies, book_.sheets[choice.first].name)));
  }
  areas.push_back(book_area(group));
  for (const auto instance : group) {
    plan_.instances[instance].mates = group;
    plan_.instances[instance].choices.push_back(number);
  }
  auto behind = std::ranges::find(plan_.order, group.back()) - plan_.order.begin() + 1;
  for (std::size_t i = 1; i < copies; ++i) {
    Numbers made;
    for (const auto instance : group) {
      made.push_back(plan_.add_instance(plan_.instances[instance].sheet));
      plan_.instances[made.back()].choices = plan_.instances[instance].choices;
      plan_.instances[made.back()].origin = instance;
      plan_.order.insert(plan_.order.begin() + behind++, made.back());
    }
    for (const auto instance : made) plan_.instances[instance].mates = made;
    areas.push_back(book_area(made));
  }
  // What is dropped of the first is not asked for in the copies.
  for (auto& area : areas) {
    std::erase_if(area.slots, [&](const Slot& slot) { return plan_.is_dropped(node_of(slot), static_cast<std::uint32_t>(slot.place)); });
  }
  return areas;
}

Result<std::vector<templating::Area>> SheetAdapter::grow_cells(const templating::Area& scope, const templating::Block& block,
                                                               std::size_t copies) {
  auto& choice = plan_.choices[block.place];
  Growth growth;
  growth.choice = static_cast<std::uint32_t>(block.place);
  growth.shape = choice.shape;
  growth.across = choice.across;
  growth.whole = choice.whole;
  growth.owner = is_book(scope) ? node_of(scope.slots[block.slots.front()]) : static_cast<std::uint32_t>(scope.place);
  const auto instance = plan_.nodes[growth.owner].instance;
  std::size_t blocks = 0;
  for (auto g = plan_.nodes[growth.owner].growths; g != kNone; g = plan_.growths[g].next) ++blocks;
  if (blocks >= kMostBlocks) {
    return Failed(
        fail(ErrorCode::InputTooComplex, fmt::format("The template's sheet {} has more than {} blocks that repeat side by side, the limit.",
                                                     book_.sheets[plan_.shapes[growth.shape].sheet].name, kMostBlocks)));
  }
  const bool blank = copies == 0 && (choice.keeps_one ? *choice.keeps_one : *(choice.keeps_one = keeps_a_row(choice)));
  growth.first = static_cast<std::uint32_t>(plan_.nodes.size());
  growth.count = blank ? 1 : static_cast<std::uint32_t>(copies);
  const auto shape = growth.shape;
  const auto number = plan_.add_growth(std::move(growth));
  if (blank) plan_.nodes[plan_.add_node(number, shape, instance)].blank = true;
  Numbers slots;
  for (const auto slot : block.slots) slots.push_back(static_cast<std::uint32_t>(scope.slots[slot].place));
  std::vector<templating::Area> areas(copies);
  for (auto& area : areas) {
    const auto node = plan_.add_node(number, shape, instance);
    area.place = node;
    area.slots.reserve(slots.size());
    for (const auto slot : slots) area.slots.push_back({.token = book_.slots[slot].token, .place = Plan::key(node, slot)});
  }
  return areas;
}

}  // namespace docmill::templating::xlsx
