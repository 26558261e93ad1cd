#include "templating/xlsx/sheet_adapter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "templating/xlsx/blocks.h"

namespace docmill::templating::xlsx {
namespace {

using At = TemplateSlot::Where;
using Became = Outcome::Kind;

/// Most sheets of a result.
constexpr std::size_t kMostFilledSheets = 2'000;
/// Most blocks of one area: each is looked at for every cell of it.
constexpr std::size_t kMostBlocks = 500;
/// Days between the two ways that workbooks count dates: from 1900 and from 1904.
constexpr double kDaysTo1904 = 1462;

std::string invariant(const Value& value) {
  const Number number = value.number();
  if (!number.spelling.empty()) return std::string(number.spelling);
  if (number.integer) return std::to_string(*number.integer);
  return fmt::format("{}", number.value);
}

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
    const auto rects = blocks_on_sheet(book_, sheet, numbers, around);
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
  return choice.sheets ? grow_sheets(scope, static_cast<std::uint32_t>(block.place), copies) : grow_cells(scope, block, copies);
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

Where SheetAdapter::where(const Slot& slot) const {
  const auto& at = slot_of(slot);
  const auto& sheet = book_.sheets[at.sheet];
  Where found{.part = sheet.part, .place = sheet.name, .block = 0};
  if (at.where == At::SheetName) found.place += ", its name";
  if (at.where == At::Margin) found.place += ", page header or footer";
  if (at.row == 0) return found;
  found.place += "!" + to_text(Place{at.row, at.column});
  found.block = (std::uint64_t{at.sheet + 1} << 32U) | at.row;
  return found;
}

void SheetAdapter::warn_pictures(const Slot& slot, const Outcome& outcome) {
  if (outcome.kind != Became::Picture && outcome.kind != Became::Barcode && outcome.kind != Became::QrCode) return;
  context_.warn(slot.token->source, "Pictures and codes cannot be put into cells of a workbook; nothing was printed.");
}

CellValue SheetAdapter::value_of(const Outcome& outcome, std::uint32_t) {
  CellValue value;
  switch (outcome.kind) {
    case Became::Number: {
      const Number number = outcome.value.number();
      if (!std::isfinite(number.value)) break;
      value.kind = CellValue::Kind::Number;
      value.number = number.value;
      // What a double cannot say is written as the data has it.
      if (number.integer && std::abs(*number.integer) >= (std::int64_t{1} << 53)) {
        value.kind = CellValue::Kind::Literal;
        value.text = static_cast<std::uint32_t>(book_.literals.size());
        book_.literals.push_back(std::to_string(*number.integer));
      }
      return value;
    }
    case Became::Boolean: return {.kind = CellValue::Kind::Boolean, .text = 0, .number = outcome.value.boolean() ? 1.0 : 0.0};
    case Became::Date: {
      const double serial = outcome.value.date_time().to_serial() - (book_.from_1904 ? kDaysTo1904 : 0);
      if (serial < 0) break;  // before the time that workbooks know
      return {.kind = CellValue::Kind::Date, .text = 0, .number = serial};
    }
    case Became::Text:
    case Became::Grid: break;
    default: return {.kind = CellValue::Kind::Empty, .text = 0, .number = 0};
  }
  if (outcome.text.empty()) return {.kind = CellValue::Kind::Empty, .text = 0, .number = 0};
  return {.kind = CellValue::Kind::String, .text = book_.strings.add(text_xml(outcome.text)), .number = 0};
}

std::string SheetAdapter::printed(const Slot& slot, const Outcome& outcome) const {
  const auto& at = slot_of(slot);
  const auto& sheet = book_.sheets[at.sheet];
  const bool in_formula = at.where == At::Cell && book_.texts[sheet.texts[at.item].text]->makes_formula();
  if (in_formula && outcome.kind == Became::Number) return invariant(outcome.value);
  if (in_formula && outcome.kind == Became::Boolean) return outcome.value.boolean() ? "TRUE" : "FALSE";
  if (in_formula && outcome.kind == Became::Date)
    return fmt::format("{}", outcome.value.date_time().to_serial() - (book_.from_1904 ? kDaysTo1904 : 0));
  if (outcome.kind != Became::Keep) return outcome.text;
  std::uint32_t text = kNone;
  switch (at.where) {
    case At::Cell: text = sheet.texts[at.item].text; break;
    case At::Link: text = sheet.links[at.item].text; break;
    case At::SheetName: text = sheet.name_text; break;
    case At::Margin: text = sheet.margins[at.item].text; break;
  }
  return book_.texts[text]->text.substr(slot.token->begin, slot.token->end - slot.token->begin);
}

void SheetAdapter::put_alone(const Slot& slot, const Outcome& outcome) {
  const auto& at = slot_of(slot);
  const auto& sheet = book_.sheets[at.sheet];
  const auto index = plan_.value_at(node_of(slot), at.item);
  if (index == kNone || plan_.values[index].kind == CellValue::Kind::Removed) return;
  auto& value = plan_.values[index];
  const auto& text = *book_.texts[sheet.texts[at.item].text];
  const bool rich = !text.runs.empty() && outcome.kind == Became::Text && !outcome.text.empty();
  value = rich ? CellValue{.kind = CellValue::Kind::String, .text = book_.strings.add(compose_xml(text, {outcome.text}, {})), .number = 0}
               : value_of(outcome, sheet.cells[sheet.texts[at.item].cell].style);
  if (outcome.kind == Became::MergeLeft && table_at(book_, at.sheet, at.row, at.column) == kNone && at.column > 1) {
    plan_.merged_left.resize(plan_.values.size());
    plan_.merged_left[index] = true;
  }
}

void SheetAdapter::put_part(const Slot& slot, std::string text, bool kept) {
  const auto& at = slot_of(slot);
  const auto node = node_of(slot);
  plan_.printed.insert_or_assign(slot.place, std::move(text));
  if (at.where != At::Cell) return;
  if (kept) kept_.insert(Plan::key(node, at.item));
  finish_text(node, at.item);
}

/// Once all tokens of a cell are replaced, its text is put together and they are forgotten.
void SheetAdapter::finish_text(std::uint32_t node, std::uint32_t item) {
  const auto& sheet = book_.sheets[plan_.shape_of(plan_.nodes[node]).sheet];
  const auto& cell = sheet.texts[item];
  const auto& text = *book_.texts[cell.text];
  const auto cuts = plan_.cuts_of(node, item);
  auto slot = cell.first_slot;
  for (const auto& token : text.tokens) {
    if (token.is_equals()) continue;
    const bool cut = std::ranges::any_of(cuts, [&](const Cut& gone) { return gone.begin <= token.begin && gone.end >= token.end; });
    if (!cut && !plan_.printed.contains(Plan::key(node, slot)) && !plan_.is_dropped(node, slot)) return;
    ++slot;
  }
  auto parts = plan_.parts_of(node, cell.first_slot, text);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto& token = text.tokens[i];
    if (std::ranges::any_of(cuts, [&](const Cut& gone) { return gone.begin <= token.begin && gone.end >= token.end; })) parts[i].clear();
  }
  const auto last = slot;
  for (slot = cell.first_slot; slot < last; ++slot) plan_.printed.erase(Plan::key(node, slot));
  const auto index = plan_.value_at(node, item);
  if (index == kNone || plan_.values[index].kind == CellValue::Kind::Removed) return;
  auto& value = plan_.values[index];
  if (text.makes_formula() && !kept_.contains(Plan::key(node, item))) {
    value = {.kind = CellValue::Kind::Formula, .text = static_cast<std::uint32_t>(plan_.formulas.size()), .number = 0};
    plan_.formulas.push_back(compose_text(text, parts, cuts));
    return;
  }
  if (text.makes_formula()) parts[0] = text.text.substr(0, text.tokens[0].end);
  if (compose_text(text, parts, cuts).empty()) {
    value.kind = CellValue::Kind::Empty;
    return;
  }
  value = {.kind = CellValue::Kind::String, .text = book_.strings.add(compose_xml(text, parts, cuts)), .number = 0};
}

Result<void> SheetAdapter::replace(const Slot& slot, const Outcome& outcome) {
  const auto& at = slot_of(slot);
  warn_pictures(slot, outcome);
  const bool cell = at.where == At::Cell;
  if (cell && outcome.kind != Became::Keep && book_.texts[book_.sheets[at.sheet].texts[at.item].text]->alone()) {
    put_alone(slot, outcome);
  } else {
    put_part(slot, printed(slot, outcome), outcome.kind == Became::Keep);
  }
  return {};
}

Result<void> SheetAdapter::grid(const Slot& slot, const std::vector<std::vector<Outcome>>& rows, const std::string& text) {
  const auto& at = slot_of(slot);
  const auto node = node_of(slot);
  Outcome as_text;
  as_text.kind = Became::Text;
  as_text.text = text;
  if (at.where != At::Cell || !book_.texts[book_.sheets[at.sheet].texts[at.item].text]->alone()) return replace(slot, as_text);
  const auto& own = plan_.shape_of(plan_.nodes[node]).rect;
  Rect rect{at.row, at.column, at.row, at.column};
  if (const auto table = table_at(book_, at.sheet, at.row, at.column); table != kNone) {
    rect.left = std::max(own.left, book_.tables[table].rect.left);
    rect.right = std::min(own.right, book_.tables[table].rect.right);
  }
  for (auto g = plan_.nodes[node].growths; g != kNone; g = plan_.growths[g].next) {
    if (plan_.shapes[plan_.growths[g].shape].rect.meets(rect)) return replace(slot, as_text);
  }
  Grid made;
  made.text = at.item;
  made.column = at.column;
  for (const auto& row : rows) {
    made.width = std::max(made.width, static_cast<std::uint32_t>(std::min<std::size_t>(row.size(), kMostColumns + 1)));
    auto& values = made.rows.emplace_back();
    auto& merged = made.merged.emplace_back();
    for (const auto& outcome : row) {
      values.push_back(value_of(outcome, 0));
      merged.push_back(outcome.kind == Became::MergeLeft && rect.width() == 1);
    }
  }
  made.width = std::max(made.width, 1U);
  Growth growth;
  growth.owner = node;
  growth.shape = plan_.shape(at.sheet, rect);
  growth.first = static_cast<std::uint32_t>(plan_.nodes.size());
  growth.count = static_cast<std::uint32_t>(rows.size());
  growth.grid = static_cast<std::uint32_t>(plan_.grids.size());
  plan_.grids.push_back(std::move(made));
  const auto shape = growth.shape;
  const auto count = growth.count;
  const auto number = plan_.add_growth(std::move(growth));
  for (std::uint32_t i = 0; i < count; ++i) {
    Node row;
    row.growth = number;
    row.shape = shape;
    row.instance = plan_.nodes[node].instance;
    plan_.nodes.push_back(row);
  }
  return {};
}

Result<void> SheetAdapter::hide(const templating::Area&, const Slot& slot) {
  const auto& at = slot_of(slot);
  if (at.where != At::Cell) return replace(slot, {});
  const auto node = node_of(slot);
  if (const auto index = plan_.value_at(node, at.item); index != kNone) plan_.values[index].kind = CellValue::Kind::Removed;
  for (const auto& name : book_.sheets[at.sheet].names) {
    if (name.tokens == 1 && name.rect.has(at.row, at.column)) plan_.removals[node].push_back({.rect = name.rect, .rows = false});
  }
  return {};
}

Result<void> SheetAdapter::drop(const Slot& slot) {
  const auto& at = slot_of(slot);
  const auto node = node_of(slot);
  plan_.dropped.emplace(slot.place, true);
  if (at.where != At::Cell) return {};
  const auto& sheet = book_.sheets[at.sheet];
  const auto& text = *book_.texts[sheet.texts[at.item].text];
  const auto kind = slot.token->kind;
  const bool steers = kind == TokenKind::If || kind == TokenKind::Else || kind == TokenKind::EndIf;
  const auto& own = plan_.shape_of(plan_.nodes[node]).rect;
  if (steers && text.alone() && own.height() > 1) {
    bool lonely = true;
    for (auto i = sheet.first_at(at.row, own.left);
         i < sheet.cells.size() && sheet.cells[i].row == at.row && sheet.cells[i].column <= own.right; ++i) {
      lonely = lonely && (sheet.cells[i].kind == CellKind::Blank || sheet.cells[i].column == at.column);
    }
    if (lonely) plan_.removals[node].push_back({.rect = {at.row, own.left, at.row, own.right}, .rows = true});
  }
  finish_text(node, at.item);
  return {};
}

Result<void> SheetAdapter::cut(const templating::Area&, const Slot& from, const Slot& to) {
  const auto& a = slot_of(from);
  const auto& b = slot_of(to);
  if (a.where != At::Cell || b.where != At::Cell || a.sheet != b.sheet) return {};
  const auto node = node_of(from);
  const auto own = plan_.shape_of(plan_.nodes[node]).rect;
  const auto text_of = [&](const TemplateSlot& slot) -> const CellText& {
    return *book_.texts[book_.sheets[slot.sheet].texts[slot.item].text];
  };
  if (a.item == b.item) {
    plan_.cuts[Plan::key(node, a.item)].push_back({from.token->end, to.token->begin});
    return {};
  }
  plan_.cuts[Plan::key(node, a.item)].push_back({from.token->end, text_of(a).text.size()});
  plan_.cuts[Plan::key(node, b.item)].push_back({0, to.token->begin});
  auto& removals = plan_.removals[node];
  if (a.row == b.row) {
    if (a.column + 1 < b.column) removals.push_back({.rect = {a.row, a.column + 1, a.row, b.column - 1}, .rows = false});
    return {};
  }
  if (a.row + 1 < b.row) removals.push_back({.rect = {a.row + 1, own.left, b.row - 1, own.right}, .rows = true});
  if (a.column < own.right) removals.push_back({.rect = {a.row, a.column + 1, a.row, own.right}, .rows = false});
  if (b.column > own.left) removals.push_back({.rect = {b.row, own.left, b.row, b.column - 1}, .rows = false});
  return {};
}

}  // namespace docmill::templating::xlsx
