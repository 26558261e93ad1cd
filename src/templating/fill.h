#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "templating/context.h"
#include "templating/outcome.h"
#include "templating/path.h"
#include "templating/token.h"

// How any Office template is filled (specification §3.1, §13, §16). The procedure knows data and paths but no format; a format is one
// Adapter, which knows places but no data. What both speak of:
//
//   Slot    a token where it stands
//   Area    what is filled with one set of items: at first the whole document, then each copy of a block. It has its tokens in the order
//           of the document, found once: when a block is copied, the adapter finds the copy's tokens while it copies.
//   Block   the part of an area that is copied once per item: table rows, list paragraphs, slides, cells
//
// Nothing is searched twice: work grows with what is written, not with items times document.
//
//   Area body = adapter's tokens;  prepare(body, adapter, context);  fill(std::move(body), Scope(context.data), adapter, context, budget);

namespace docmill::templating {

class Findings;  // findings.h

/// A token where it stands. `token` belongs to the adapter, is the same for all copies and outlives the filling.
/// Without a token: an object that is filled by itself, with what is bound where it stands (a chart); see Adapter::enter.
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
  std::uint64_t weight = 0;        // about how many elements or cells one copy has; held against FillLimits::elements
  bool fixed = false;              // set by fill(): no copies are added to what the template has (`fixed`, §5.2)
  bool wide = false;               // a document, section, slide or sheet, for want of a table or list around the tokens
};

/// A block of which only the first and the last copy stand in the tree; those between are printed, as the text that they would be written
/// as: what a copy holds is looked at once and not for each. In a long table that is nearly all of the work.
class Stencil {
 public:
  Stencil() = default;
  Stencil(const Stencil&) = delete;
  Stencil& operator=(const Stencil&) = delete;
  virtual ~Stencil() = default;

  /// The first and the last copy, to be filled as those that are grown: the first before anything is printed, the last when all is.
  virtual Area first() = 0;
  virtual Area last() = 0;

  /// Begins the next copy, or begins the same one anew when it was not ended.
  virtual void begin() = 0;
  /// What stands in the place of its next token: text (UTF-8; line feeds are line breaks), or an outcome; false when that is more than
  /// text.
  virtual void put(std::string_view text) = 0;
  virtual bool put(const Slot& slot, const Outcome& outcome) = 0;
  virtual void end() = 0;
  /// Grows the next copy instead of printing it.
  virtual Result<Area> grow() = 0;
};

/// One format's places.
class Adapter {
 public:
  Adapter() = default;
  Adapter(const Adapter&) = delete;
  Adapter& operator=(const Adapter&) = delete;
  virtual ~Adapter() = default;

  /// The blocks in which the items of one collection are shown (§3.1, §4.1): one when the tokens are in one table or list, several when
  /// the collection is shared, one for a whole document or sheet. They do not overlap. None: nothing can be repeated here (text of a page
  /// header), so the tokens show the first item.
  /// `tokens`: ascending indexes of scope.slots, not empty: all tokens that name the collection's items. Called before anything in `scope`
  /// is grown or replaced, perhaps more than once; what is returned need not be grown.
  virtual Result<std::vector<Block>> choose(const Area& scope, std::span<const std::size_t> tokens) = 0;

  /// Makes `copies` copies stand where the block stands (none removes it) and returns them in order, each with its own slots. They are
  /// copies of the block as it is now; the first may be the block itself. Blocks of one scope are grown one after the other, each filled
  /// before the next is grown. Where none would leave no document at all, the block stays and is returned: it is filled with null.
  virtual Result<std::vector<Area>> grow(const Area& scope, const Block& block, std::size_t copies) = 0;

  /// The same for many copies, where those between the first and the last can be printed. nullptr: they cannot, and nothing has changed;
  /// grow them. All tokens of the block print nothing but text, unless the data is odd. The stencil borrows the adapter.
  virtual Result<std::unique_ptr<Stencil>> stencil(const Area&, const Block&) { return nullptr; }

