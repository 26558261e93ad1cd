#include "templating/xlsx/xlsx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/filled_book.h"

namespace docmill::templating::xlsx {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr auto kItems = R"({"items":[{"n":"Pen","q":10},{"n":"Desk","q":1},{"n":"Lamp","q":2}],"rate":3,"title":"List"})";

TEST(Xlsx, ATokenAloneKeepsTheTypeOfItsValue) {
  const auto run = filled(of_sheet(MadeSheet()
                                       .cell("A1", "{{n}}")
                                       .cell("A2", "n = {{n}}")
                                       .cell("A3", "{{t}}")
                                       .cell("A4", "{{b}}")
                                       .cell("A5", "{{nothing}}")
                                       .cell("A6", "{{n}:format(N2)}")
                                       .cell("A7", "{{d}}")
                                       .cell("A8", "{{big}}")),
                          R"({"n":12.5,"t":"0012","b":true,"nothing":null,"d":"2020-07-15T12:00:00","big":12345678901234567})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A1"], "#12.5");
  EXPECT_EQ(run.book["Sheet1!A2"], "n = 12.5");
  EXPECT_EQ(run.book["Sheet1!A3"], "0012");
  EXPECT_EQ(run.book["Sheet1!A4"], "TRUE");
  EXPECT_EQ(run.book["Sheet1!A5"], "");
  EXPECT_EQ(run.book["Sheet1!A6"], "12.50");
  EXPECT_EQ(run.book["Sheet1!A7"], "#44027.5");
  EXPECT_EQ(run.book.styles.at("Sheet1!A7"), "2") << "a date style, added behind the two there were";
  EXPECT_EQ(run.book["Sheet1!A8"], "#12345678901234567");
}

TEST(Xlsx, ARowOfPlainCellsRepeatsAndPushesWhatIsBelowIt) {
  MadeSheet sheet;
  sheet.cell("A1", "{{title}}").cell("A3", "{{items.n}}").cell("B3", "{{items.q}}").cell("A5", "below").cell("D5", "beside");
  sheet.rows[3] = "ht=\"33\" customHeight=\"1\"";
  const auto run = filled(of_sheet(sheet), kItems);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A3"], "Pen");
  EXPECT_EQ(run.book["Sheet1!B5"], "#2");
  EXPECT_EQ(run.book["Sheet1!A7"], "below");
  EXPECT_EQ(run.book["Sheet1!D5"], "beside") << "only the block's columns move";
  EXPECT_EQ(run.book.rows.at("Sheet1!5"), "33");
}

TEST(Xlsx, FormulasFollowTheirRowsAndTotalsTakeInAllOfThem) {
  const auto run = filled(of_sheet(MadeSheet()
                                       .cell("A2", "{{items.n}}")
                                       .cell("B2", "{{items.q}}")
                                       .cell("C2", "=B2*$F$1+SUM(B$2:B2)")
                                       .cell("D2", "=C2*2")
                                       .cell("B4", "=SUM(B2:B2)")
                                       .cell("C4", "=SUM(C2)/SUM($B$2:$B$3)")
                                       .cell("F1", "#2")),
                          kItems);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!C2"], "=B2*$F$1+SUM(B$2:B2)");
  EXPECT_EQ(run.book["Sheet1!C4"], "=B4*$F$1+SUM(B$2:B4)");
  EXPECT_EQ(run.book["Sheet1!D3"], "=C3*2");
  EXPECT_EQ(run.book["Sheet1!B6"], "=SUM(B2:B4)");
  EXPECT_EQ(run.book["Sheet1!C6"], "=SUM(C2:C4)/SUM($B$2:$B$5)");
}

TEST(Xlsx, SharedFormulasBecomeTheirCellsOwn) {
  const auto run = filled(of_sheet(MadeSheet()
                                       .cell("B2", "{{items.q}}")
                                       .cell("C2", "{{items.q}}")
                                       .cell("B4", "<f t=\"shared\" ref=\"B4:C4\" si=\"0\">SUM(B2)</f>")
                                       .cell("C4", "<f t=\"shared\" si=\"0\"/>")),
                          kItems);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B6"], "=SUM(B2:B4)");
  EXPECT_EQ(run.book["Sheet1!C6"], "=SUM(C2:C4)");
}

