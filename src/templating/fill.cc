#include "templating/fill.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "templating/formatter.h"
#include "templating/in_hand.h"
#include "templating/steering.h"

namespace docmill::templating {
namespace {

/// Fewer copies are not worth a stencil.
constexpr std::size_t kFewestPrinted = 6;

/// The tokens of an area that name items of one collection.
struct Group {
  Path prefix;
  std::span<const Value> items;
  std::vector<std::size_t> tokens;
  std::vector<std::size_t> conditions;  // {{#if …}} that hang on an item, with their {{#else}} and {{/if}}
};

/// A block that will be grown, and for what.
struct Chosen {
  Block block;
  std::size_t group = 0;

  /// Larger first; of equal ones the one whose token comes first.
  bool operator<(const Chosen& other) const {
    if (block.slots.size() != other.block.slots.size()) return block.slots.size() > other.block.slots.size();
    return group != other.group ? group < other.group : block.slots < other.block.slots;
  }
};

struct Plan {
  std::vector<Group> groups;
  std::vector<Chosen> blocks;
  std::vector<char> covered;  // of each slot: whether it lies in a block
};

Error over(std::string_view what, std::uint64_t limit) {
  return fail(ErrorCode::InputTooComplex,
              fmt::format("The filled document would have more than {} {}. Use fewer items, or a template that repeats less for each.",
                          limit, what));
}

Error too_many_collections(std::size_t limit) {
  return fail(ErrorCode::InputTooComplex,
              fmt::format("The template repeats more than {} different lists of the data in one place. Make one list of them.", limit));
}

class Filling {
 public:
  Filling(Adapter& adapter, Context& context, FillBudget& budget) : adapter_(adapter), context_(context), budget_(budget) {}

  Result<void> fill(Area area, const Scope& scope, std::size_t depth);

 private:
  Result<std::vector<Group>> groups(const Area& area, const Scope& scope) const;
  Result<std::vector<Block>> blocks_of(const Area& area, const Group& group, const std::vector<char>& covered);
  Result<Plan> plan(const Area& area, const Scope& scope);
  Result<void> spend(const Block& block, std::size_t copies);
  Result<void> repeat(const Area& area, const Scope& scope, const Plan& plan, const Chosen& chosen, std::size_t depth);
  Result<std::unique_ptr<Stencil>> stencil_of(const Area& area, const Block& block, std::size_t copies);
  Result<void> print(const Area& area, const Scope& scope, const Group& group, const Block& block, Stencil& stencil, std::size_t depth);
  Result<bool> print_copy(std::span<const Slot> slots, const Scope& item, Stencil& stencil);
  Result<void> put_all(const Area& area, const std::vector<char>& covered, const Scope& scope);
  Result<std::optional<Outcome>> put(const Area& area, const Slot& slot, const Scope& scope);
  Result<void> put_grid(const Slot& slot, const Outcome& outcome);