  /// Puts an outcome in the token's place: text, a number, a picture, nothing, the token itself (Keep); MergeLeft and MergeUp are the
  /// adapter's to act on. Never HideBlock or Grid. Called once for a slot, after all blocks of its area are grown.
  virtual Result<void> replace(const Slot& slot, const Outcome& outcome) = 0;

  /// Writes an array of arrays from the token's place to the right and down (§3.6). Rows may have different lengths. Not empty. `text`:
  /// what is printed where no grid can stand.
  virtual Result<void> grid(const Slot& slot, const std::vector<std::vector<Outcome>>& rows, const std::string& text) = 0;

  /// A hiding token applies: removes the closest block around it, which is a list item, a table row, or the copy that `scope` is (§5.2).
  /// Where there is none, the token prints nothing. May be called for several tokens of one block, before or after others of it are
  /// replaced, so what it removes must still be there until all is filled.
  virtual Result<void> hide(const Area& scope, const Slot& slot) = 0;

  /// Takes a token away that only steers: a definition, #if, #else, /if. Its paragraph or row goes when nothing else stands in it.
  virtual Result<void> drop(const Slot& slot) = 0;

  /// Removes what stands between two steering tokens of one area, all tokens between them too, but not these two: drop() is called for
  /// both. Nothing between them is named again. Never called in Classic templates.
  virtual Result<void> cut(const Area& scope, const Slot& from, const Slot& to) = 0;

  /// Fills an object (a slot without a token) with what is bound where it stands.
  virtual Result<void> enter(const Slot&, const Scope&) { return {}; }

  /// Where a token (or an object) stands in the template, for its author: in warnings, in errors, and when a template is looked at without
  /// data. The same for all copies. Only asked when it is needed. Nothing: what Context::part and place say.
  virtual Where where(const Slot&) const { return {}; }

  /// Adds the tokens that an object (a slot without a token) has, to be looked at without data.
  virtual Result<void> look_into(const Slot&, Findings&) { return {}; }
};

/// What one template may grow to. All is counted before it is made, so nesting cannot be used to multiply.
struct FillLimits {
  std::uint64_t copies = 2'000'000;    // copies of blocks in one filling, nested ones too
  std::uint64_t elements = 6'000'000;  // elements or cells of all copies: the sum of Block::weight
  std::uint64_t slots = 5'000'000;     // tokens of all copies
  std::size_t depth = 24;              // blocks within blocks
  std::size_t collections = 2'000;     // that are shown in one area
};

/// What one filling has used of its limits. One for all areas of a document (body, headers, notes, embedded workbooks).
struct FillBudget {
  FillLimits limits;
  std::uint64_t copies = 0;
  std::uint64_t elements = 0;
  std::uint64_t slots = 0;
};

/// Takes a grid's elements of the budget; see Adapter::grid. Errors: InputTooComplex when there are not so many left.
Result<void> spend_grid(FillBudget& budget, std::uint64_t elements);

/// Carries out what steers, in the order of the document: definitions ({{a = b|top(2)}}) go to the context's data, and of {{#if …}} whose
/// condition does not hang on an item the branch that does not hold goes. Definitions in such a branch count for nothing. Tokens that are
/// done with leave the area. Call it for all areas of a document before the first of them is filled: a name that one defines may be used
/// in any. Errors: as fill().
Result<void> prepare(Area& area, Adapter& adapter, Context& context);

/// Repeats what has to be repeated and replaces what stands in it.
/// `scope`: what is bound already: the context's data, or an item where something is filled later than what is around it.
/// Warnings go to the context. Errors: InputTooComplex (over a limit; the message names it), BadRequest (a missing name where the context
/// says so), and what the adapter returns.
Result<void> fill(Area area, const Scope& scope, Adapter& adapter, Context& context, FillBudget& budget);

}  // namespace docmill::templating