TEST(Xlsx, EqualsMakesAFormulaOfItsText) {
  const auto run = filled(of_sheet(MadeSheet().cell("A1", "{{equals}}B1*{{rate}}").cell("A2", "{{equals}}B1*{{unknown}}")), kItems);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A1"], "=B1*3");
  EXPECT_EQ(run.book["Sheet1!A2"], "{{equals}}B1*{{unknown}}") << "what cannot be reckoned stays a text";
}

TEST(Xlsx, EqualsWithoutAnotherTokenMakesAFormulaToo) {
  const auto run = filled(
      of_sheet(MadeSheet().cell("A1", "{{p.n}}").cell("B1", "{{equals}}1+1").cell("C1", "{{p.v}}").cell("A2", "{{equals}}SUM(D1:D2)")),
      R"({"p":[{"n":"A","v":1},{"n":"B","v":2}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B1"], "=1+1");
  EXPECT_EQ(run.book["Sheet1!B2"], "=1+1");
  EXPECT_EQ(run.book["Sheet1!A3"], "=SUM(D1:D2)");
}

TEST(Xlsx, TablesOfOneCollectionGrowInStep) {
  MadeSheet sheet;
  sheet.cell("A1", "Name")
      .cell("A2", "{{items.n}}")
      .cell("C1", "Count")
      .cell("D1", "Twice")
      .cell("C2", "{{items.q}}")
      .cell("D2", "=C2*2")
      .cell("A4", "a")
      .cell("C4", "c");
  sheet.tables = {{"One", "A1:A2", {"Name"}, ""}, {"Two", "C1:D2", {"Count", "Twice"}, ""}};
  const auto run = filled(of_sheet(sheet), kItems);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.tables.at("One"), "Sheet1!A1:A4 Name");
  EXPECT_EQ(run.book.tables.at("Two"), "Sheet1!C1:D4 Count,Twice");
  EXPECT_EQ(run.book["Sheet1!D4"], "=C4*2");
  EXPECT_EQ(run.book["Sheet1!A6"], "a");
  EXPECT_EQ(run.book["Sheet1!C6"], "c");
}

TEST(Xlsx, AnEmptyCollectionTakesItsRowsAlongButATableKeepsOne) {
  MadeSheet plain;
  plain.cell("A1", "head").cell("A2", "{{items.n}}").cell("A3", "below");
  EXPECT_EQ(filled(of_sheet(plain), R"({"items":[]})").book["Sheet1!A2"], "below");
  MadeSheet table;
  table.cell("A1", "Name").cell("A2", "{{items.n}}").cell("A3", "=COUNTA(A2)");
  table.tables = {{"T", "A1:A2", {"Name"}, ""}};
  const auto run = filled(of_sheet(table), R"({"items":[]})");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A1:A2 Name");
  EXPECT_EQ(run.book["Sheet1!A2"], "");
  EXPECT_EQ(run.book["Sheet1!A3"], "=COUNTA(A2)");
}

