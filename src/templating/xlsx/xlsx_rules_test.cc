#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/filled_book.h"

// What repeats in a workbook and how the rest of it follows (specification §4): a sentence of the language each.

namespace docmill::templating::xlsx {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr auto kPeople = R"({"t":"T","p":[{"n":"A","q":1,"c":[{"v":1},{"v":2}]},{"n":"B","q":2,"c":[{"v":3}]}]})";

TEST(XlsxRules, TokensOnSeveralSheetsRepeatAllSheetsFromTheFirstToTheLast) {
  MadeBook book;
  book.sheets.resize(4);
  const char* names[] = {"Cover", "One", "Mid", "Two"};
  for (int i = 0; i < 4; ++i) book.sheets[static_cast<std::size_t>(i)].name = names[i];
  book.sheets[0].cell("A1", "{{t}}");
  book.sheets[1].cell("A1", "{{p.n}}");
  book.sheets[2].cell("A1", "=One!A1");
  book.sheets[3].cell("A1", "{{p.q}}");
  const auto run = filled(book, kPeople);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.sheets, ElementsAre("Cover", "One", "Mid", "Two", "One (2)", "Mid (2)", "Two (2)"));
  EXPECT_EQ(run.book["One (2)!A1"], "B");
  EXPECT_EQ(run.book["Mid (2)!A1"], "='One (2)'!A1") << "a copy refers to its mates";
  EXPECT_EQ(run.book["Two (2)!A1"], "#2");
}

TEST(XlsxRules, WhatIsCalculatedIsCalculatedAnew) {
  auto book = of_sheet(MadeSheet().cell("A1", "{{p.q}}").cell("C1", "=SUM(A1:A1)"));
  book.rels = ooxml::rel("rC", "calcChain", "calcChain.xml");
  book.more = {{"xl/calcChain.xml", "<calcChain xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>"}};
  const auto run = filled(book, kPeople);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.part("xl/calcChain.xml"), "");
  EXPECT_THAT(run.part("xl/workbook.xml"), HasSubstr("fullCalcOnLoad=\"1\""));
  EXPECT_EQ(run.book["Sheet1!C1"], "=SUM(A1:A2)");
  EXPECT_THAT(run.part_of("Sheet1"), Not(HasSubstr("</f><v>")));
}

TEST(XlsxRules, ANestedBlockPushesTheColumnsOfTheBlockAround) {
  const auto run = filled(of_sheet(MadeSheet()
                                       .cell("A1", "{{p.n}}")
                                       .cell("B2", "{{p.c.v}}")
                                       .cell("A3", "sum {{p.q}}")
                                       .cell("B3", "=SUM(B2:B2)")
                                       .cell("A5", "end")
                                       .cell("C3", "beside")),
                          kPeople);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B3"], "#2");
  EXPECT_EQ(run.book["Sheet1!A4"], "sum 1");
  EXPECT_EQ(run.book["Sheet1!B4"], "=SUM(B2:B3)");
  EXPECT_EQ(run.book["Sheet1!A5"], "B");
  EXPECT_EQ(run.book["Sheet1!B6"], "#3");
  EXPECT_EQ(run.book["Sheet1!B7"], "=SUM(B6:B6)");
  EXPECT_EQ(run.book["Sheet1!A9"], "end");
  EXPECT_EQ(run.book["Sheet1!C3"], "beside");
}

TEST(XlsxRules, WhatIsBelowAWideGridOfARowMovesDownAndHidesNothingOfIt) {
  const auto run = filled(of_sheet(MadeSheet().cell("A1", "{{p.n}}").cell("B1", "{{p.g}}").cell("C2", "c").cell("D3", "d").cell("F2", "f")),
                          R"({"p":[{"n":"A","g":[[1,2,3],[4,5,6]]},{"n":"B","g":[[7,8,9]]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!C2"], "#5");
  EXPECT_EQ(run.book["Sheet1!C3"], "#8");
  EXPECT_EQ(run.book["Sheet1!D3"], "#9");
  EXPECT_EQ(run.book["Sheet1!C4"], "c");
  EXPECT_EQ(run.book["Sheet1!D5"], "d");
  EXPECT_EQ(run.book["Sheet1!F2"], "f");
}

TEST(XlsxRules, WhatIsBelowColumnsThatGrowInARowMovesDownWithTheRows) {
  const auto run = filled(
      of_sheet(MadeSheet().cell("A1", "{{p.n}}").cell("B1", "{{p.c.v}:horizontal-resize}").cell("A2", "total").cell("C2", "=SUM(B1:B1)")),
      R"({"p":[{"n":"A","c":[{"v":1},{"v":2}]},{"n":"B","c":[{"v":3},{"v":4}]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!C2"], "#4");
  EXPECT_EQ(run.book["Sheet1!A3"], "total");
  EXPECT_THAT(run.book["Sheet1!C3"], StartsWith("=SUM("));
}

