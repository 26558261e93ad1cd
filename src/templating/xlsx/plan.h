#pragma once
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "templating/path.h"
#include "templating/xlsx/book.h"

// What a filled workbook will look like, before any of it is written: which block is copied how often, and what the cells with tokens hold.
// Where all of it will stand is reckoned once, when everything is known (layout.cc): growing a block costs nothing for the cells around it.
//
//   Instance   a sheet of the result: a template sheet for one set of items
//   Node       a rectangle of the template in one copy: a whole sheet, or one copy of a block
//   Growth     a block of a node that has become a number of copies, each a node of its own

namespace docmill::templating::xlsx {

/// What a cell with tokens holds in one copy.
struct CellValue {
  enum class Kind : std::uint8_t {
    Unset,    // nobody said anything: the template's text
    Empty,    // no value; the style stays
    Removed,  // no cell
    String,   // text: strings
    Number,   // number
    Literal,  // text: literals; a number as it was spelled
    Boolean,  // number is 0 or 1
    Date,     // number: a serial
    Formula,  // text: formula texts of the plan
  };
  Kind kind = Kind::Unset;
  std::uint32_t text = 0;
  double number = 0;
};

/// A rectangle of a template sheet, and what stands in it.
struct Shape {
  std::uint32_t sheet = 0;
  Rect rect;
  std::vector<std::uint32_t> cells;   // of the sheet, those in the rectangle
  std::vector<std::uint32_t> texts;   // of the sheet's texts, ascending
  std::vector<std::uint32_t> merges;  // of the sheet, those that lie in it
  std::vector<std::uint32_t> links;
  std::vector<std::uint32_t> tables;  // of the book
};

struct Node {
  std::uint32_t growth = kNone;  // that it is a copy of; none: a whole sheet
  std::uint32_t shape = 0;
  std::uint32_t values = kNone;   // the first of as many as its shape has texts; none: those of the node around it (a row of a grid)
  std::uint32_t growths = kNone;  // the first of those within
  std::uint32_t instance = 0;
  std::uint32_t row = 1;  // where it stands, once that is known
  std::uint32_t column = 1;
  bool blank = false;  // a copy for no item: style only
};

/// Columns or rows that move.
struct Span {
  std::uint32_t first = 1;
  std::uint32_t last = 0;
  bool has(std::uint32_t at) const { return at >= first && at <= last; }
};

inline bool any_has(const std::vector<Span>& spans, std::uint32_t at) {
  return std::ranges::any_of(spans, [at](const Span& span) { return span.has(at); });
}

inline std::int64_t grown_by(std::uint32_t now, std::uint32_t before) {
  return std::int64_t{now} - std::int64_t{before};
}

struct Growth {
  std::uint32_t owner = 0;
  std::uint32_t shape = 0;
  std::uint32_t first = 0;  // of its nodes
  std::uint32_t count = 0;
  std::uint32_t next = kNone;  // of its owner's
  std::uint32_t choice = kNone;
  std::uint32_t grid = kNone;
  bool across = false;  // to the right
  bool whole = false;   // whole rows or columns of the sheet move
  bool fixed = false;   // nothing moves: the copies lie over what is below
  bool rounds = false;  // its nodes are the parts of its own rectangle, each with a shape of its own
  // Once it is known:
  bool placed = false;
  std::uint32_t row = 1;
  std::uint32_t column = 1;
  std::uint32_t height = 0;
  std::uint32_t width = 0;
  std::uint32_t reach = 0;    // columns that its cells take, which may be more than what moves beside it
  std::vector<Span> columns;  // in which cells below move down
  std::vector<Span> rows;     // in which cells to the right move right
};

/// An array of arrays in the place of a cell.
struct Grid {
  std::uint32_t text = 0;    // of the sheet's texts
  std::uint32_t column = 0;  // of the template
  std::uint32_t style = 0;
  std::uint32_t width = 0;  // of the longest row
  std::vector<std::vector<CellValue>> rows;
  std::vector<std::vector<bool>> merged;  // with the cell to the left
};

/// How a block was chosen.
struct Choice {
  bool sheets = false;  // sheets first to last of the template, otherwise `shape`
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t shape = 0;
  bool across = false;
  bool whole = false;
  std::vector<std::uint32_t> tokens;  // slots that name the collection's items
  std::vector<Rect> siblings;         // blocks of the same collection beside it
  std::optional<bool> keeps_one;      // a blank copy is left when there are no items
};

struct Instance {
  std::uint32_t sheet = 0;
  std::uint32_t root = 0;              // node
  std::uint32_t origin = kNone;        // the instance it is a copy of; none: it takes the template's own part
  bool hidden = false;                 // of an empty collection
  std::string name;                    // of the result
  std::vector<std::uint32_t> choices;  // by which it was copied, outermost first
  std::vector<std::uint32_t> mates;    // instances copied together with it, itself too
  // Once all is laid out:
  std::string part;
  std::uint32_t first_row = 0;
};

/// The rest of a cut: see Adapter::cut.
struct Removal {
  Rect rect;          // of the template
  bool rows = false;  // the rows go; otherwise the cells
};

class Plan {
 public:
  explicit Plan(Book& book) : book(book) {}

