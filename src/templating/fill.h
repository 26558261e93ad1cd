#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "templating/context.h"
#include "templating/outcome.h"
#include "templating/token.h"

// How any Office template is filled (specification §3.1, §16). The procedure knows data and paths but no format; a format is one Adapter,
// which knows places but no data. What both speak of:
//
//   Slot     a token where it stands
//   Area   what is filled with one set of items: at first the whole document, then each copy of a block. It has its tokens in the
//            order of the document, found once: when a block is copied, the adapter finds the copy's tokens while it copies.
//   Block    the part of an area that is copied once per item: table rows, list paragraphs, slides, cells
//
// Nothing is searched twice: work grows with what is written, not with items times document.

namespace docmill::templating {

/// A token where it stands. `token` belongs to the adapter, is the same for all copies and outlives the filling.
struct Slot {
  const Token* token = nullptr;
  std::uint64_t place = 0;  // the adapter's own
};

/// What is filled with one set of items. Slots are in the order of the document.
struct Area {
  std::vector<Slot> slots;
  std::uint64_t place = 0;  // the adapter's own
};

/// A part of an area to be copied once per item.
struct Block {
  std::vector<std::size_t> slots;  // ascending indexes of the area's slots that lie in the block: all of them, whatever their path
  std::uint64_t place = 0;         // the adapter's own
  std::uint32_t weight = 0;        // about how many elements or cells one copy has; held against FillLimits::elements
};

/// One format's places.
class Adapter {
 public:
  virtual ~Adapter() = default;

  /// The blocks in which the items of one collection are shown, of all tokens of `scope` that name them (§3.1, §4.1): one block when they
  /// are in one table or list, several when the collection is shared, one for a whole document or sheet. Blocks do not overlap.
  /// `tokens`: ascending indexes of scope.slots, not empty. Called before anything in `scope` is grown or replaced.
  virtual Result<std::vector<Block>> choose(const Area& scope, std::span<const std::size_t> tokens) = 0;

  /// Makes `copies` copies stand where the block stands (none removes it) and returns them in order, each with its own slots. They are
  /// copies of the block as it is now; the first may be the block itself. Fewer come back where a place cannot be repeated: a header shows
  /// the first item. Blocks of one scope are grown one after the other.
  virtual Result<std::vector<Area>> grow(const Area& scope, const Block& block, std::size_t copies) = 0;

  /// Puts an outcome in the token's place: text, a number, a picture, nothing; remarks about merging with a neighbour are the adapter's to
  /// act on. Called once for a slot, after all blocks of its area are grown.
  virtual Result<void> replace(const Slot& slot, const Outcome& outcome) = 0;

  /// Writes an array of arrays from the token's cell to the right and down (§3.6). Rows may have different lengths; none: as nothing.
  virtual Result<void> grid(const Slot& slot, const std::vector<std::vector<Outcome>>& rows) = 0;

  /// A hiding token applies: removes the closest block around it, which is a list item, a table row, or the copy that `scope` is (§5.2).
  /// Where there is none, the token prints nothing. May be called for several tokens of one block, and after their replacement.
  virtual Result<void> hide(const Area& scope, const Slot& slot) = 0;

  /// Takes a token away that only steers: a definition, #if, #else, /if. Its paragraph or row goes when nothing else stands in it.
  virtual Result<void> drop(const Slot& slot) = 0;

  /// Removes what stands between two steering tokens of one area, all tokens between them too, and then both are dropped by drop().
  /// Nothing between them will be named again.
  virtual Result<void> cut(const Area& scope, const Slot& from, const Slot& to) = 0;
};

/// What one template may grow to. The whole is bounded before anything is copied, so nesting cannot be used to multiply.
struct FillLimits {
  std::uint64_t copies = 2'000'000;     // copies of blocks made in one filling, nested ones too
  std::uint64_t elements = 20'000'000;  // elements or cells copied: the sum of Block::weight
  std::uint64_t slots = 5'000'000;      // tokens replaced
  std::size_t depth = 32;               // blocks within blocks
};

/// What one filling has used of its limits; goes from area to area of one document (body, headers, notes, embedded workbooks).
struct FillBudget {
  FillLimits limits;
  std::uint64_t copies = 0;
  std::uint64_t elements = 0;
  std::uint64_t slots = 0;
};

/// The document's properties: all definitions ({{a = b|top(2)}}) and, in Modern, conditions that do not hang on an item, in the order of
/// the document; then repeats, then replaces. `whole` is the document (or one header, one sheet) as the adapter found it.
/// `scope`: what is already bound: the context's root for a document, an item's scope for what is filled later (a footnote).
/// Warnings go to the context. Tokens whose names the data lacks are handled as the context says.
/// Errors: InputTooComplex (over a limit; the message names it), and what the adapter returns.
Result<void> fill(Area whole, const Scope& scope, Adapter& adapter, Context& context, FillBudget& budget);

}  // namespace docmill::templating