TEST(Xlsx, NestedCollectionsStretchTheMergesBesideThem) {
  MadeSheet sheet;
  sheet.cell("A4", "{{meals.type}}").cell("B4", "{{meals.items.name}}");
  sheet.behind = R"(<mergeCells count="2"><mergeCell ref="A4:A5"/><mergeCell ref="B4:B5"/></mergeCells>)";
  const auto run =
      filled(of_sheet(sheet), R"({"meals":[{"type":"Lunch","items":[{"name":"a"},{"name":"b"}]},{"type":"Tea","items":[{"name":"c"}]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.merges, UnorderedElementsAre("Sheet1!A4:A7", "Sheet1!B4:B5", "Sheet1!B6:B7", "Sheet1!A8:A9", "Sheet1!B8:B9"));
  EXPECT_EQ(run.book["Sheet1!A8"], "Tea");
}

TEST(Xlsx, ANamedRangeIsTheBlockAndItsCopiesGetHelpers) {
  MadeSheet sheet;
  sheet.cell("A1", "{{months.name}}").cell("A2", "Product").cell("A3", "{{months.items.n}}").cell("A6", "end");
  sheet.tables = {{"Table1", "A2:A3", {"Product"}, ""}};
  auto book = of_sheet(sheet);
  book.names =
      R"(<definedName name="Month">Sheet1!$A$1:$A$4</definedName><definedName name="_xlnm.Print_Area" localSheetId="0">Sheet1!$A$1:$A$6</definedName>)";
  const auto run = filled(book, R"({"months":[{"name":"Jan","items":[{"n":"a"},{"n":"b"}]},{"name":"Feb","items":[{"n":"c"}]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A6"], "Feb");
  EXPECT_EQ(run.book["Sheet1!A8"], "c");
  EXPECT_EQ(run.book["Sheet1!A11"], "end");
  EXPECT_EQ(run.book.names.at("Month"), "Sheet1!$A$1:$A$5");
  EXPECT_EQ(run.book.names.at("temp_range_0"), "Sheet1!$A$6:$A$9");
  EXPECT_EQ(run.book.names.at("_xlnm.Print_Area@0"), "Sheet1!$A$1:$A$11");
  EXPECT_EQ(run.book.tables.at("Table1"), "Sheet1!A2:A4 Product");
  EXPECT_EQ(run.book.tables.at("Table2"), "Sheet1!A7:A8 Product");
}

TEST(Xlsx, SheetsRepeatByTheirNames) {
  MadeBook book;
  MadeSheet sheet;
  sheet.name = "R {{r.q}}";
  sheet.cell("A1", "{{r.q}}").cell("A2", "{{r.v}}").cell("A3", "='R {{r.q}}'!A2*2").cell("A4", "=Other!A1");
  MadeSheet other;
  other.name = "Other";
  other.cell("A1", "='R {{r.q}}'!A2");
  book.sheets = {sheet, other};
  const auto run = filled(book, R"({"r":[{"q":"Q1","v":1},{"q":"Q2","v":2},{"q":"Q1","v":3},{"q":"a/b:c","v":4}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.sheets, ElementsAre("R Q1", "R Q2", "R Q3", "R a_b_c", "Other"));
  EXPECT_EQ(run.book["R Q2!A2"], "#2");
  EXPECT_EQ(run.book["R Q2!A3"], "='R Q2'!A2*2");
  EXPECT_EQ(run.book["R Q2!A4"], "=Other!A1");
  EXPECT_EQ(run.book["Other!A1"], "='R Q1'!A2");
}

TEST(Xlsx, TheSheetFormatterCountsConstantNamesOnAndCopiesTables) {
  MadeSheet sheet;
  sheet.cell("A1", "Name").cell("A2", "{{items.n}:sheet}").cell("A3", "=COUNTA(T1[Name])");
  sheet.tables = {{"T1", "A1:A2", {"Name"}, ""}};
  const auto run = filled(of_sheet(sheet), kItems);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.sheets, ElementsAre("Sheet1", "Sheet2", "Sheet3"));
  EXPECT_EQ(run.book["Sheet3!A2"], "Lamp");
  EXPECT_EQ(run.book["Sheet2!A3"], "=COUNTA(Table2[Name])");
  EXPECT_EQ(run.book.tables.size(), 3u);
}

TEST(Xlsx, ASheetForNoItemIsHidden) {
  MadeBook book;
  book.sheets.resize(2);
  book.sheets[0].name = "{{r.q}}";
  book.sheets[0].cell("A1", "{{r.v}}");
  book.sheets[1].name = "Rest";
  const auto run = filled(book, R"({"r":[]})");
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.sheets, ElementsAre("Sheet veryHidden", "Rest"));
}

