#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/filled_book.h"

// What is about more cells than a block has: rules, print areas, filters, sparklines, shapes (specification §4.2, §4.4).

namespace docmill::templating::xlsx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kThree = R"({"p":[{"n":"A","q":1},{"n":"B","q":2},{"n":"C","q":3}],"e":[]})";

std::string format_of(const std::string& cells, const std::string& formula) {
  return "<conditionalFormatting sqref=\"" + cells + "\"><cfRule type=\"expression\" priority=\"1\"><formula>" + formula +
         "</formula></cfRule></conditionalFormatting>";
}

/// Two cells that repeat, one beside them that does not, a total below.
MadeSheet a_list() {
  return MadeSheet()
      .cell("A1", "Name")
      .cell("A2", "{{p.n}}")
      .cell("B2", "{{p.q}}")
      .cell("D2", "const")
      .cell("A3", "Total")
      .cell("B3", "=SUM(B2:B2)");
}

std::string with_rule(const std::string& cells, const std::string& formula, const char* data = kThree) {
  auto sheet = a_list();
  sheet.behind = format_of(cells, formula);
  const auto run = filled(of_sheet(sheet), data);
  EXPECT_EQ(run.error, "");
  return run.error.empty() ? run.part_of("Sheet1") : "";
}

TEST(XlsxFollow, ARelativeRowOfARuleStaysOneRow) {
  const auto longer = with_rule("A2:B10", "$B2&gt;$B$3");
  EXPECT_THAT(longer, HasSubstr(R"(sqref="A2:B12")"));
  EXPECT_THAT(longer, HasSubstr("<formula>$B2&gt;$B$5</formula>"));
  const auto above = with_rule("A1:B10", "$B1&gt;B2");
  EXPECT_THAT(above, HasSubstr("<formula>$B1&gt;B2</formula>"));
  const auto below = with_rule("B3:B10", "B3&gt;B2");
  EXPECT_THAT(below, HasSubstr(R"(sqref="B5:B12")"));
  EXPECT_THAT(below, HasSubstr("<formula>B5&gt;B4</formula>"));
  const auto running = with_rule("A2:B3", "COUNTIF($A$2:$A2,$A2)&gt;COUNTIF($A$2:$A$2,$A2)");
  EXPECT_THAT(running, HasSubstr("<formula>COUNTIF($A$2:$A2,$A2)&gt;COUNTIF($A$2:$A$4,$A2)</formula>"));
}

TEST(XlsxFollow, ARuleOfOneRowMayMeanAllCopies) {
  EXPECT_THAT(with_rule("B3", "SUM(B2:B2)&gt;5"), HasSubstr("<formula>SUM(B2:B4)&gt;5</formula>"));
  EXPECT_THAT(with_rule("B2", "B2=MAX($B$2:$B$2)"), HasSubstr("<formula>B2=MAX($B$2:$B$4)</formula>"));
}

TEST(XlsxFollow, ARuleThatIsWiderThanTheBlockFollowsEachOfItsColumns) {
  EXPECT_THAT(with_rule("A2:D2", "$B2&gt;1"), HasSubstr(R"(sqref="A2:B4 C2:D2")"));
  EXPECT_THAT(with_rule("B1:D10", "$B1&gt;1"), HasSubstr(R"(sqref="B1:B12 C1:D10")"));
  EXPECT_THAT(with_rule("A5:C6", "$B5&gt;1"), HasSubstr(R"(sqref="A7:B8 C5:C6")"));
}

TEST(XlsxFollow, ARuleOfAListWithoutItemsKeepsTheOtherCells) {
  auto sheet = MadeSheet().cell("A2", "{{e.n}}").cell("C2", "side").cell("A3", "Total");
  sheet.behind = format_of("A2:C2", "$C2&gt;1");
  const auto run = filled(of_sheet(sheet), kThree);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr(R"(sqref="B2:C2")"));
}

TEST(XlsxFollow, ARuleOfAGridsCellIsOneOfAllItsCells) {
  auto sheet = MadeSheet().cell("B2", "{{g}}").cell("B3", "below");
  sheet.behind = format_of("B2", "B2&gt;1");
  const auto run = filled(of_sheet(sheet), R"({"g":[[1,2,3],[4,5]]})");
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr(R"(sqref="B2:D3")"));
}

