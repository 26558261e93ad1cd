#include "templating/xlsx/formula.h"

#include <gtest/gtest.h>

namespace docmill::templating::xlsx {
namespace {

/// Shows what was recognised: <sheet!A1>, {table}, (sheet).
class Marks final : public Rewriting {
 public:
  void reference(const Reference& reference, std::string& out) override {
    out += '<';
    append_reference(out, reference, reference.sheet, reference.rect());
    out += '>';
  }
  std::string sheet(std::string_view name) override { return "(" + std::string(name) + ")"; }
  std::string table(std::string_view name) override { return "{" + std::string(name) + "}"; }
};

std::string marked(std::string_view formula) {
  Marks marks;
  return rewrite(parse_formula(formula), marks);
}

std::string moved_by(std::string_view formula, int rows, int columns) {
  return to_text(moved(parse_formula(formula), rows, columns));
}

TEST(Reference, PlacesAndRectanglesAreReadAndWritten) {
  EXPECT_EQ(parse_place("B7"), (Place{7, 2}));
  EXPECT_EQ(parse_place("$XFD$1048576"), (Place{kMostRows, kMostColumns}));
  EXPECT_EQ(parse_rect("C9:B7"), (Rect{7, 2, 9, 3}));
  EXPECT_EQ(parse_rect("$B:C"), (Rect{1, 2, kMostRows, 3}));
  EXPECT_EQ(parse_rect("4:$6"), (Rect{4, 1, 6, kMostColumns}));
  EXPECT_EQ(to_text(Rect{7, 2, 9, 28}), "B7:AB9");
  EXPECT_EQ(to_text(Rect{7, 2, 7, 2}), "B7");
}

TEST(Reference, WhatIsNoPlaceOfASheetIsNone) {
  for (const auto* text : {"", "B", "7", "B0", "XFE1", "A1048577", "A99999999999", "1A", "A1B", "$", "A$", "A1:", ":A1", "A:1", "A1:B"}) {
    EXPECT_FALSE(parse_place(text)) << text;
    if (std::string_view(text) != "B") EXPECT_FALSE(parse_rect(text)) << text;
  }
}

TEST(Formula, ReferencesOfAllKindsAreFound) {
  EXPECT_EQ(marked("SUM(B4:F4)*$A$1+A:A-3:7"), "SUM(<B4:F4>)*<$A$1>+<A:A>-<3:7>");
  EXPECT_EQ(marked("Sheet1!B4:C5+'My ''own'' sheet'!$D$6"), "<Sheet1!B4:C5>+<'My ''own'' sheet'!$D$6>");
  EXPECT_EQ(marked("Report.2!A1"), "<Report.2!A1>");
  EXPECT_EQ(marked("a1+xfd2"), "<A1>+<XFD2>");
  EXPECT_EQ(marked("A1:INDEX(B:B,3)"), "<A1>:INDEX(<B:B>,3)");
}

TEST(Formula, WhatLooksLikeAReferenceAndIsNoneStays) {
  EXPECT_EQ(marked("LOG10(2)+ATAN2(A1,1)"), "LOG10(2)+ATAN2(<A1>,1)");
  EXPECT_EQ(marked("\"A1 \"\"B2\"\" C3\"&A1"), "\"A1 \"\"B2\"\" C3\"&<A1>");
  EXPECT_EQ(marked("IF(A1=#N/A,#REF!,#DIV/0!)"), "IF(<A1>=#N/A,#REF!,#DIV/0!)");
  EXPECT_EQ(marked("1.5E+3+Tax_2020*XFE1+A1048577+TRUE"), "1.5E+3+Tax_2020*XFE1+A1048577+TRUE");
  EXPECT_EQ(marked("[1]Sheet1!A1+'[Book one.xlsx]Sheet1'!A1:B2+Sheet1:Sheet3!A1"),
            "[1]Sheet1!A1+'[Book one.xlsx]Sheet1'!A1:B2+Sheet1:Sheet3!A1");
  EXPECT_EQ(marked("Sheet1!Rate*2"), "'(Sheet1)'!Rate*2");
}

TEST(Formula, StructuredReferencesKeepWhatIsInTheirBrackets) {
  EXPECT_EQ(marked("Table467[Total A1]*Table467[[#This Row],[Price, $]]"), "{Table467}[Total A1]*{Table467}[[#This Row],[Price, $]]");
  EXPECT_EQ(marked("[A1 per week, $]/B2"), "{}[A1 per week, $]/<B2>") << "of the table that the cell stands in";
  EXPECT_EQ(marked("Tab[Odd '] A1]+A1"), "{Tab}[Odd '] A1]+<A1>");
}

TEST(Formula, MovingKeepsFixedHalvesAndWrapsAtTheEdge) {
  EXPECT_EQ(moved_by("SUM(B4:F4)+$A4+A$4+$A$4", 2, 1), "SUM(C6:G6)+$A6+B$4+$A$4");
  EXPECT_EQ(moved_by("A1", -1, -1), "XFD1048576");
  EXPECT_EQ(moved_by("B:C+3:4", 1, 1), "C:D+4:5");
}

TEST(Formula, NamesOfSheetsAreQuotedWhereTheyMustBe) {
  EXPECT_EQ(sheet_prefix("Sheet1"), "Sheet1!");
  EXPECT_EQ(sheet_prefix("Coffee production"), "'Coffee production'!");
  EXPECT_EQ(sheet_prefix("A1"), "'A1'!");
  EXPECT_EQ(sheet_prefix("R1C1"), "'R1C1'!");
  EXPECT_EQ(sheet_prefix("2020"), "'2020'!");
  EXPECT_EQ(sheet_prefix("it's"), "'it''s'!");
}

TEST(Formula, WhatEndsInTheMiddleIsReadToItsEnd) {
  for (const auto* text :
       {"\"abc", "'abc", "'abc'", "[abc", "Table1[[", "Sheet1!", "A1:", "#", "$", "SUM(", "[1]", "'[x]y'!", "A1:Sheet2!", "!A1", ":"}) {
    EXPECT_FALSE(to_text(parse_formula(text)).empty()) << text;
  }
  EXPECT_EQ(parse_formula(std::string(kLongestFormula + 1, 'A')).pieces.size(), 1u);
}

}  // namespace
}  // namespace docmill::templating::xlsx
