#pragma once
#include <unordered_map>

#include "templating/xlsx/book.h"

namespace docmill::templating::xlsx {

/// Reads the cells of a sheet's <sheetData>. One for a workbook: it knows the shared strings.
class CellReader {
 public:
  CellReader(Book& book, Context& context) : book_(book), context_(context) {}

  /// Takes the table of shared strings.
  void take_strings(pugi::xml_node sst);
  Result<void> read(TemplateSheet& sheet);

 private:
  /// A text as it stands in the file, and what it became: a string that stays or a text with tokens.
  struct Known {
    pugi::xml_node node;
    std::uint32_t string = kNone;
    std::uint32_t text = kNone;
  };
  struct Shared {
    Formula formula;
    std::uint32_t row = 1;
    std::uint32_t column = 1;
  };

  void read_row(TemplateSheet& sheet, pugi::xml_node row);
  void read_cell(TemplateSheet& sheet, pugi::xml_node node, TemplateCell cell);
  void read_formula(pugi::xml_node node, pugi::xml_node formula, TemplateCell& cell);
  void take_text(TemplateSheet& sheet, TemplateCell& cell, Known& known);
  std::uint32_t literal(std::string_view text);

  Book& book_;
  Context& context_;
  std::vector<Known> strings_;
  std::unordered_map<std::string, Shared> shared_;  // of the sheet being read
  std::uint32_t row_ = 0;
};

/// The text of an <si> or <is>: its runs joined, phonetic hints left out.
CellText read_text(pugi::xml_node node);

/// A text with tokens becomes one of Book::texts; kNone when it has none.
std::uint32_t keep_text(Book& book, CellText text, Context& context);

}  // namespace docmill::templating::xlsx
