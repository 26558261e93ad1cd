#pragma once
#include <cstdint>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ooxml/package.h"
#include "templating/context.h"
#include "templating/token.h"
#include "templating/xlsx/formula.h"
#include "templating/xlsx/reference.h"
#include "templating/xlsx/strings.h"

// The template as it was read: nothing here changes while it is filled.

namespace docmill::templating::xlsx {

inline constexpr std::uint32_t kNone = 0xFFFFFFFFU;

enum class CellKind : std::uint8_t {
  Blank,
  Number,   // index: literals, as it is written in <v>
  Boolean,  // index: literals
  Error,    // index: literals
  String,   // index: strings
  Formula,  // index: formulas
  Text,     // index: texts of its sheet: it has tokens
};

struct TemplateCell {
  std::uint32_t row = 1;
  std::uint32_t column = 1;
  std::uint32_t style = 0;
  std::uint32_t index = 0;
  CellKind kind = CellKind::Blank;
};

/// A cell with tokens: what it says, and its first token in Book::slots (each token but {{equals}} is one).
struct TokenCell {
  std::uint32_t cell = 0;  // of its sheet
  std::uint32_t text = 0;  // of Book::texts
  std::uint32_t first_slot = 0;
};

struct TemplateFormula {
  enum class Kind : std::uint8_t { Normal, Array, DataTable };
  Formula formula;
  Kind kind = Kind::Normal;
  Rect rect;               // Array and DataTable: the cells it fills
  std::string attributes;  // of <f>, to be kept: ` dt2D="1" r1="B1"`
  std::string metadata;    // of <c>: ` cm="1"`, a dynamic array
  std::uint32_t row = 1;   // where the template has it
  std::uint32_t column = 1;
};

/// Attributes of a row but its number and spans: ` ht="20" customHeight="1"`.
struct TemplateRow {
  std::uint32_t row = 1;
  std::string attributes;
};

struct TemplateTable {
  std::string part;
  std::string relation;
  std::string name;
  Rect rect;
  std::uint32_t header_rows = 1;
  std::uint32_t totals_rows = 0;
  std::uint32_t sheet = 0;
  std::vector<std::string> columns;  // their names

  /// A block of just these cells makes it grow, to the right with its header; of a larger one each copy has a table of its own.
  bool grows_with(const Rect& block, bool across) const { return block == rect && (across || header_rows + totals_rows == 0); }
  /// Its rows without header and totals.
  Rect body() const { return {rect.top + header_rows, rect.left, rect.bottom - totals_rows, rect.right}; }
};

/// A name of the workbook that stands for one rectangle.
struct NamedRect {
  std::uint32_t name = 0;  // of <definedName>s, counted from 0
  Rect rect;
  std::uint32_t tokens = 0;  // slots within
};

struct TemplateLink {
  Rect rect;
  pugi::xml_node node;
  std::string relation;        // its id; empty: within the workbook
  std::uint32_t text = kNone;  // of Book::texts: its target has tokens
  std::uint32_t first_slot = 0;
};

/// A page header or footer with tokens.
struct TemplateMargin {
  std::string name;  // of its element: "oddHeader"
  std::uint32_t text = kNone;
  std::uint32_t first_slot = 0;
};

/// A cell with texts that are filled when its copies are written, with what is bound there: a comment, what a link shows.
struct TemplateCorner {
  Place place;
  std::uint32_t slot = 0;  // of Book::slots
};

struct TemplateSheet {
  std::string name;
  std::string part;
  std::string relation;             // of the workbook
  std::uint32_t entry = 0;          // of <sheet>s, counted from 0
  std::uint32_t name_text = kNone;  // of Book::texts
  std::uint32_t name_slot = 0;
  pugi::xml_document* tree = nullptr;  // the package's
  std::vector<TemplateCell> cells;     // by row, then by column
  std::vector<TokenCell> texts;        // in the order of their cells
  std::vector<TemplateRow> rows;       // ascending
  std::vector<Rect> merges;
  std::vector<std::uint32_t> tables;  // of Book::tables
  std::vector<NamedRect> names;
  std::vector<TemplateLink> links;
  std::vector<TemplateMargin> margins;
  std::vector<TemplateCorner> corners;
  std::uint32_t own_slot = 0;  // of Book::slots: the sheet itself, for what is filled when it is written
  Rect used;                   // all its cells; one cell when there are none

  /// The first cell at or behind a place.
  std::size_t first_at(std::uint32_t row, std::uint32_t column) const;
  const TemplateCell* cell_at(std::uint32_t row, std::uint32_t column) const;
  /// kNone when no corner is there.
  std::uint32_t corner_slot(Place place) const;
};

/// A token of the template: what stands in its place is asked for once in each copy. Object: no token, but a place whose scope is kept.
struct TemplateSlot {
  enum class Where : std::uint8_t { Cell, Link, SheetName, Margin, Object };
  const Token* token = nullptr;
  Where where = Where::Cell;
  std::uint32_t sheet = 0;
  std::uint32_t item = 0;   // Cell: of texts; Link: of links; Margin: of margins
  std::uint32_t index = 0;  // of its text's tokens
  std::uint32_t row = 0;    // 0: nowhere on the sheet
  std::uint32_t column = 0;
};

struct Book {
  std::string part;  // "xl/workbook.xml"
  pugi::xml_document* tree = nullptr;
  Dialect dialect = Dialect::Classic;
  bool from_1904 = false;
  Strings strings;
  std::vector<std::string> literals;
  std::vector<TemplateFormula> formulas;
  std::vector<std::unique_ptr<CellText>> texts;
  std::vector<TemplateTable> tables;
  std::vector<TemplateSheet> sheets;  // worksheets only
  std::vector<TemplateSlot> slots;    // in the order of the workbook

  std::uint32_t sheet_named(std::string_view name) const;  // kNone when there is none
  std::uint32_t table_named(std::string_view name) const;
};

/// Most cells of a template.
inline constexpr std::size_t kMostTemplateCells = 2'000'000;

/// Reads a workbook. Errors: InputDamaged (what is no workbook, a sheet that is missing), InputTooComplex.
Result<Book> load_book(ooxml::Package& package, Context& context);

/// What stands in a node, as XML.
std::string inner_xml(pugi::xml_node node);
std::string outer_xml(pugi::xml_node node);

}  // namespace docmill::templating::xlsx
