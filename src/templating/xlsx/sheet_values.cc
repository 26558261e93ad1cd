#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "templating/xlsx/blocks.h"
#include "templating/xlsx/sheet_adapter.h"

// What stands in the place of a token.

namespace docmill::templating::xlsx {
namespace {

using At = TemplateSlot::Where;
using Became = Outcome::Kind;

/// Days between the two ways that workbooks count dates: from 1900 and from 1904.
constexpr double kDaysTo1904 = 1462;

std::string invariant(const Value& value) {
  const Number number = value.number();
  if (!number.spelling.empty()) return std::string(number.spelling);
  if (number.integer) return std::to_string(*number.integer);
  return fmt::format("{}", number.value);
}

/// In a page header "&" begins an instruction ("&D" prints the date); two print one.
std::string doubled_ampersands(const std::string& text) {
  std::string out;
  for (const char c : text) out.append(c == '&' ? 2 : 1, c);
  return out;
}

}  // namespace

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
    case Became::Html:
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
  if (outcome.kind != Became::Keep && at.where == At::Margin) return doubled_ampersands(outcome.text);
  if (outcome.kind != Became::Keep) return outcome.text;
  std::uint32_t text = kNone;
  switch (at.where) {
    case At::Cell: text = sheet.texts[at.item].text; break;
    case At::Link: text = sheet.links[at.item].text; break;
    case At::SheetName: text = sheet.name_text; break;
    case At::Margin: text = sheet.margins[at.item].text; break;
    case At::Object: return {};
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
  const bool says_text = outcome.kind == Became::Text || outcome.kind == Became::Html;
  const bool rich = !text.runs.empty() && says_text && !outcome.text.empty();
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

/// What `{{#if paid}}{{sum}}{{/if}}` comes to keeps the type of its value, as a token alone does: beside it only steering tokens stand, or
/// what was cut.
std::optional<CellValue> SheetAdapter::only_value(std::uint32_t node, const TokenCell& cell, const CellText& text,
                                                  const std::vector<Cut>& cuts, const std::vector<std::string>& parts) {
  if (typed_.empty()) return std::nullopt;
  std::optional<CellValue> only;
  std::size_t values = 0;
  std::size_t said = 0;
  auto slot = cell.first_slot;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto& token = text.tokens[i];
    if (token.is_equals()) return std::nullopt;
    const auto typed = typed_.find(Plan::key(node, slot++));
    const bool cut = std::ranges::any_of(cuts, [&](const Cut& gone) { return gone.begin <= token.begin && gone.end >= token.end; });
    if (!cut && !token.is_control()) {
      ++values;
      said = i;
      only = typed == typed_.end() ? std::nullopt : std::optional(typed->second);
    }
    if (typed != typed_.end()) typed_.erase(typed);
  }
  return values == 1 && compose_text(text, parts, cuts) == parts[said] ? only : std::nullopt;
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
  const auto only = only_value(node, cell, text, cuts, parts);
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
  if (only) {
    value = *only;
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
    if (cell && (outcome.kind == Became::Number || outcome.kind == Became::Boolean || outcome.kind == Became::Date)) {
      const auto& text = *book_.texts[book_.sheets[at.sheet].texts[at.item].text];
      if (std::ranges::any_of(text.tokens, &Token::is_control)) typed_.insert_or_assign(slot.place, value_of(outcome, 0));
    }
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

}  // namespace docmill::templating::xlsx
