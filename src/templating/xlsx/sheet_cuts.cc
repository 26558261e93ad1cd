#include "templating/xlsx/sheet_adapter.h"

// What goes: hidden cells, steering tokens, branches that do not hold.

namespace docmill::templating::xlsx {
namespace {

using At = TemplateSlot::Where;

}  // namespace

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
