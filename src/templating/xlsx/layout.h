#pragma once
#include <functional>
#include <span>

#include "templating/xlsx/plan.h"

namespace docmill::templating::xlsx {

/// Says where every node of a sheet will stand. Errors: InputTooComplex (more rows or columns than a sheet has; the message names them).
Result<void> lay_out(Plan& plan, std::uint32_t instance);

/// Which end of what a cell has become is wanted.
enum class End : std::uint8_t { First, Last };

/// Where a cell of the template stands in the result. `chain`: nodes, outermost first, whose copies are meant; of other blocks the first or
/// the last copy. nullopt: it is gone.
std::optional<Place> placed(const Plan& plan, std::uint32_t node, std::uint32_t row, std::uint32_t column, End end,
                            std::span<const std::uint32_t> chain = {});

/// The nodes around a node, outermost first, itself last.
std::vector<std::uint32_t> chain_of(const Plan& plan, std::uint32_t node);

/// What a rectangle of the template has become, seen from outside of what grew in it; nullopt: it is gone.
std::optional<Rect> placed(const Plan& plan, std::uint32_t node, const Rect& rect);

/// A merged range of `node`'s own: stretched beside what grew on its rows (§4.2).
std::optional<Rect> placed_merge(const Plan& plan, std::uint32_t node, const Rect& rect);

/// Calls `found` with each node that has `rect` among its own cells (not in a block within it).
void for_each_copy(const Plan& plan, std::uint32_t node, const Rect& rect, const std::function<void(std::uint32_t)>& found);

/// All copies of a rectangle; those that touch below one another are one.
std::vector<Rect> copies_of(const Plan& plan, std::uint32_t node, const Rect& rect);

enum class Way : std::uint8_t { Down, Right };

/// How far a cell of a node (not in a block within it) is moved by the node's blocks that are placed. Blocks below one another push one
/// after the other; of blocks side by side the one whose end went furthest counts, so that nothing lies over anything.
std::int64_t pushed(const Plan& plan, std::uint32_t node, std::uint32_t row, std::uint32_t column, Way way);

/// A node's cell (of the template) in the result, when it is not in a block within.
Place own_place(const Plan& plan, std::uint32_t node, std::uint32_t row, std::uint32_t column);

}  // namespace docmill::templating::xlsx