  Book& book;
  std::vector<Shape> shapes;
  std::vector<Node> nodes;
  std::vector<Growth> growths;
  std::vector<CellValue> values;
  std::vector<Grid> grids;
  std::vector<Choice> choices;
  std::vector<Instance> instances;
  std::vector<std::uint32_t> order;   // of the instances in the result
  std::vector<std::string> formulas;  // made by {{equals}}
  std::vector<bool> merged_left;      // of each value: merge-nulls
  std::unordered_map<std::uint64_t, std::string>
      printed;                                      // of slots that are no cell's, and of cells with several tokens: by node and slot
  std::unordered_map<std::uint64_t, bool> dropped;  // by node and slot
  std::unordered_map<std::uint64_t, std::vector<Cut>> cuts;          // by node and text
  std::unordered_map<std::uint32_t, std::vector<Removal>> removals;  // by node
  std::unordered_map<std::uint64_t, KeptScope> kept;                 // by node and slot: what is bound where an object stands

  static std::uint64_t key(std::uint32_t node, std::uint32_t item) { return (std::uint64_t{node} << 32U) | item; }

  std::uint32_t shape(std::uint32_t sheet, const Rect& rect);
  std::uint32_t add_instance(std::uint32_t sheet);
  /// A node with its values.
  std::uint32_t add_node(std::uint32_t growth, std::uint32_t shape, std::uint32_t instance);
  std::uint32_t add_growth(Growth growth);

  const Shape& shape_of(const Node& node) const { return shapes[node.shape]; }
  /// The place of a text's value; kNone when the node has no such text.
  std::uint32_t value_at(std::uint32_t node, std::uint32_t text) const;
  std::uint32_t owner(std::uint32_t node) const { return nodes[node].growth == kNone ? kNone : growths[nodes[node].growth].owner; }
  /// Where changes that were made before `node` was copied are kept: the node around it, or the sheet it is a copy of.
  std::uint32_t made_from(std::uint32_t node) const;
  bool is_dropped(std::uint32_t node, std::uint32_t slot) const;
  std::vector<Cut> cuts_of(std::uint32_t node, std::uint32_t text) const;
  /// What stands in the place of each token of a text now; a token that nobody replaced is still there.
  std::vector<std::string> parts_of(std::uint32_t node, std::uint32_t first_slot, const CellText& text) const;
  /// What is bound where an object stands in a copy; nullptr when nobody came there.
  const Scope* scope_at(std::uint32_t node, std::uint32_t slot) const;
  /// The node of a growth in rounds that has a rectangle; kNone when it lies in several.
  std::uint32_t round_with(const Growth& growth, const Rect& rect) const;
  /// Whether a rectangle is among what a growth copies.
  bool copies(const Growth& growth, const Rect& rect) const {
    return growth.rounds ? round_with(growth, rect) != kNone : shapes[growth.shape].rect.has(rect);
  }
  /// The growth of `node` whose rectangle has a cell; kNone when it stands in the node itself.
  std::uint32_t growth_at(std::uint32_t node, std::uint32_t row, std::uint32_t column) const;

 private:
  std::map<std::pair<std::uint32_t, std::array<std::uint32_t, 4>>, std::uint32_t> shape_index_;
};

}  // namespace docmill::templating::xlsx