TEST(XlsxRules, ARowOfColumnsKeepsTheTotalBesideThem) {
  const auto run = filled(
      of_sheet(MadeSheet().cell("A1", "{{p.n}}").cell("B1", "{{p.c.v}:horizontal-resize}").cell("C1", "=SUM(B1:B1)").cell("A2", "end")),
      R"({"p":[{"n":"A","c":[{"v":1},{"v":2}]},{"n":"B","c":[{"v":3},{"v":4}]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!C2"], "#4");
  EXPECT_EQ(run.book["Sheet1!D1"], "=SUM(B1:C1)");
  EXPECT_EQ(run.book["Sheet1!D2"], "=SUM(B2:C2)");
  EXPECT_EQ(run.book["Sheet1!A3"], "end");
}

TEST(XlsxRules, ColumnsThatGrowInATableAreTheTokensAlone) {
  auto sheet = MadeSheet().cell("A1", "K").cell("B1", "V").cell("A2", "{{p.n}}").cell("B2", "{{p.c.v}:horizontal-resize}");
  sheet.tables.push_back({.name = "T", .ref = "A1:B2", .columns = {"K", "V"}, .more = {}});
  const auto run = filled(of_sheet(sheet), R"({"p":[{"n":"A","c":[{"v":1},{"v":2}]},{"n":"B","c":[{"v":3},{"v":4}]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A3"], "B");
  EXPECT_EQ(run.book["Sheet1!B3"], "#3");
  EXPECT_EQ(run.book["Sheet1!C3"], "#4");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A1:C3 K,V,Column3");
}

TEST(XlsxRules, AMergeBelowMovesAndOneThatWouldBeTornComesAlong) {
  MadeSheet sheet;
  sheet.cell("A2", "{{p.n}}").cell("B2", "{{p.q}}").cell("A4", "total").cell("D2", "x");
  sheet.behind = R"(<mergeCells count="2"><mergeCell ref="A4:B4"/><mergeCell ref="B2:C2"/></mergeCells>)";
  const auto run = filled(of_sheet(sheet), kPeople);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.merges, UnorderedElementsAre("Sheet1!A5:B5", "Sheet1!B2:C2", "Sheet1!B3:C3"));
  EXPECT_EQ(run.book["Sheet1!A5"], "total");
}

TEST(XlsxRules, ATableWithTotalsGrowsAboveThem) {
  MadeSheet sheet;
  sheet.cell("A1", "Name")
      .cell("B1", "Q")
      .cell("A2", "{{p.n}}")
      .cell("B2", "{{p.q}}")
      .cell("A3", "Total")
      .cell("B3", "=SUBTOTAL(109,T[Q])");
  sheet.tables = {{"T", "A1:B3", {"Name", "Q"}, "totalsRowCount=\"1\""}};
  const auto run = filled(of_sheet(sheet), kPeople);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A1:B4 Name,Q");
  EXPECT_EQ(run.book["Sheet1!A4"], "Total");
  EXPECT_EQ(run.book["Sheet1!B4"], "=SUBTOTAL(109,T[Q])");
}

TEST(XlsxRules, ABareColumnOfEqualsStaysBareForExcel) {
  MadeSheet sheet;
  sheet.cell("A1", "Price, $").cell("B1", "Sum").cell("A2", "{{p.q}}").cell("B2", "{{equals}}[Price, $]*{{t.Length}}+[@[Price, $]]");
  sheet.tables = {{"T", "A1:B2", {"Price, $", "Sum"}, ""}};
  const auto run = filled(of_sheet(sheet), kPeople);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B3"], "=[Price, $]*1+[@[Price, $]]");
}

TEST(XlsxRules, NamesOfSheetsAreCutAndWithoutForbiddenCharacters) {
  MadeSheet sheet;
  sheet.name = "{{p.n}}";
  const auto run = filled(
      of_sheet(sheet.cell("A1", "x")),
      R"({"p":[{"n":"a:b/c?d*e[f]\\g"},{"n":"A name of more than thirty-one characters"},{"n":"a name of more than thirty-one letters"},{"n":""},{"n":"history"}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.sheets,
              ElementsAre("a_b_c_d_e_f__g", "A name of more than thirty-one ", "a name of more than thirty- (2)", "Sheet", "history_"));
}

