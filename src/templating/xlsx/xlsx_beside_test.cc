#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/filled_book.h"

// Lists beside one another, and what stands beside a list: nothing of it is lost and nothing comes to lie over anything (specification
// §4.2).

namespace docmill::templating::xlsx {
namespace {

using ::testing::UnorderedElementsAre;

constexpr auto kTeams =
    R"({"t":[{"n":"A","p":[{"v":1},{"v":2}],"q":[{"w":7},{"w":8},{"w":9}]},{"n":"B","p":[],"q":null},{"n":"C","p":[{"v":3}],"q":[]}]})";

TEST(XlsxBeside, AnItemWhoseOwnListIsEmptyKeepsItsRow) {
  const auto run = filled(of_sheet(MadeSheet().cell("A1", "{{t.n}}").cell("B1", "{{t.p.v}}").cell("A2", "end")), kTeams);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B2"], "#2");
  EXPECT_EQ(run.book["Sheet1!A3"], "B");
  EXPECT_EQ(run.book["Sheet1!B3"], "");
  EXPECT_EQ(run.book["Sheet1!A4"], "C");
  EXPECT_EQ(run.book["Sheet1!B4"], "#3");
  EXPECT_EQ(run.book["Sheet1!A5"], "end");
}

TEST(XlsxBeside, ABlankRowOfAnEmptyListKeepsItsLook) {
  auto sheet = MadeSheet().cell("A1", "{{t.n}}").cell("B1", "{{t.p.v}}");
  auto book = of_sheet(sheet);
  const auto run = filled(book, kTeams);
  ASSERT_EQ(run.error, "");
  EXPECT_TRUE(run.book.styles.contains("Sheet1!B3")) << "the cell is there, with its style";
}

TEST(XlsxBeside, TwoListsOfAnItemShareItsRows) {
  const auto run =
      filled(of_sheet(MadeSheet().cell("A1", "{{t.n}}").cell("B1", "{{t.p.v}}").cell("C1", "{{t.q.w}}").cell("A2", "end").cell("D1", "x")),
             kTeams);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B2"], "#2");
  EXPECT_EQ(run.book["Sheet1!C3"], "#9");
  EXPECT_EQ(run.book["Sheet1!A4"], "B");
  EXPECT_EQ(run.book["Sheet1!A5"], "C");
  EXPECT_EQ(run.book["Sheet1!B5"], "#3");
  EXPECT_EQ(run.book["Sheet1!A6"], "end");
  EXPECT_EQ(run.book["Sheet1!D1"], "x");
}

TEST(XlsxBeside, TwoListsAloneInTheirRowGoTogether) {
  const auto run =
      filled(of_sheet(MadeSheet().cell("A1", "{{t.n}}").cell("A2", "{{t.p.v}}").cell("B2", "{{t.q.w}}").cell("A3", "end")), kTeams);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A3"], "#2");
  EXPECT_EQ(run.book["Sheet1!B4"], "#9");
  EXPECT_EQ(run.book["Sheet1!A5"], "B");
  EXPECT_EQ(run.book["Sheet1!A6"], "C");
  EXPECT_EQ(run.book["Sheet1!A7"], "#3");
  EXPECT_EQ(run.book["Sheet1!A8"], "end");
}

TEST(XlsxBeside, AMergeBesideTwoListsIsAsTallAsTheLonger) {
  MadeSheet sheet;
  sheet.cell("A1", "{{t.n}}").cell("C1", "{{t.p.v}}").cell("D1", "{{t.q.w}}");
  sheet.behind = R"(<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>)";
  const auto run = filled(of_sheet(sheet), kTeams);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.merges, UnorderedElementsAre("Sheet1!A1:B3", "Sheet1!A4:B4", "Sheet1!A5:B5"));
}

TEST(XlsxBeside, WhatIsTiedToTwoListsGoesBelowTheLonger) {
  MadeSheet sheet;
  sheet.cell("A1", "{{p.v}}").cell("C1", "{{q.w}}").cell("A3", "below both").cell("A4", "a").cell("C4", "c");
  sheet.behind = R"(<mergeCells count="1"><mergeCell ref="A3:C3"/></mergeCells>)";
  const auto run = filled(of_sheet(sheet), R"({"p":[{"v":1},{"v":2},{"v":3}],"q":[{"w":1},{"w":2}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.merges, UnorderedElementsAre("Sheet1!A5:C5"));
  EXPECT_EQ(run.book["Sheet1!A5"], "below both");
  EXPECT_EQ(run.book["Sheet1!A6"], "a");
  EXPECT_EQ(run.book["Sheet1!C6"], "c");
}

TEST(XlsxBeside, AnEmptyListPullsNothingOverItsNeighbour) {
  MadeSheet sheet;
  sheet.cell("A1", "{{e.v}}").cell("B1", "beside").cell("A2", "a").cell("B2", "b").cell("A3", "tied");
  sheet.behind = R"(<mergeCells count="1"><mergeCell ref="A3:B3"/></mergeCells>)";
  const auto run = filled(of_sheet(sheet), R"({"e":[]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B1"], "beside");
  EXPECT_EQ(run.book["Sheet1!B2"], "b");
  EXPECT_EQ(run.book["Sheet1!A3"], "tied");
}

TEST(XlsxBeside, WhatGrowsToTheRightBelowAListGoesBelowAllOfIt) {
  const auto run =
      filled(of_sheet(MadeSheet().cell("C1", "{{p.v}}").cell("A2", "{{q.w}:horizontal-resize}").cell("A4", "{{g}}").cell("C6", "end")),
             R"({"p":[{"v":1},{"v":2},{"v":3}],"q":[{"w":"a"},{"w":"b"},{"w":"c"},{"w":"d"}],"g":[["k","l","m"]]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!C3"], "#3");
  EXPECT_EQ(run.book["Sheet1!A4"], "a");
  EXPECT_EQ(run.book["Sheet1!C4"], "c");
  EXPECT_EQ(run.book["Sheet1!A6"], "k");
  EXPECT_EQ(run.book["Sheet1!C6"], "m");
  EXPECT_EQ(run.book["Sheet1!C8"], "end");
}

TEST(XlsxBeside, ListsBelowOneAnotherPushOneAfterTheOther) {
  const auto run = filled(
      of_sheet(
          MadeSheet().cell("A1", "{{t.n}}").cell("B2", "{{t.p.v}}").cell("C3", "{{t.q.w}}").cell("A4", "foot {{t.n}}").cell("A5", "end")),
      kTeams);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B3"], "#2");
  EXPECT_EQ(run.book["Sheet1!C6"], "#9");
  EXPECT_EQ(run.book["Sheet1!A7"], "foot A");
  EXPECT_EQ(run.book["Sheet1!A8"], "B");
  EXPECT_EQ(run.book["Sheet1!A9"], "foot B");
  EXPECT_EQ(run.book["Sheet1!A12"], "foot C");
  EXPECT_EQ(run.book["Sheet1!A13"], "end");
}

}  // namespace
}  // namespace docmill::templating::xlsx