TEST(Xlsx, GridsGrowRightAndDown) {
  const auto run =
      filled(of_sheet(MadeSheet().cell("B2", "{{m}}").cell("B4", "below").cell("A4", "left")), R"({"m":[["a",1],["b",2],["c"]]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B4"], "c");
  EXPECT_EQ(run.book["Sheet1!C3"], "#2");
  EXPECT_EQ(run.book["Sheet1!B6"], "below");
  EXPECT_EQ(run.book["Sheet1!A4"], "left");
}

TEST(Xlsx, AGridWidensItsTable) {
  MadeSheet sheet;
  sheet.cell("A1", "Column1").cell("A2", "{{m}}");
  sheet.tables = {{"T", "A1:A2", {"Column1"}, ""}};
  const auto run = filled(of_sheet(sheet), R"({"m":[["a","b","c"],["d","e","f"]]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A1:C3 Column1,Column2,Column3");
  EXPECT_EQ(run.book["Sheet1!C1"], "Column3");
  EXPECT_EQ(run.book["Sheet1!C3"], "f");
}

TEST(Xlsx, HorizontalResizePushesToTheRight) {
  const auto run = filled(of_sheet(MadeSheet()
                                       .cell("A1", "{{items.n}:horizontal-resize}")
                                       .cell("A2", "{{items.q}}")
                                       .cell("B1", "right")
                                       .cell("B2", "=SUM(A2)")
                                       .cell("B3", "stays")),
                          kItems);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!C1"], "Lamp");
  EXPECT_EQ(run.book["Sheet1!B2"], "#1");
  EXPECT_EQ(run.book["Sheet1!D1"], "right");
  EXPECT_EQ(run.book["Sheet1!D2"], "=SUM(A2:C2)");
  EXPECT_EQ(run.book["Sheet1!B3"], "stays");
}

TEST(Xlsx, RowsOfColumnsGrowDownAndThenToTheRight) {
  const auto run = filled(of_sheet(MadeSheet()
                                       .cell("A1", "{{columns.name}:horizontal-resize}")
                                       .cell("A2", "{{rows.cells.v}:horizontal-resize}")
                                       .cell("A3", "below")),
                          R"({"columns":[{"name":"x"},{"name":"y"}],"rows":[{"cells":[{"v":1},{"v":2}]},{"cells":[{"v":3},{"v":4}]}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!B1"], "y");
  EXPECT_EQ(run.book["Sheet1!B2"], "#2");
  EXPECT_EQ(run.book["Sheet1!A3"], "#3");
  EXPECT_EQ(run.book["Sheet1!B3"], "#4");
  EXPECT_EQ(run.book["Sheet1!A4"], "below");
}

TEST(Xlsx, ADefinitionLeavesAnEmptyCell) {
  const auto run = filled(of_sheet(MadeSheet().cell("A1", "{{few = items|top(2)}}").cell("A2", "{{few.n}}").cell("A3", "below")), kItems);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A1"], "");
  EXPECT_EQ(run.book["Sheet1!A3"], "Desk");
  EXPECT_EQ(run.book["Sheet1!A4"], "below");
}

TEST(Xlsx, APageHeaderRepeatsItsSheet) {
  MadeSheet sheet;
  sheet.cell("A1", "{{items.q}}");
  sheet.behind = "<headerFooter><oddHeader>&amp;C{{items.n}}</oddHeader></headerFooter>";
  const auto run = filled(of_sheet(sheet), kItems);
  ASSERT_EQ(run.error, "");
  ASSERT_EQ(run.book.sheets.size(), 3u);
  auto package = ooxml::Package::open(run.bytes);
  EXPECT_THAT(*package->bytes(run.book.parts.at("Sheet2")), HasSubstr("<oddHeader>&amp;CDesk</oddHeader>"));
}

