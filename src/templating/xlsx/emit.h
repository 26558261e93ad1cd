#pragma once
#include <vector>

#include "templating/xlsx/plan.h"

namespace docmill::templating::xlsx {

/// A cell of the result. Small, because there may be millions.
struct OutCell {
  enum class Kind : std::uint8_t {
    Blank,
    String,     // a: strings
    Number,     // number
    Literal,    // a: literals, a number
    Boolean,    // number is 0 or 1
    TrueFalse,  // a: literals
    Error,      // a: literals
    Date,       // number: a serial; takes a date style
    Formula,    // a: formulas of the book, b: the node it stands in
    Made,       // a: formulas of the plan, b: the node
  };
  std::uint32_t row = 1;
  std::uint16_t column = 1;
  Kind kind = Kind::Blank;
  std::uint32_t style = 0;
  struct Where {
    std::uint32_t a;
    std::uint32_t b;
  };
  union {
    double number = 0;
    Where at;
  };
};

/// A column of a table of the result.
struct OutColumn {
  std::uint32_t from = kNone;  // which of the template's table, counted from 0; none: its rows have grown it
  bool copy = false;           // a further one of the same
  bool named = false;          // by `name`; otherwise it keeps the template's
  std::string name = {};
};

/// A table of the result.
struct OutTable {
  std::uint32_t table = 0;  // of the book
  std::uint32_t node = 0;   // that has it among its own cells
  Rect rect;
  std::string name;  // empty until names are given
  std::vector<OutColumn> columns = {};
  bool renamed = false;  // some of the template's columns are called otherwise now, stand there more than once, or are gone
};

/// A hyperlink of the result.
struct OutLink {
  std::uint32_t link = 0;  // of the template sheet
  std::uint32_t node = 0;
  Rect rect;
};

struct OutSheet {
  std::vector<OutCell> cells;       // by row, then by column; no place twice
  std::vector<std::uint32_t> rows;  // of each row from 1: of the template sheet's rows, plus one; 0 when it is a plain one
  std::vector<Rect> merges;
  std::vector<OutTable> tables;
  std::vector<OutLink> links;
  Rect used;

  const OutCell* at(std::uint32_t row, std::uint32_t column) const;
};

/// Most cells of a result, all sheets together.
inline constexpr std::size_t kMostCells = 6'000'000;

/// Puts the cells of a laid out sheet in order. `cells`: how many there are already, of other sheets. Errors: InputTooComplex.
Result<OutSheet> emit(Plan& plan, std::uint32_t instance, std::size_t& cells);

/// A cell's text without its format; empty for what is no text.
std::string plain_text(const Book& book, const OutCell& cell);

}  // namespace docmill::templating::xlsx
