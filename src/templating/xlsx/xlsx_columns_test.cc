#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/filled_book.h"

// Tables whose columns come from the data: what the table says and what its header cells say is the same, and each name stands there once.

namespace docmill::templating::xlsx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kMonths =
    R"({"m":[{"t":"Jan"},{"t":"Feb"},{"t":"Mar"}],"r":[{"n":"A","c":[{"v":1},{"v":2},{"v":3}]},{"n":"B","c":[{"v":4},{"v":5},{"v":6}]}],"e":[]})";

MadeSheet crossed(const std::string& head, const std::string& body) {
  auto sheet =
      MadeSheet().cell("A1", "Name").cell("B1", head).cell("C1", "Sum").cell("A2", "{{r.n}}").cell("B2", body).cell("C2", "=SUM(B2:B2)");
  sheet.tables.push_back({.name = "T", .ref = "A1:C2", .columns = {"Name", "x", "Sum"}, .more = {}});
  return sheet;
}

TEST(XlsxColumns, AHeaderThatGrowsToTheRightGivesTheTableItsColumns) {
  const auto run = filled(of_sheet(crossed("{{m.t}:horizontal-resize}", "{{r.c.v}:horizontal-resize}")), kMonths);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A1:E3 Name,Jan,Feb,Mar,Sum");
  EXPECT_EQ(run.book["Sheet1!D1"], "Mar");
  EXPECT_EQ(run.book["Sheet1!E1"], "Sum");
  EXPECT_EQ(run.book["Sheet1!E3"], "=SUM(B3:D3)");
}

TEST(XlsxColumns, ATableOfNothingButColumnsThatGrowStaysOneTable) {
  auto sheet = MadeSheet().cell("A1", "{{m.t}:horizontal-resize}").cell("A2", "{{m.t.Length}}").cell("C1", "right");
  sheet.tables.push_back({.name = "T", .ref = "A1:A2", .columns = {"x"}, .more = {}});
  const auto run = filled(of_sheet(sheet), kMonths);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.tables.size(), 1u);
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A1:C2 Jan,Feb,Mar");
  EXPECT_EQ(run.book["Sheet1!E1"], "right");
}

TEST(XlsxColumns, WithoutItemsTheColumnGoes) {
  const auto run = filled(of_sheet(crossed("{{e.t}:horizontal-resize}", "{{e.v}}")), kMonths);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A1"], "Name");
  const auto& table = run.book.tables.at("T");
  const auto last = table.find("Sum") == std::string::npos ? 0 : table.find("Sum");
  EXPECT_GT(last, 0u) << table;
}

TEST(XlsxColumns, ACopyForNoItemKeepsTheHeader) {
  auto sheet = MadeSheet().cell("A1", "{{e.t}}").cell("A2", "Name").cell("A3", "{{e.t}}").cell("A5", "=A3");
  sheet.tables.push_back({.name = "T", .ref = "A2:A3", .columns = {"Name"}, .more = {}});
  const auto run = filled(of_sheet(sheet), kMonths);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A2:A3 Name");
  EXPECT_EQ(run.book["Sheet1!A2"], "Name");
  EXPECT_EQ(run.book["Sheet1!A3"], "");
}

TEST(XlsxColumns, ANumberInTheHeaderIsAText) {
  auto sheet = MadeSheet().cell("A1", "{{a}}").cell("B1", "{{b}}").cell("C1", "{{c}}").cell("D1", "2024").cell("A2", "1");
  sheet.tables.push_back({.name = "T", .ref = "A1:D2", .columns = {"a", "b", "c", "2024"}, .more = {}});
  const auto run = filled(of_sheet(sheet), R"({"a":2024,"b":null,"c":"2024"})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A1"], "20242");
  EXPECT_EQ(run.book["Sheet1!B1"], "Column2");
  EXPECT_EQ(run.book["Sheet1!C1"], "20243");
  EXPECT_EQ(run.book["Sheet1!D1"], "2024");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A1:D2 20242,Column2,20243,2024");
}

TEST(XlsxColumns, NamesThatAreTwiceAreCountedInTheirCellsToo) {
  auto sheet = MadeSheet().cell("A1", "{{m.t}:horizontal-resize}").cell("A2", "x");
  sheet.tables.push_back({.name = "T", .ref = "A1:A2", .columns = {"x"}, .more = {}});
  const auto run = filled(of_sheet(sheet), R"({"m":[{"t":"Same"},{"t":"same"},{"t":"Other\nline"}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A1"], "Same");
  EXPECT_EQ(run.book["Sheet1!B1"], "same2");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A1:C2 Same,same2,Other_x000a_line");
}

