#include "templating/xlsx/blocks.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/small_letters.h"

namespace docmill::templating::xlsx {
namespace {

Rect around_tokens(const Book& book, std::span<const std::uint32_t> tokens) {
  std::optional<Rect> out;
  for (const auto token : tokens) {
    const auto& slot = book.slots[token];
    if (slot.row == 0) continue;
    const Rect cell{slot.row, slot.column, slot.row, slot.column};
    if (out)
      out->take_in(cell);
    else
      out = cell;
  }
  return out.value_or(Rect{});
}

Rect clipped(Rect rect, const Rect& around) {
  return {std::max(rect.top, around.top), std::max(rect.left, around.left), std::min(rect.bottom, around.bottom),
          std::min(rect.right, around.right)};
}

/// A cell whose formula is about its own row: it belongs to the row that repeats.
bool is_row_formula(const Book& book, const TemplateSheet& sheet, const TemplateCell& cell, const Rect& block) {
  if (cell.kind != CellKind::Formula) return false;
  const auto& formula = book.formulas[cell.index].formula;
  return std::ranges::any_of(formula.pieces, [&](const Formula::Piece& piece) {
    if (piece.kind != Formula::Piece::Kind::Reference) return false;
    const auto& named = piece.reference.sheet;  // Excel writes the own sheet's name where the cell was clicked on
    if (!named.empty() && small_letters(named) != small_letters(sheet.name)) return false;
    const auto rect = piece.reference.rect();
    return rect.top == cell.row && rect.bottom == cell.row && rect.meets(block);
  });
}

/// Formulas right beside the tokens of their row, one after the other.
void take_row_formulas(const Book& book, const TemplateSheet& sheet, Rect& block, const Rect& around) {
  for (bool more = true; more;) {
    more = false;
    for (std::uint32_t row = block.top; row <= block.bottom && row - block.top < 100; ++row) {
      const auto* right = block.right < around.right ? sheet.cell_at(row, block.right + 1) : nullptr;
      if (right != nullptr && is_row_formula(book, sheet, *right, block)) ++block.right, more = true;
      const auto* left = block.left > around.left ? sheet.cell_at(row, block.left - 1) : nullptr;
      if (left != nullptr && is_row_formula(book, sheet, *left, block)) --block.left, more = true;
    }
  }
}

/// Chains of ranges that overlap one another are followed this far.
constexpr int kMostSteps = 200;

void widen(const Book& book, const TemplateSheet& sheet, Rect& block) {
  bool more = true;
  for (int step = 0; more && step < kMostSteps; ++step) {
    more = false;
    const auto take = [&](const Rect& other) {
      if (!block.cuts(other)) return;
      block.take_in(other);
      more = true;
    };
    for (const auto& merge : sheet.merges) {
      // One that has the whole block in it as one of several cells is torn as well.
      if (merge.has(block) && merge != block) {
        block = merge;
        more = true;
      }
      take(merge);
    }
    for (const auto table : sheet.tables) take(book.tables[table].rect);
    for (const auto& name : sheet.names) take(name.rect);
  }
}

const Rect* smallest_name(const TemplateSheet& sheet, const Rect& tokens, const Rect& around) {
  const Rect* best = nullptr;
  const auto cells = [](const Rect& rect) { return std::uint64_t{rect.height()} * rect.width(); };
  for (const auto& name : sheet.names) {
    if (!name.rect.has(tokens) || !around.has(name.rect) || name.rect == around) continue;
    if (best == nullptr || cells(name.rect) < cells(*best)) best = &name.rect;
  }
  return best;
}

}  // namespace

std::uint32_t table_at(const Book& book, std::uint32_t sheet, std::uint32_t row, std::uint32_t column) {
  for (const auto table : book.sheets[sheet].tables) {
    const auto& rect = book.tables[table].rect;
    if (rect.has(row, column) && row >= book.tables[table].body().top) return table;
  }
  return kNone;
}

bool all_in_tables(const Book& book, std::span<const std::uint32_t> tokens) {
  return std::ranges::all_of(tokens, [&](std::uint32_t token) {
    const auto& slot = book.slots[token];
    return slot.row != 0 && table_at(book, slot.sheet, slot.row, slot.column) != kNone;
  });
}

std::vector<Rect> blocks_on_sheet(const Book& book, std::uint32_t number, std::span<const std::uint32_t> tokens, const Rect& around,
                                  bool across) {
  const auto& sheet = book.sheets[number];
  if (all_in_tables(book, tokens)) {
    std::map<std::uint32_t, Rect> by_table;
    for (const auto token : tokens) {
      const auto& slot = book.slots[token];
      const auto table = table_at(book, number, slot.row, slot.column);
      const auto& rect = book.tables[table].rect;
      const Rect own = across ? Rect{slot.row, slot.column, slot.row, slot.column} : Rect{slot.row, rect.left, slot.row, rect.right};
      const auto [at, fresh] = by_table.emplace(table, own);
      if (!fresh) at->second.take_in(own);
    }
    std::vector<Rect> out;
    for (const auto& [table, rect] : by_table) out.push_back(clipped(rect, around));
    return out;
  }
  Rect block = around_tokens(book, tokens);
  if (const auto* name = smallest_name(sheet, block, around)) return {*name};
  widen(book, sheet, block);
  // Of what grows to the right, a formula beside it is a total.
  if (!across) take_row_formulas(book, sheet, block, around);
  widen(book, sheet, block);
  return {clipped(block, around)};
}

bool is_referred_to(const Book& book, std::uint32_t sheet, const Rect& rect) {
  for (std::uint32_t s = 0; s < book.sheets.size(); ++s) {
    for (const auto& cell : book.sheets[s].cells) {
      if (cell.kind != CellKind::Formula || (s == sheet && rect.has(cell.row, cell.column))) continue;
      for (const auto& piece : book.formulas[cell.index].formula.pieces) {
        if (piece.kind != Formula::Piece::Kind::Reference) continue;
        const auto& reference = piece.reference;
        const auto target = reference.sheet.empty() ? s : book.sheet_named(reference.sheet);
        if (target == sheet && rect.has(reference.rect())) return true;
      }
    }
  }
  return false;
}

}  // namespace docmill::templating::xlsx
