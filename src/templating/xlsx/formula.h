#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templating/xlsx/reference.h"

namespace docmill::templating::xlsx {

/// One corner of a reference as a formula writes it. A row of 0: whole columns; a column of 0: whole rows.
struct Corner {
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  bool row_fixed = false;  // $ before it
  bool column_fixed = false;

  bool is_cell() const { return row != 0 && column != 0; }
};

/// "$B$4", "$B" or "$4"; nullopt for any other word.
std::optional<Corner> read_corner(std::string_view word);

/// `B4`, `Sheet1!$B$4:C$9`, `'My sheet'!A:B`, `4:6`.
struct Reference {
  std::string sheet;  // its name without quotes; empty: the sheet that the formula stands on
  Corner first;
  Corner last;
  bool range = false;  // written with a colon
  bool spill = false;  // `A2#`: what a formula in one cell fills; the # stands in the text behind it

  bool whole_rows() const { return first.column == 0; }
  bool whole_columns() const { return first.row == 0; }
  /// The cells meant.
  Rect rect() const;
};

/// A formula cut into what may have to be rewritten and text that stays: strings, errors, functions, names, references to other workbooks
/// and through several sheets.
struct Formula {
  struct Piece {
    enum class Kind : std::uint8_t {
      Text,       // `text` stays
      Reference,  // `reference`
      Sheet,      // `text` is the name of a sheet, in front of a name that is its own; without quotes and !
      Table,      // `text` is the name in front of a structured reference's bracket; empty: `[Price]`, of the table around the cell
    };
    Kind kind = Kind::Text;
    std::string text;
    Reference reference;
    std::string brackets = {};  // Table: `[Price]`, `[[#This Row],[Price]]`
  };
  std::vector<Piece> pieces;

  bool has_references() const;
};

/// Longest formula that is looked into, in bytes; a longer one is one piece of text. (Excel's own limit is 8,192 characters.)
inline constexpr std::size_t kLongestFormula = 64U * 1024U;

/// Reads a formula (without "="). It cannot fail: what it does not know is text. Linear in `text`.
Formula parse_formula(std::string_view text);

/// What becomes of the pieces of a formula.
class Rewriting {
 public:
  virtual ~Rewriting() = default;
  /// The whole text of a reference with its sheet.
  virtual void reference(const Reference& reference, std::string& out) = 0;
  virtual std::string sheet(std::string_view name) = 0;
  virtual std::string table(std::string_view name) = 0;
  /// What a structured reference has in its brackets, with them.
  virtual std::string columns(std::string_view /*table*/, std::string_view brackets) { return std::string(brackets); }
};

std::string rewrite(const Formula& formula, Rewriting& rewriting);

/// The formula as it would read `rows` further down and `columns` further right: relative references move, beyond the edge they wrap around
/// as Excel's do. How a cell of a shared formula reads.
Formula moved(const Formula& formula, std::int64_t rows, std::int64_t columns);

/// As it was read.
std::string to_text(const Formula& formula);

/// A reference to `rect` with the sheet and the $ of `like`; one cell is written with a colon only if `like` was.
void append_reference(std::string& out, const Reference& like, std::string_view sheet, const Rect& rect);

/// A sheet's name in front of a reference, in quotes where it needs them, and "!".
std::string sheet_prefix(std::string_view name);

}  // namespace docmill::templating::xlsx