TEST(XlsxColumns, ACopiedTableBeginsWithTheTemplatesColumns) {
  auto sheet =
      MadeSheet().cell("A1", "{{r.n}}").cell("A2", "N").cell("B2", "V").cell("A3", "x").cell("B3", "{{r.g}}").cell("A4", "{{r.n}}");
  sheet.tables.push_back({.name = "T", .ref = "A2:B3", .columns = {"N", "V"}, .more = {}});
  const auto run = filled(of_sheet(sheet), R"({"r":[{"n":"A","g":[[1,2,3]]},{"n":"B","g":[[4,5]]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A2:D3 N,V,Column3,Column4");
  EXPECT_EQ(run.book.tables.at("Table2"), "Sheet1!A6:C7 N,V,Column3");
}

TEST(XlsxColumns, CopiesOfAColumnCalculateAsItDoesAndHaveIdsOfTheirOwn) {
  auto sheet = MadeSheet().cell("A1", "{{m.t}:horizontal-resize}").cell("A2", "x");
  sheet.tables.push_back({.name = "T", .ref = "A1:A2", .columns = {"x"}, .more = {}});
  const auto run = filled(of_sheet(sheet), kMonths);
  ASSERT_EQ(run.error, "");
  const auto table = run.part("xl/tables/table1.xml");
  EXPECT_THAT(table, HasSubstr(R"(<tableColumns count="3"><tableColumn id="1" name="Jan")"));
  EXPECT_THAT(table, HasSubstr(R"(<tableColumn id="2" name="Feb")"));
  EXPECT_THAT(table, HasSubstr(R"(<tableColumn id="3" name="Mar")"));
  EXPECT_THAT(table, Not(HasSubstr("Column2")));
}

TEST(XlsxColumns, FormulasNameAColumnAsItsHeaderDoesOnceFilled) {
  auto sheet = MadeSheet().cell("A1", "{{a}}").cell("B1", "Q").cell("A2", "{{r.n}}").cell("B2", "=T[[#This Row],[{{a}}]]*2");
  sheet.cell("A4", "=SUM(T[{{a}}])").cell("B4", "=SUM(T[Q])+T[[#Totals],[{{a}}]:[Q]]");
  sheet.tables.push_back({.name = "T", .ref = "A1:B2", .columns = {"{{a}}", "Q"}, .more = {}});
  const auto run = filled(of_sheet(sheet), R"({"a":"Net [#1]","r":[{"n":1},{"n":2}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B3"], "=T[[#This Row],[Net '['#1']]]*2");
  EXPECT_EQ(run.book["Sheet1!A5"], "=SUM(T[Net '['#1']])");
  EXPECT_EQ(run.book["Sheet1!B5"], "=SUM(T[Q])+T[[#Totals],[Net '['#1']]:[Q]]");
}

TEST(XlsxColumns, AColumnThatGrewIsARangeInFormulas) {
  auto sheet = crossed("{{m.t}:horizontal-resize}", "{{r.c.v}:horizontal-resize}");
  sheet.tables[0].columns[1] = "{{m.t}:horizontal-resize}";
  sheet.cell("C2", "=SUM(T[[#This Row],[{{m.t}:horizontal-resize}]])")
      .cell("A4", "=SUM(T[{{m.t}:horizontal-resize}])")
      .cell("B4", "=SUM(T[Sum])");
  const auto run = filled(of_sheet(sheet), kMonths);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!E3"], "=SUM(T[[#This Row],[Jan]:[Mar]])");
  EXPECT_EQ(run.book["Sheet1!A5"], "=SUM(T[[Jan]:[Mar]])");
  EXPECT_EQ(filled(of_sheet(sheet), R"({"m":[{"t":"Jan"}],"r":[{"n":"A","c":[{"v":1}]}]})").book["Sheet1!A4"], "=SUM(T[Jan])");
}

TEST(XlsxColumns, TheFormulaOfAWholeColumnStaysThatOfItsFirstRow) {
  auto sheet = MadeSheet().cell("A1", "{{b.n}}").cell("A2", "N").cell("B2", "Sum").cell("A3", "{{b.r.n}}").cell("B3", "=SUM(A3:A3)*$D$1");
  sheet.tables.push_back({.name = "T", .ref = "A2:B3", .columns = {"N", "Sum"}, .more = {}, .formulas = {"", "SUM(A3:A3)*$D$1"}});
  const auto run = filled(of_sheet(sheet), R"({"b":[{"n":"x","r":[{"n":1},{"n":2}]},{"n":"y","r":[{"n":3},{"n":4}]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A2:B4 N,Sum");
  EXPECT_THAT(run.part("xl/tables/table1.xml"), HasSubstr("<calculatedColumnFormula>SUM(A3:A3)*$D$1</calculatedColumnFormula>"));
  EXPECT_THAT(run.part("xl/tables/table2.xml"), HasSubstr("<calculatedColumnFormula>SUM(A7:A7)*$D$1</calculatedColumnFormula>"));
}

}  // namespace
}  // namespace docmill::templating::xlsx