TEST(Xlsx, MergeNullsJoinsWithTheLeft) {
  const auto run = filled(of_sheet(MadeSheet().cell("A2", "{{r.a}}").cell("B2", "{{r.b}:merge-nulls}").cell("C2", "{{r.c}:merge-nulls}")),
                          R"({"r":[{"a":1,"b":null,"c":null},{"a":2,"b":3,"c":null}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.book.merges, UnorderedElementsAre("Sheet1!A2:C2", "Sheet1!B3:C3"));
}

TEST(Xlsx, HidingClearsTheCellOrTheRangeOfWhichItIsTheOnlyToken) {
  auto book = of_sheet(MadeSheet()
                           .cell("A1", "x {{no}:hide-block-if(true)}")
                           .cell("A2", "note {{no}:hide-block-if(true)}")
                           .cell("A3", "text")
                           .cell("A4", "kept"));
  book.names = R"(<definedName name="Note">Sheet1!$A$2:$B$3</definedName>)";
  const auto run = filled(book, R"({"no":true})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.cells.size(), 1u);
  EXPECT_EQ(run.book["Sheet1!A4"], "kept");
  EXPECT_EQ(filled(book, R"({"no":false})").book["Sheet1!A2"], "note ");
}

TEST(Xlsx, HyperlinksAreCopiedWithTheirRows) {
  MadeSheet sheet;
  sheet.cell("A1", "{{items.n}}");
  sheet.behind = R"(<hyperlinks><hyperlink ref="A1" r:id="rL"/></hyperlinks>)";
  sheet.links = {{"rL", "%7b%7bitems.n%7d%7d"}};
  const auto run = filled(of_sheet(sheet), R"({"items":[{"n":"https://a.example/?x=1&amp;y=2"},{"n":"https://b.example/"}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.links.at("Sheet1!A2"), "https://b.example/");
}

TEST(Xlsx, RichTextKeepsItsRuns) {
  const auto run = filled(of_sheet(MadeSheet().cell(
                              "A1", R"(<r><rPr><b/></rPr><t>{{ti</t></r><r><t>tle}} and</t></r><r><t xml:space="preserve"> more</t></r>)")),
                          kItems);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A1"], "List and more");
}

TEST(Xlsx, FormatsValidationsAndBreaksFollow) {
  MadeSheet sheet;
  sheet.cell("A2", "{{items.q}}").cell("A4", "total");
  sheet.behind =
      R"(<conditionalFormatting sqref="A2"><cfRule type="expression" priority="1"><formula>$A2&gt;AVERAGE($A$2:$A$3)</formula></cfRule></conditionalFormatting>)"
      R"(<dataValidations count="1"><dataValidation sqref="A2 A4" type="list"><formula1>Sheet1!$A$4:$A$5</formula1></dataValidation></dataValidations>)"
      R"(<rowBreaks count="1" manualBreakCount="1"><brk id="4" max="16383" man="1"/></rowBreaks>)";
  const auto run = filled(of_sheet(sheet), kItems);
  ASSERT_EQ(run.error, "");
  auto package = ooxml::Package::open(run.bytes);
  const auto xml = *package->bytes(run.book.parts.at("Sheet1"));
  EXPECT_THAT(xml, HasSubstr(R"(sqref="A2:A4")"));
  EXPECT_THAT(xml, HasSubstr("$A2&gt;AVERAGE($A$2:$A$5)"));
  EXPECT_THAT(xml, HasSubstr(R"(sqref="A2:A4 A6")"));
  EXPECT_THAT(xml, HasSubstr("Sheet1!$A$6:$A$7"));
  EXPECT_THAT(xml, HasSubstr(R"(<brk id="6")"));
}

TEST(Xlsx, ModernConditionsTakeTheirRowsAlong) {
  const auto sheet = MadeSheet()
                         .cell("A1", "a")
                         .cell("A2", "{{#if yes}}")
                         .cell("A3", "inside")
                         .cell("A4", "{{/if}}")
                         .cell("A5", "{{n|format(N1)}} {{#if yes}}y{{#else}}n{{/if}}");
  const auto yes = filled(of_sheet(sheet), R"({"yes":true,"n":1})", Dialect::Modern);
  ASSERT_EQ(yes.error, "");
  EXPECT_EQ(yes.book["Sheet1!A2"], "inside");
  EXPECT_EQ(yes.book["Sheet1!A3"], "1.0 y");
  const auto no = filled(of_sheet(sheet), R"({"yes":false,"n":1})", Dialect::Modern);
  EXPECT_EQ(no.book["Sheet1!A2"], "1.0 n");
}

TEST(Xlsx, WhatAChartRefersToIsToldWithItsValues) {
  const auto bytes = of_sheet(MadeSheet().cell("A2", "{{items.n}}").cell("B2", "{{items.q}}")).bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = *read_json(kItems);
  FillBudget budget;
  auto workbook = fill_workbook(*package, Scope(context.data), context, budget);
  ASSERT_TRUE(workbook) << workbook.error().describe();
  EXPECT_EQ(workbook->reference("Sheet1!$B$2"), "Sheet1!$B$2:$B$4");
  const auto cells = workbook->cells("Sheet1!$B$2");
  ASSERT_EQ(cells.size(), 3u);
  EXPECT_TRUE(cells[0].number);
  EXPECT_EQ(cells[0].text, "10");
  EXPECT_EQ(workbook->cells("Sheet1!$A$2")[2].text, "Lamp");
}

/// A workbook with a chart of A2 and B2 on its first sheet.
MadeBook with_chart(MadeSheet sheet) {
  sheet.behind = R"(<drawing r:id="rD"/>)";
  sheet.rels = ooxml::rel("rD", "drawing", "../drawings/drawing1.xml");
  auto book = of_sheet(std::move(sheet));
  const auto name = book.sheets[0].name;
  book.types =
      R"(<Override PartName="/xl/charts/chart1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>)";
  book.more = {
      {"xl/drawings/drawing1.xml", R"(<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>)"},
      {"xl/drawings/_rels/drawing1.xml.rels", ooxml::rels_of(ooxml::rel("rC", "chart", "../charts/chart1.xml"))},
      {"xl/charts/chart1.xml",
       R"(<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:ser><c:cat><c:strRef><c:f>')" + name +
           R"('!$A$2</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{{items.n}}</c:v></c:pt></c:strCache></c:strRef></c:cat>)"
           R"(<c:val><c:numRef><c:f>')" +
           name +
           R"('!$B$2</c:f><c:numCache><c:formatCode>0</c:formatCode><c:ptCount val="1"/></c:numCache></c:numRef></c:val></c:ser></c:chartSpace>)"}};
  return book;
}

TEST(Xlsx, ChartsShowWhatTheirRangesHaveBecome) {
  const auto run = filled(with_chart(MadeSheet().cell("A2", "{{items.n}}").cell("B2", "{{items.q}}")), kItems);
  ASSERT_EQ(run.error, "");
  auto package = ooxml::Package::open(run.bytes);
  const auto xml = *package->bytes("xl/charts/chart1.xml");
  EXPECT_THAT(xml, HasSubstr("<c:f>Sheet1!$A$2:$A$4</c:f>"));
  EXPECT_THAT(xml, HasSubstr(R"(<c:ptCount val="3"/><c:pt idx="0"><c:v>Pen</c:v></c:pt>)"));
  EXPECT_THAT(xml, HasSubstr(R"(<c:formatCode>0</c:formatCode><c:ptCount val="3"/><c:pt idx="0"><c:v>10</c:v></c:pt>)"));
}

TEST(Xlsx, ACopiedSheetHasAChartOfItsOwn) {
  MadeSheet sheet;
  sheet.name = "{{r.q}}";
  sheet.cell("A2", "{{r.items.n}}").cell("B2", "{{r.items.v}}");
  const auto run =
      filled(with_chart(sheet), R"({"r":[{"q":"One","items":[{"n":"a","v":1}]},{"q":"Two","items":[{"n":"b","v":2},{"n":"c","v":3}]}]})");
  ASSERT_EQ(run.error, "");
  auto package = ooxml::Package::open(run.bytes);
  EXPECT_THAT(*package->bytes("xl/charts/chart1.xml"), HasSubstr("<c:f>One!$A$2</c:f>"));
  const auto drawing = package->find(run.book.parts.at("Two"), "drawing")->target;
  const auto xml = *package->bytes(package->find(drawing, "chart")->target);
  EXPECT_THAT(xml, HasSubstr("<c:f>Two!$B$2:$B$3</c:f>"));
  EXPECT_THAT(xml, HasSubstr("<c:v>3</c:v>"));
}

TEST(Xlsx, NotesAreCopiedWithTheirCells) {
  MadeSheet sheet;
  sheet.cell("A2", "{{items.n}}").cell("A4", "total");
  sheet.rels = ooxml::rel("rN", "comments", "../comments1.xml");
  auto book = of_sheet(sheet);
  book.more = {
      {"xl/comments1.xml",
       R"(<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList><comment ref="A2"/><comment ref="A4"/></commentList></comments>)"}};
  const auto run = filled(book, kItems);
  ASSERT_EQ(run.error, "");
  auto package = ooxml::Package::open(run.bytes);
  EXPECT_THAT(*package->bytes("xl/comments1.xml"),
              HasSubstr(R"(<comment ref="A2"/><comment ref="A3"/><comment ref="A4"/><comment ref="A6"/>)"));
}

TEST(Xlsx, AStructuredReferenceGetsItsTablesNameWhereLibreOfficeIsToReadIt) {
  MadeSheet sheet;
  sheet.cell("A1", "Price").cell("B1", "Sum").cell("A2", "{{items.q}}").cell("B2", "{{equals}}[Price]*{{rate}}");
  sheet.tables = {{"T1", "A1:B2", {"Price", "Sum"}, ""}};
  const auto bytes = of_sheet(sheet).bytes();
  for (const bool named : {false, true}) {
    auto package = ooxml::Package::open(bytes);
    Context context;
    context.data = *read_json(kItems);
    ASSERT_TRUE(fill(*package, context, {.names_tables = named}));
    const auto written = *package->write();
    auto again = ooxml::Package::open(written);
    EXPECT_EQ(ReadBook::of(*again)["Sheet1!B4"], named ? "=T1[Price]*3" : "=[Price]*3");
  }
}

TEST(Xlsx, NoTokenOfTheTemplateStaysBehind) {
  const auto run = filled(of_sheet(MadeSheet().cell("A1", "{{title}}").cell("A2", "{{items.n}} {{items.q}}")), kItems);
  auto package = ooxml::Package::open(run.bytes);
  for (const auto& part : package->parts()) EXPECT_EQ(package->bytes(part)->find("{{"), std::string::npos) << part;
}

TEST(Xlsx, WhatASheetCannotHoldIsRefused) {
  std::string json = "{\"a\":[";
  for (int i = 0; i < 1'100; ++i) json += "{\"b\":[{},{},{},{},{},{},{},{},{},{}]},";
  const auto run = filled(of_sheet(MadeSheet().cell("A1000000", "{{a.b}}").cell("A1048500", "{{a.b.c}}")), json + "]}");
  EXPECT_THAT(run.error, HasSubstr("1048576 rows"));
  EXPECT_THAT(run.error, HasSubstr("Sheet1"));
}

TEST(Xlsx, DamagedWorkbooksAreRefusedOrSurvived) {
  EXPECT_THAT(filled(MadeBook{}, "{}").error, HasSubstr("no sheet"));
  auto book = of_sheet(MadeSheet().cell("A1", "{{items.n}}"));
  book.sheets[0].behind =
      R"(<mergeCells><mergeCell ref="rubbish"/><mergeCell ref="A1:XFD1048576"/></mergeCells><hyperlinks><hyperlink ref=""/></hyperlinks>)";
  book.names = R"(<definedName name="x">Sheet1!$A$1:$XFD$1048576</definedName><definedName name="y">#REF!</definedName>)";
  EXPECT_EQ(filled(book, R"({"items":[{"n":1}]})").error, "");
}

}  // namespace
}  // namespace docmill::templating::xlsx