  Adapter& adapter_;
  Context& context_;
  FillBudget& budget_;
};

std::optional<Repetition> repetition_around(const Token& token, const Scope& scope) {
  for (const auto& path : token.paths) {
    if (auto found = repetition_of(scope, path)) return found;
  }
  return std::nullopt;
}

Result<std::vector<Group>> Filling::groups(const Area& area, const Scope& scope) const {
  std::vector<Group> found;
  std::vector<std::optional<std::size_t>> open;  // of each {{#if}} around: its group
  for (std::size_t i = 0; i < area.slots.size(); ++i) {
    const Token* token = area.slots[i].token;
    if (token == nullptr || token->kind == TokenKind::Alias) continue;
    if (token->kind == TokenKind::Else || token->kind == TokenKind::EndIf) {
      if (!open.empty() && open.back()) found[*open.back()].conditions.push_back(i);
      if (!open.empty() && token->kind == TokenKind::EndIf) open.pop_back();
      continue;
    }
    const auto repetition = repetition_around(*token, scope);
    std::optional<std::size_t> group;
    if (repetition) {
      const auto same = std::ranges::find(found, repetition->prefix, &Group::prefix);
      group = static_cast<std::size_t>(same - found.begin());
      if (same == found.end()) {
        if (found.size() == budget_.limits.collections) return Failed(too_many_collections(found.size()));
        found.push_back({repetition->prefix, repetition->items->items(), {}, {}});
      }
      (token->kind == TokenKind::If ? found[*group].conditions : found[*group].tokens).push_back(i);
    }
    if (token->kind == TokenKind::If) open.push_back(group);
  }
  std::erase_if(found, [](const Group& group) { return group.tokens.empty(); });
  return found;
}

/// A condition on an item widens a table's block to its own rows, but does not make a whole document repeat.
Result<std::vector<Block>> Filling::blocks_of(const Area& area, const Group& group, const std::vector<char>& covered) {
  const auto is_covered = [&](std::size_t i) { return covered[i] != 0; };
  std::vector<std::size_t> tokens = group.tokens;
  std::erase_if(tokens, is_covered);
  if (tokens.empty()) return std::vector<Block>{};
  if (!group.conditions.empty()) {
    std::vector<std::size_t> all;
    std::ranges::merge(tokens, group.conditions, std::back_inserter(all));
    std::erase_if(all, is_covered);
    auto blocks = adapter_.choose(area, all);
    if (!blocks) return blocks;
    if (std::ranges::none_of(*blocks, &Block::wide)) return blocks;
  }
  return adapter_.choose(area, tokens);
}

/// Whether a token of the block says so, and means this collection: it is the innermost of its path.
bool is_fixed(const Area& area, const Scope& scope, const Group& group, const Block& block) {
  return std::ranges::any_of(block.slots, [&](std::size_t i) {
    const auto* token = area.slots[i].token;
    if (token == nullptr || !token->marks.fixed || !starts_with(token->path, group.prefix)) return false;
    if (group.items.empty()) return token->path.size() == group.prefix.size() + 1;
    return !repetition_of(Scope(scope, group.prefix, group.items.front()), token->path);
  });
}

/// Larger blocks come first: a smaller one inside of them, of another collection, is found again in each of their copies.
Result<Plan> Filling::plan(const Area& area, const Scope& scope) {
  auto found = groups(area, scope);
  if (!found) return Failed(found.error());
  Plan plan{.groups = *std::move(found), .blocks = {}, .covered = std::vector<char>(area.slots.size(), 0)};
  bool more = !plan.groups.empty();
  while (more) {
    std::vector<Chosen> candidates;
    for (std::size_t g = 0; g < plan.groups.size(); ++g) {
      auto blocks = blocks_of(area, plan.groups[g], plan.covered);
      if (!blocks) return Failed(blocks.error());
      for (auto& block : *blocks) {
        block.fixed = is_fixed(area, scope, plan.groups[g], block);
        candidates.push_back({std::move(block), g});
      }
    }
    std::sort(candidates.begin(), candidates.end());
    more = false;
    for (auto& candidate : candidates) {
      const auto& slots = candidate.block.slots;
      if (slots.empty() || std::ranges::any_of(slots, [&](std::size_t i) { return plan.covered[i] != 0; })) continue;
      for (const auto i : slots) plan.covered[i] = 1;
      plan.blocks.push_back(std::move(candidate));
      more = plan.groups.size() > 1;
    }
  }
  return plan;
}

Result<void> Filling::spend(const Block& block, std::size_t copies) {
  const auto& limits = budget_.limits;
  const auto take = [copies](std::uint64_t& used, std::uint64_t each, std::uint64_t limit) {
    if (each != 0 && copies > (limit - std::min(used, limit)) / each) return false;
    used += each * copies;
    return true;
  };
  if (!take(budget_.copies, 1, limits.copies)) return Failed(over("repeated rows, list items and sections", limits.copies));
  if (!take(budget_.elements, block.weight, limits.elements)) return Failed(over("elements", limits.elements));
  if (!take(budget_.slots, block.slots.size(), limits.slots)) return Failed(over("filled tokens", limits.slots));
  return {};
}

Result<void> Filling::repeat(const Area& area, const Scope& scope, const Plan& plan, const Chosen& chosen, std::size_t depth) {
  const auto& group = plan.groups[chosen.group];
  if (auto enough = spend(chosen.block, group.items.size()); !enough) {
    const InHand in_hand(context_, adapter_, area.slots[group.tokens.front()]);
    return Failed(context_.placed(enough.error()));
  }
  auto stencil = stencil_of(area, chosen.block, group.items.size());
  if (!stencil) return Failed(stencil.error());
  if (*stencil) return print(area, scope, group, chosen.block, **stencil, depth);
  auto copies = adapter_.grow(area, chosen.block, group.items.size());
  if (!copies) return Failed(copies.error());
  static const Value kNothing{};  // shown by what stays although there is no item
  const auto items = group.items.empty() ? std::span(&kNothing, 1) : group.items;
  for (std::size_t i = 0; i < copies->size() && i < items.size(); ++i) {
    const Scope item(scope, group.prefix, items[i]);
    if (auto filled = fill(std::move((*copies)[i]), item, depth + 1); !filled) return filled;
  }
  return {};
}

Result<std::unique_ptr<Stencil>> Filling::stencil_of(const Area& area, const Block& block, std::size_t copies) {
  const auto prints = [&](std::size_t i) { return area.slots[i].token != nullptr && prints_text(*area.slots[i].token); };
  if (copies < kFewestPrinted || block.fixed || !std::ranges::all_of(block.slots, prints)) return nullptr;
  return adapter_.stencil(area, block);
}

/// An item that asks for more than text (a list of its own, a grid) gets a copy that is grown.
Result<void> Filling::print(const Area& area, const Scope& scope, const Group& group, const Block& block, Stencil& stencil,
                            std::size_t depth) {
  std::vector<Slot> slots;
  for (const auto i : block.slots) slots.push_back(area.slots[i]);
  Scope item(scope, group.prefix, group.items.front());
  if (auto filled = fill(stencil.first(), item, depth + 1); !filled) return filled;
  for (const auto& value : group.items.subspan(1, group.items.size() - 2)) {
    item.move_to(value);
    auto printed = print_copy(slots, item, stencil);
    if (!printed) return Failed(printed.error());
    if (*printed) continue;
    auto copy = stencil.grow();
    if (!copy) return Failed(copy.error());
    if (auto filled = fill(*std::move(copy), item, depth + 1); !filled) return filled;
  }
  item.move_to(group.items.back());
  return fill(stencil.last(), item, depth + 1);
}

/// Returns false when it cannot be printed.
Result<bool> Filling::print_copy(std::span<const Slot> slots, const Scope& item, Stencil& stencil) {
  stencil.begin();
  for (const auto& slot : slots) {
    if (const auto text = text_at_hand(*slot.token, item, context_)) {
      stencil.put(*text);
      continue;
    }
    if (repetition_around(*slot.token, item)) return false;
    const InHand in_hand(context_, adapter_, slot);
    const auto outcome = apply_token(*slot.token, item, context_);
    if (!outcome) return Failed(context_.placed(outcome.error()));
    if (!stencil.put(slot, *outcome)) return false;
  }
  stencil.end();
  return true;
}

Result<void> Filling::put_grid(const Slot& slot, const Outcome& outcome) {
  std::vector<std::vector<Outcome>> rows;
  std::uint64_t cells = 0;
  for (const auto& row : outcome.value.items()) {
    cells += std::max<std::size_t>(row.size(), 1);
    if (budget_.slots + cells > budget_.limits.slots) return Failed(over("filled tokens and cells", budget_.limits.slots));
    rows.emplace_back();
    for (const auto& value : row.items()) {
      auto cell = apply_formatters(*slot.token, value, context_);
      if (!cell) return Failed(cell.error());
      rows.back().push_back(*std::move(cell));
    }
  }
  budget_.slots += cells;
  if (rows.empty()) return adapter_.replace(slot, {});
  return adapter_.grid(slot, rows, outcome.text);
}

/// Returns a grid, which is written when all else is done: it copies what stands beside it.
Result<std::optional<Outcome>> Filling::put(const Area& area, const Slot& slot, const Scope& scope) {
  const auto done = [this](Result<void> result) -> Result<std::optional<Outcome>> {
    if (!result) return Failed(context_.placed(result.error()));
    return std::nullopt;
  };
  const InHand in_hand(context_, adapter_, slot);
  if (slot.token == nullptr) return done(adapter_.enter(slot, scope));
  if (slot.token->kind == TokenKind::Alias) return done(adapter_.drop(slot));
  if (slot.token->is_control() && slot.token->kind != TokenKind::HideIf) {
    context_.warn(slot.token->source,
                  "It has no counterpart in the same part of the document: put {{#if …}} and {{/if}} in the same row, cell or text.");
    Outcome kept;
    kept.kind = Outcome::Kind::Keep;
    return done(adapter_.replace(slot, kept));
  }
  auto outcome = apply_token(*slot.token, scope, context_);
  if (!outcome) return Failed(context_.placed(outcome.error()));
  switch (outcome->kind) {
    case Outcome::Kind::HideBlock: return done(adapter_.hide(area, slot));
    case Outcome::Kind::Grid: return std::optional(*std::move(outcome));
    default: break;
  }
  return done(slot.token->kind == TokenKind::HideIf ? adapter_.drop(slot) : adapter_.replace(slot, *outcome));
}

Result<void> Filling::put_all(const Area& area, const std::vector<char>& covered, const Scope& scope) {
  std::vector<std::pair<Slot, Outcome>> grids;
  for (std::size_t i = 0; i < area.slots.size(); ++i) {
    if (covered[i] != 0) continue;
    auto grid = put(area, area.slots[i], scope);
    if (!grid) return Failed(grid.error());
    if (*grid) grids.emplace_back(area.slots[i], **std::move(grid));
  }
  for (const auto& [slot, outcome] : grids) {
    const InHand in_hand(context_, adapter_, slot);
    if (auto written = put_grid(slot, outcome); !written) return Failed(context_.placed(written.error()));
  }
  return {};
}

Result<void> Filling::fill(Area area, const Scope& scope, std::size_t depth) {
  if (depth > budget_.limits.depth) return Failed(over("levels of repeated blocks within blocks", budget_.limits.depth));
  if (auto steered = steer(area, scope, adapter_, context_, {}); !steered) return steered;
  auto made = plan(area, scope);
  if (!made) return Failed(made.error());
  if (has_open_condition(area, made->covered)) {  // it hangs on an item but stands where nothing repeats: the first item decides
    if (auto steered = steer(area, scope, adapter_, context_, made->covered); !steered) return steered;
    made = plan(area, scope);
    if (!made) return Failed(made.error());
  }
  for (const auto& chosen : made->blocks) {
    if (auto repeated = repeat(area, scope, *made, chosen, depth); !repeated) return repeated;
  }
  return put_all(area, made->covered, scope);
}

}  // namespace

Result<void> spend_grid(FillBudget& budget, std::uint64_t elements) {
  const auto limit = budget.limits.elements;
  if (elements > limit - std::min(budget.elements, limit)) {
    return Failed(fail(ErrorCode::InputTooComplex,
                       fmt::format("The filled document would have more than {} elements. Use a smaller list of lists.", limit)));
  }
  budget.elements += elements;
  return {};
}

Result<void> fill(Area area, const Scope& scope, Adapter& adapter, Context& context, FillBudget& budget) {
  if (area.slots.size() > budget.limits.slots) return Failed(over("tokens", budget.limits.slots));
  return Filling(adapter, context, budget).fill(std::move(area), scope, 0);
}

}  // namespace docmill::templating
