#include <fmt/format.h>

#include <algorithm>

#include "templating/rounds.h"
#include "templating/xlsx/blocks.h"
#include "templating/xlsx/sheet_adapter.h"

// `fixed`: the rows that stand in the template are filled, nothing moves (§5.2).

namespace docmill::templating::xlsx {
namespace {

/// Most rows below a block that are looked at for room.
constexpr std::uint32_t kMostRoom = 100'000;

std::vector<std::string> rows_of(const Book& book, std::uint32_t number, const Rect& rect) {
  std::vector<std::string> rows(rect.height());
  const auto& sheet = book.sheets[number];
  for (const auto& text : sheet.texts) {
    const auto& cell = sheet.cells[text.cell];
    if (rect.has(cell.row, cell.column)) rows[cell.row - rect.top] += fmt::format("{}:{}\n", cell.column, book.texts[text.text]->text);
  }
  return rows;
}

/// How many rows below a block are blank, up to the end of its table.
std::uint32_t room_below(const Book& book, std::uint32_t number, const Rect& rect) {
  const auto& sheet = book.sheets[number];
  auto last = std::min(kMostRows, rect.bottom + kMostRoom);
  if (const auto table = table_at(book, number, rect.top, rect.left); table != kNone) last = book.tables[table].body().bottom;
  for (auto i = sheet.first_at(rect.bottom + 1, 1); i < sheet.cells.size() && sheet.cells[i].row <= last; ++i) {
    const auto& cell = sheet.cells[i];
    if (cell.kind == CellKind::Blank || cell.column < rect.left || cell.column > rect.right) continue;
    return cell.row - 1 - rect.bottom;
  }
  return last > rect.bottom ? last - rect.bottom : 0;
}

}  // namespace

Result<std::vector<templating::Area>> SheetAdapter::grow_fixed(const templating::Area& scope, const templating::Block& block,
                                                               std::size_t copies) {
  const auto& choice = plan_.choices[block.place];
  const auto sheet = plan_.shapes[choice.shape].sheet;
  const Rect rect = plan_.shapes[choice.shape].rect;
  const auto size = static_cast<std::uint32_t>(round_of(rows_of(book_, sheet, rect)));
  const auto there = rect.height() / size;
  std::size_t rounds = there;
  if (there == 1 && copies > 1) rounds = 1 + std::min<std::size_t>(copies - 1, room_below(book_, sheet, rect) / rect.height());
  if (copies > rounds) {
    context_.warn("", fmt::format("There are {} items but room for {}: `fixed` adds no rows, so the others are left out.", copies, rounds));
  }
  Growth growth;
  growth.choice = static_cast<std::uint32_t>(block.place);
  growth.shape = choice.shape;
  growth.fixed = true;
  growth.rounds = there > 1;
  growth.owner = is_book(scope) ? node_of(scope.slots[block.slots.front()]) : static_cast<std::uint32_t>(scope.place);
  growth.first = static_cast<std::uint32_t>(plan_.nodes.size());
  growth.count = static_cast<std::uint32_t>(rounds);
  const auto instance = plan_.nodes[growth.owner].instance;
  const auto shape = growth.shape;
  const auto number = plan_.add_growth(std::move(growth));
  std::vector<templating::Area> areas;
  for (std::uint32_t i = 0; i < rounds; ++i) {
    const auto top = rect.top + i * size;
    const Rect own = there > 1 ? Rect{top, rect.left, top + size - 1, rect.right} : rect;
    const auto node = plan_.add_node(number, there > 1 ? plan_.shape(sheet, own) : shape, instance);
    templating::Area area{.slots = {}, .place = node};
    for (const auto index : block.slots) {
      const auto slot = static_cast<std::uint32_t>(scope.slots[index].place);
      if (own.has(book_.slots[slot].row, book_.slots[slot].column))
        area.slots.push_back({.token = book_.slots[slot].token, .place = Plan::key(node, slot)});
    }
    if (i < copies) {
      areas.push_back(std::move(area));
      continue;
    }
    for (const auto& slot : area.slots) {
      if (slot.token == nullptr) continue;
      if (auto blanked = replace(slot, {}); !blanked) return Failed(blanked.error());
    }
  }
  return areas;
}

}  // namespace docmill::templating::xlsx