TEST(XlsxFollow, ARuleWhoseFirstCellIsGoneBeginsWithTheNext) {
  auto sheet = MadeSheet().cell("A2", "{{e.n}}").cell("B2", "{{e.n}}").cell("C2", "side").cell("A3", "Total");
  sheet.behind = format_of("A2:A9", "$A2&gt;$C$2") + format_of("A2:C2", "A2=B2");
  const auto run = filled(of_sheet(sheet), kThree);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr(R"(sqref="A2:A8"><cfRule type="expression" priority="1"><formula>$A2&gt;$C$2</formula>)"));
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr(R"(sqref="C2"><cfRule type="expression" priority="1"><formula>C2=D2</formula>)"));
}

TEST(XlsxFollow, AChoiceRefersToItsOwnRow) {
  auto sheet = a_list();
  sheet.behind =
      R"(<dataValidations count="1"><dataValidation type="custom" sqref="B2:B20"><formula1>COUNTIF($B$2:$B$20,B2)=1</formula1></dataValidation></dataValidations>)";
  const auto run = filled(of_sheet(sheet), kThree);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr(R"(sqref="B2:B22")"));
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr("<formula1>COUNTIF($B$2:$B$22,B2)=1</formula1>"));
}

TEST(XlsxFollow, WhatIsPrintedAndFilteredGrowsThoughItIsWiderThanTheBlock) {
  auto sheet = a_list();
  sheet.behind = R"(<autoFilter ref="A1:D2"/>)";
  auto book = of_sheet(sheet);
  book.names =
      R"(<definedName name="_xlnm.Print_Area" localSheetId="0">Sheet1!$A$1:$D$3,Sheet1!$F$1</definedName><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">Sheet1!$A$1:$D$2</definedName>)";
  const auto run = filled(book, kThree);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.names.at("_xlnm.Print_Area@0"), "Sheet1!$A$1:$D$5,Sheet1!$F$1");
  EXPECT_EQ(run.book.names.at("_xlnm._FilterDatabase@0"), "Sheet1!$A$1:$D$4");
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr(R"(<autoFilter ref="A1:D4"/>)"));
}

TEST(XlsxFollow, EachRowHasASparklineOfItsOwn) {
  auto sheet = MadeSheet().cell("A2", "{{p.n}}").cell("B2", "{{p.q}}").cell("C2", "{{p.q}}").cell("D2", "=B2").cell("A3", "end");
  sheet.behind =
      R"(<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Sheet1!B2:C2</xm:f><xm:sqref>D2</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>)";
  const auto run = filled(of_sheet(sheet), kThree);
  ASSERT_EQ(run.error, "");
  const auto xml = run.part_of("Sheet1");
  EXPECT_THAT(xml, HasSubstr("<x14:sparkline><xm:f>Sheet1!B2:C2</xm:f><xm:sqref>D2</xm:sqref></x14:sparkline>"));
  EXPECT_THAT(xml, HasSubstr("<x14:sparkline><xm:f>Sheet1!B4:C4</xm:f><xm:sqref>D4</xm:sqref></x14:sparkline>"));
  EXPECT_THAT(xml, Not(HasSubstr("D2:D4")));
}

TEST(XlsxFollow, AShapeShowsTheCellThatItShowed) {
  auto sheet = a_list();
  sheet.behind = R"(<drawing r:id="rD"/>)";
  sheet.rels = ooxml::rel("rD", "drawing", "../drawings/drawing1.xml");
  auto book = of_sheet(sheet);
  book.more = {
      {"xl/drawings/drawing1.xml",
       R"(<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:sp macro="" textlink="Sheet1!$B$3"/><xdr:sp macro="" textlink="Sheet1!$B$2"/><xdr:sp macro="" textlink=""/></xdr:wsDr>)"}};
  book.types =
      R"(<Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>)";
  const auto run = filled(book, kThree);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.part("xl/drawings/drawing1.xml"), HasSubstr(R"(textlink="Sheet1!$B$5")"));
  EXPECT_THAT(run.part("xl/drawings/drawing1.xml"), HasSubstr(R"(textlink="Sheet1!$B$2")"));
}

}  // namespace
}  // namespace docmill::templating::xlsx
