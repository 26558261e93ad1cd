#include "templating/xlsx/sheet_adapter.h"

#include <algorithm>

#include "templating/xlsx/blocks.h"

namespace docmill::templating::xlsx {
namespace {

using At = TemplateSlot::Where;

}  // namespace

templating::Area SheetAdapter::whole() {
  Numbers all;
  for (std::uint32_t i = 0; i < book_.sheets.size(); ++i) {
    const auto instance = plan_.add_instance(i);
    plan_.order.push_back(instance);
    all.push_back(instance);
  }
  for (const auto instance : all) plan_.instances[instance].mates = all;
  return book_area(all);
}

templating::Area SheetAdapter::book_area(const Numbers& instances) {
  templating::Area area;
  area.place = (std::uint64_t{1} << 63U) | areas_.size();
  areas_.push_back(instances);
  for (const auto instance : instances) {
    const auto& made = plan_.instances[instance];
    for (std::uint32_t i = 0; i < book_.slots.size(); ++i) {
      if (book_.slots[i].sheet == made.sheet) area.slots.push_back({.token = book_.slots[i].token, .place = Plan::key(made.root, i)});
    }
  }
  return area;
}

std::uint32_t SheetAdapter::add_choice(Choice choice) {
  plan_.choices.push_back(std::move(choice));
  return static_cast<std::uint32_t>(plan_.choices.size() - 1);
}

SheetAdapter::Numbers SheetAdapter::choices_for(const templating::Area& scope, const Numbers& tokens) {
  const bool book = is_book(scope);
  const Rect around = book ? kWholeSheet : plan_.shape_of(plan_.nodes[scope.place]).rect;
  std::map<std::uint32_t, Numbers> by_sheet;
  bool by_sheets = false;
  for (const auto token : tokens) {
    const auto& slot = book_.slots[token];
    by_sheet[slot.sheet].push_back(token);
    by_sheets = by_sheets || slot.row == 0 || slot.token->marks.sheet;
  }
  by_sheets = by_sheets || (by_sheet.size() > 1 && !all_in_tables(book_, tokens));
  Numbers out;
  if (by_sheets && book) {
    Choice choice;
    choice.sheets = true;
    choice.first = by_sheet.begin()->first;
    choice.last = by_sheet.rbegin()->first;
    choice.tokens = tokens;
    out.push_back(add_choice(std::move(choice)));
    return out;
  }
  for (const auto& [sheet, numbers] : by_sheet) {
    if (std::ranges::all_of(numbers, [&](std::uint32_t number) { return book_.slots[number].row == 0; })) continue;
    const bool across = std::ranges::any_of(numbers, [&](std::uint32_t number) { return grows_across(scope, number); });
    const auto rects = blocks_on_sheet(book_, sheet, numbers, around, across);
    for (const auto& rect : rects) {
      Choice choice;
      choice.shape = plan_.shape(sheet, rect);
      for (const auto number : numbers) {
        const auto& slot = book_.slots[number];
        if (!rect.has(slot.row, slot.column)) continue;
        choice.across = choice.across || grows_across(scope, number);
        choice.whole = choice.whole || (grows_across(scope, number) && slot.token->has_call("whole-column"));
      }
      for (const auto& other : rects) {
        if (other != rect) choice.siblings.push_back(other);
      }
      choice.tokens = numbers;
      out.push_back(add_choice(std::move(choice)));
    }
  }
  return out;
}

std::vector<std::uint32_t> SheetAdapter::choices_around(const templating::Area& scope) const {
  if (is_book(scope)) return plan_.instances[instances_of(scope).front()].choices;
  const auto node = static_cast<std::uint32_t>(scope.place);
  auto around = plan_.instances[plan_.nodes[node].instance].choices;
  for (auto at = node; plan_.nodes[at].growth != kNone; at = plan_.owner(at))
    around.push_back(plan_.growths[plan_.nodes[at].growth].choice);
  return around;
}

/// How many collections a path leads through, as the data looks.
std::size_t SheetAdapter::collections_on(const Path& path) const {
  std::size_t count = 0;
  const Value* at = &context_.data;
  for (std::size_t i = 0; at != nullptr; ++i) {
    if (at->is_collection() && i < path.size()) {
      ++count;
      const auto items = at->items();
      const auto goes_on = [&](const Value& item) {
        const auto* next = item.find(path[i]);
        return next != nullptr && !next->is_empty();
      };
      const auto found = std::ranges::find_if(items.first(std::min<std::size_t>(items.size(), 100)), goes_on);
      at = found == items.first(std::min<std::size_t>(items.size(), 100)).end() ? items.data() : &*found;
    }
    if (i >= path.size()) break;
    at = at->find(path[i]);
  }
  return count;
}

/// `horizontal-resize` is for the innermost collection of its path: of {{rows.cells.value}:horizontal-resize} the rows grow down.
bool SheetAdapter::grows_across(const templating::Area& scope, std::uint32_t token) const {
  const auto& slot = book_.slots[token];
  if (!slot.token->marks.horizontal_resize && !slot.token->has_call("whole-column")) return false;
  const auto around = choices_around(scope);
  const auto bound = std::ranges::count_if(around, [&](std::uint32_t number) {
    return number != kNone && std::ranges::find(plan_.choices[number].tokens, token) != plan_.choices[number].tokens.end();
  });
  return collections_on(slot.token->path) <= static_cast<std::size_t>(bound) + 1;
}

Result<std::vector<templating::Block>> SheetAdapter::choose(const templating::Area& scope, std::span<const std::size_t> tokens) {
  Numbers numbers;
  for (const auto token : tokens) numbers.push_back(static_cast<std::uint32_t>(scope.slots[token].place));
  Numbers picked;
  if (is_book(scope)) {
    picked = choices_for(scope, numbers);
  } else {
    const auto known = chosen_.find({plan_.nodes[scope.place].shape, numbers});
    picked = known != chosen_.end() ? known->second : choices_for(scope, numbers);
    if (known == chosen_.end()) chosen_.emplace(std::pair(plan_.nodes[scope.place].shape, numbers), picked);
  }
  std::vector<templating::Block> blocks;
  for (const auto number : picked) {
    const auto& choice = plan_.choices[number];
    const auto& shape = plan_.shapes[choice.shape];
    if (!choice.sheets) wished_[is_book(scope) ? scope.place : plan_.nodes[scope.place].shape].insert(number);
    templating::Block block;
    block.place = number;
    block.wide = choice.sheets;
    block.weight = shape.cells.size() + 1;
    for (std::size_t i = 0; i < scope.slots.size(); ++i) {
      const auto& slot = slot_of(scope.slots[i]);
      const bool inside = choice.sheets ? slot.sheet >= choice.first && slot.sheet <= choice.last
                                        : slot.sheet == shape.sheet && slot.row != 0 && shape.rect.has(slot.row, slot.column);
      if (inside) block.slots.push_back(i);
    }
    if (choice.sheets) {
      for (auto sheet = choice.first; sheet <= choice.last; ++sheet) block.weight += book_.sheets[sheet].cells.size() + 100;
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

Where SheetAdapter::where(const Slot& slot) const {
  const auto& at = slot_of(slot);
  const auto& sheet = book_.sheets[at.sheet];
  Where found{.part = sheet.part, .place = sheet.name, .block = 0};
  if (at.where == At::SheetName) found.place += ", its name";
  if (at.where == At::Margin) found.place += ", page header or footer";
  if (at.row == 0) return found;
  found.place += "!" + to_text(Place{at.row, at.column});
  // Only of a table's rows it is plain that they are to repeat.
  if (table_at(book_, at.sheet, at.row, at.column) != kNone) found.block = (std::uint64_t{at.sheet + 1} << 32U) | at.row;
  return found;
}

Result<void> SheetAdapter::enter(const Slot& slot, const Scope& scope) {
  plan_.kept.emplace(slot.place, KeptScope(scope));
  return {};
}

}  // namespace docmill::templating::xlsx