TEST(XlsxRules, ALineFeedIsOneAndATextIsNoNumber) {
  const auto run = filled(of_sheet(MadeSheet().cell("A1", "{{a}}").cell("A2", "{{b}}").cell("A3", "{{c}}").cell("A4", "{{d}}")),
                          R"({"a":"one\ntwo","b":"007","c":"2018-05-21","d":[1,"x",true]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A1"], "one\ntwo");
  EXPECT_EQ(run.book["Sheet1!A2"], "007");
  EXPECT_EQ(run.book["Sheet1!A3"], "2018-05-21");
  EXPECT_EQ(run.book["Sheet1!A4"], "1, x, True");
}

TEST(XlsxRules, MergeNullsDoesNothingInATable) {
  MadeSheet sheet;
  sheet.cell("A1", "A").cell("B1", "B").cell("A2", "{{p.n}}").cell("B2", "{{p.z}:merge-nulls}");
  sheet.tables = {{"T", "A1:B2", {"A", "B"}, ""}};
  const auto run = filled(of_sheet(sheet), R"({"p":[{"n":"A","z":null},{"n":"B","z":1}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_TRUE(run.book.merges.empty());
  EXPECT_EQ(run.book["Sheet1!B3"], "#1");
}

TEST(XlsxRules, ANullListOfAnItemTakesItsRowsAlong) {
  const auto run = filled(of_sheet(MadeSheet().cell("A1", "{{p.n}}").cell("A2", "- {{p.c.v}}").cell("A3", "{{p.q}}")),
                          R"({"p":[{"n":"A","q":1,"c":null},{"n":"B","q":2,"c":[{"v":3}]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A2"], "#1");
  EXPECT_EQ(run.book["Sheet1!A3"], "B");
  EXPECT_EQ(run.book["Sheet1!A4"], "- 3");
}

TEST(XlsxRules, AFormulaOfItsRowComesAlongThoughItNamesItsSheet) {
  const auto run =
      filled(of_sheet(MadeSheet().cell("A1", "{{p.q}}").cell("B1", "=sheet1!A1*2").cell("C1", "=B1+1").cell("A3", "=A1#")), kPeople);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B2"], "=Sheet1!A2*2");
  EXPECT_EQ(run.book["Sheet1!C2"], "=B2+1");
  EXPECT_EQ(run.book["Sheet1!A4"], "=A1#") << "one cell has what it fills";
}

TEST(XlsxRules, AValueBesideWhatSteersKeepsItsType) {
  const auto run = filled(of_sheet(MadeSheet()
                                       .cell("A1", "{{#if on}}{{n}}{{#else}}{{t}}{{/if}}")
                                       .cell("A2", "{{#if off}}{{n}}{{#else}}{{t}}{{/if}}")
                                       .cell("A3", "{{n}}{{#hide-if off}}")
                                       .cell("A4", "{{#if on}}{{n}} {{/if}}")
                                       .cell("A5", "{{#if on}}{{n}}{{n}}{{/if}}")
                                       .cell("A6", "{{#if off}}{{n}}{{/if}}")
                                       .cell("A7", "{{#if on}}{{d}}{{/if}}{{#if off}}{{n}}{{/if}}")
                                       .cell("B1", "{{p.q}}{{#hide-if p.n == \"A\"}}")
                                       .cell("B9", "=SUM(B1:B1)")),
                          R"({"on":true,"off":false,"n":2.5,"t":"text","d":"2020-01-01T00:00:00","p":[{"n":"A","q":1},{"n":"B","q":2}]})",
                          Dialect::Modern);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A1"], "#2.5");
  EXPECT_EQ(run.book["Sheet1!A2"], "text");
  EXPECT_EQ(run.book["Sheet1!A3"], "#2.5");
  EXPECT_EQ(run.book["Sheet1!A4"], "2.5 ");
  EXPECT_EQ(run.book["Sheet1!A5"], "2.52.5");
  EXPECT_EQ(run.book["Sheet1!A6"], "");
  EXPECT_EQ(run.book["Sheet1!A7"], "#43831");
  EXPECT_EQ(run.book["Sheet1!B1"], "");
  EXPECT_EQ(run.book["Sheet1!B2"], "#2");
}

TEST(XlsxRules, WholeColumnPushesWholeColumns) {
  const auto run = filled(of_sheet(MadeSheet().cell("A1", "{{p.n}:whole-column}").cell("B1", "right").cell("B9", "far")), kPeople);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B1"], "B");
  EXPECT_EQ(run.book["Sheet1!C1"], "right");
  EXPECT_EQ(run.book["Sheet1!C9"], "far");
  EXPECT_TRUE(run.context.warnings.list().empty());
}

TEST(XlsxRules, TextsOfCellsThemselvesAreReadToo) {
  auto sheet = MadeSheet().cell("A1", "x");
  sheet.cells[{2, 1}] = "<f>1</f>";
  const auto run = filled(of_sheet(sheet.cell("A3", "{{t}}")), kPeople);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A3"], "T");
}

}  // namespace
}  // namespace docmill::templating::xlsx
