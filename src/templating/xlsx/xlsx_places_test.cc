#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/filled_book.h"

// Where tokens are looked for beside cells: drawings, charts, comments, rules, names, page headers, properties.

namespace docmill::templating::xlsx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kData = R"({"items":[{"n":"Pen","q":10},{"n":"Desk","q":1}],"rate":3,"title":"R&D \"x\"","colours":["red","green"]})";
constexpr auto kSheets = R"({"r":[{"q":"One","t":"first\nline"},{"q":"Two","t":"second"}]})";

std::string shape(const std::string& text) {
  return R"(<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="s" descr="of )" + text +
         R"("/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:rPr b="1"/><a:t>)" + text.substr(0, 3) + "</a:t></a:r><a:r><a:t>" + text.substr(3) +
         "</a:t></a:r></a:p></xdr:txBody></xdr:sp>";
}

MadeBook with_drawing(MadeSheet sheet, const std::string& inside, const std::string& title = "") {
  sheet.behind += R"(<drawing r:id="rD"/>)";
  sheet.rels += ooxml::rel("rD", "drawing", "../drawings/drawing1.xml");
  auto book = of_sheet(std::move(sheet));
  const std::string a = R"( xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main")";
  book.more = {{"xl/drawings/drawing1.xml", R"(<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing")" +
                                                a + ">" + inside + "</xdr:wsDr>"}};
  if (title.empty()) return book;
  book.types =
      R"(<Override PartName="/xl/charts/chart1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>)";
  book.more.emplace_back("xl/drawings/_rels/drawing1.xml.rels", ooxml::rels_of(ooxml::rel("rC", "chart", "../charts/chart1.xml")));
  book.more.emplace_back("xl/charts/chart1.xml", R"(<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart")" + a +
                                                     "><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>" + title +
                                                     "</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>");
  return book;
}

TEST(XlsxPlaces, ShapesAndTitlesOfChartsAreFilled) {
  const auto run = filled(with_drawing(MadeSheet().cell("A1", "{{items.n}}"), shape("{{rate}} of {{items.n}}"), "Rate {{rate}}"), kData);
  ASSERT_EQ(run.error, "");
  const auto drawing = run.part("xl/drawings/drawing1.xml");
  EXPECT_THAT(drawing, HasSubstr("<a:t>3</a:t></a:r><a:r><a:t> of Pen</a:t>"));
  EXPECT_THAT(drawing, HasSubstr("descr=\"of 3 of Pen\""));
  EXPECT_THAT(run.part("xl/charts/chart1.xml"), HasSubstr("<a:t>Rate 3</a:t>"));
  EXPECT_EQ(run.book["Sheet1!A2"], "Desk");
}

TEST(XlsxPlaces, ACopiedSheetsShapesAndTitlesSayWhatItsItemSays) {
  MadeSheet sheet;
  sheet.name = "{{r.q}}";
  const auto run = filled(with_drawing(sheet.cell("A1", "x"), shape("{{r.t}}"), "About {{r.q}}"), kSheets);
  ASSERT_EQ(run.error, "");
  auto package = ooxml::Package::open(run.bytes);
  for (const auto& [name, text, title] : {std::tuple{"One", "<a:t>first</a:t></a:r><a:br><a:rPr b=\"1\"/></a:br>", "About One"},
                                          std::tuple{"Two", "<a:t>second</a:t>", "About Two"}}) {
    const auto drawing = package->find(run.book.parts.at(name), "drawing")->target;
    EXPECT_THAT(run.part(drawing), HasSubstr(text));
    EXPECT_THAT(run.part(package->find(drawing, "chart")->target), HasSubstr(title));
  }
}

TEST(XlsxPlaces, NotesAreFilledWithTheItemsOfTheirCells) {
  MadeSheet sheet;
  sheet.cell("A2", "{{items.n}}").cell("B5", "total");
  sheet.rels = ooxml::rel("rN", "comments", "../comments1.xml");
  auto book = of_sheet(sheet);
  book.more = {
      {"xl/comments1.xml",
       R"(<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>x</author></authors><commentList>)"
       R"(<comment ref="A2" authorId="0"><text><r><rPr><b/></rPr><t>Has {{ite</t></r><r><t>ms.q}}</t></r></text></comment>)"
       R"(<comment ref="B5" authorId="0"><text><t>rate {{rate}}, first {{items.n}}</t></text></comment></commentList></comments>)"}};
  const auto run = filled(book, kData);
  ASSERT_EQ(run.error, "");
  const auto xml = run.part("xl/comments1.xml");
  EXPECT_THAT(xml, HasSubstr(R"(<comment ref="A2" authorId="0"><text><r><rPr><b/></rPr><t>Has 10</t></r></text></comment>)"));
  EXPECT_THAT(xml, HasSubstr(R"(<comment ref="A3" authorId="0"><text><r><rPr><b/></rPr><t>Has 1</t></r></text></comment>)"));
  EXPECT_THAT(xml, HasSubstr(R"(<comment ref="B5" authorId="0"><text><t>rate 3, first Pen</t></text></comment>)"))
      << "column A grows, B does not move";
}

TEST(XlsxPlaces, ThreadedCommentsAreFilledAndTheirCopiesHaveIdsOfTheirOwn) {
  const std::string first = "{11111111-2222-3333-4444-555555555555}";
  const std::string answer = "{11111111-2222-3333-4444-666666666666}";
  MadeSheet sheet;
  sheet.cell("A2", "{{items.n}}");
  sheet.rels =
      ooxml::rel("rN", "comments", "../comments1.xml") +
      R"(<Relationship Id="rT" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/t1.xml"/>)";
  auto book = of_sheet(sheet);
  book.more = {
      {"xl/comments1.xml",
       R"(<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>tc=)" + first +
           R"(</author></authors><commentList><comment ref="A2" authorId="0"><text><t>{{items.q}}</t></text></comment></commentList></comments>)"},
      {"xl/threadedComments/t1.xml",
       R"(<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="A2" id=")" +
           first + R"("><text>{{items.q}} of {{items.n}}</text></threadedComment><threadedComment ref="A2" id=")" + answer +
           R"(" parentId=")" + first + R"("><text>yes</text></threadedComment></ThreadedComments>)"}};
  const auto run = filled(book, kData);
  ASSERT_EQ(run.error, "");
  const auto threads = run.part("xl/threadedComments/t1.xml");
  EXPECT_THAT(threads, HasSubstr("<text>10 of Pen</text>"));
  EXPECT_THAT(threads, HasSubstr("<text>1 of Desk</text>"));
  pugi::xml_document tree;
  tree.load_string(threads.c_str());
  std::map<std::string, std::string> ids;  // by what they say
  std::set<std::string> all;
  for (const auto comment : tree.document_element().children()) {
    ids[std::string(comment.attribute("ref").value()) + comment.attribute("parentId").value()] = comment.attribute("id").value();
    all.insert(comment.attribute("id").value());
  }
  EXPECT_EQ(all.size(), 4u);
  ASSERT_TRUE(ids.contains("A3"));
  EXPECT_TRUE(ids.contains("A3" + ids["A3"])) << "the answer's copy answers the copy";
  EXPECT_THAT(run.part("xl/comments1.xml"), HasSubstr("<author>tc=" + ids["A3"] + "</author>"));
}

TEST(XlsxPlaces, RulesCompareWithAndOfferWhatTheDataSays) {
  MadeSheet sheet;
  sheet.cell("A1", "x");
  sheet.behind =
      R"(<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>A1="{{title}}"</formula></cfRule>)"
      R"(<cfRule type="cellIs" priority="2"><formula>{{rate}}*2</formula></cfRule></conditionalFormatting>)"
      R"(<dataValidations count="1"><dataValidation sqref="A1" type="list" promptTitle="Of {{rate}}" prompt="{{title}}"><formula1>"{{colours}:join(,)},blue"</formula1></dataValidation></dataValidations>)";
  const auto run = filled(of_sheet(sheet), kData);
  ASSERT_EQ(run.error, "");
  const auto xml = run.part_of("Sheet1");
  EXPECT_THAT(xml, HasSubstr(R"(<formula>A1="R&amp;D ""x"""</formula>)"));
  EXPECT_THAT(xml, HasSubstr("<formula>3*2</formula>"));
  EXPECT_THAT(xml, HasSubstr(R"(<formula1>"red,green,blue"</formula1>)"));
  EXPECT_THAT(xml, HasSubstr("promptTitle=\"Of 3\""));
  EXPECT_THAT(xml, Not(HasSubstr("{{")));
}

TEST(XlsxPlaces, RulesOfARowThatRepeatsSayWhatItsItemSays) {
  MadeSheet sheet;
  sheet.cell("A1", "name").cell("A2", "{{items.n}}").cell("B2", "{{items.q}}").cell("A3", "end");
  sheet.behind =
      R"(<conditionalFormatting sqref="B2"><cfRule type="expression" priority="1"><formula>B2&gt;{{items.q}}+{{rate}}</formula></cfRule>)"
      R"(</conditionalFormatting><conditionalFormatting sqref="A2"><cfRule type="expression" priority="2"><formula>B2={{rate}}</formula></cfRule>)"
      R"(</conditionalFormatting><dataValidations count="1"><dataValidation sqref="A2:B2" type="list" prompt="of {{items.n}}"><formula1>"{{items.n}},x"</formula1></dataValidation></dataValidations>)";
  const auto run = filled(of_sheet(sheet), R"({"items":[{"n":"Pen","q":10},{"n":"{{rate}}","q":1},{"n":"Pen","q":10}],"rate":3})");
  ASSERT_EQ(run.error, "");
  const auto xml = run.part_of("Sheet1");
  EXPECT_THAT(xml, HasSubstr(R"(sqref="B2 B4"><cfRule type="expression" priority="1"><formula>B2&gt;10+3</formula>)"));
  EXPECT_THAT(xml, HasSubstr(R"(sqref="B3"><cfRule type="expression" priority="1"><formula>B3&gt;1+3</formula>)"));
  EXPECT_THAT(xml, HasSubstr(R"(sqref="A2:A4"><cfRule type="expression" priority="2"><formula>B2=3</formula>)")) << "one says it for all";
  EXPECT_THAT(xml, HasSubstr(R"(<dataValidations count="2">)"));
  EXPECT_THAT(xml, HasSubstr(R"(sqref="A2:B2 A4:B4" type="list" prompt="of Pen"><formula1>"Pen,x"</formula1>)"));
  EXPECT_THAT(xml, HasSubstr(R"(sqref="A3:B3" type="list" prompt="of {{rate}}"><formula1>"{{rate}},x"</formula1>)"))
      << "data is no template";
  EXPECT_THAT(xml, Not(HasSubstr("dm:")));
}

TEST(XlsxPlaces, AListOfChoicesIsCutWhereExcelHasNoRoom) {
  std::string json = R"({"c":[)";
  for (int i = 0; i < 100; ++i) json += "\"choice" + std::to_string(i) + "\",";
  MadeSheet sheet;
  sheet.cell("A1", "x");
  sheet.behind =
      R"(<dataValidations count="1"><dataValidation sqref="A1" type="list"><formula1>"{{c}:join(,)}"</formula1></dataValidation></dataValidations>)";
  const auto run = filled(of_sheet(sheet), json + "]}");
  ASSERT_EQ(run.error, "");
  pugi::xml_document tree;
  tree.load_string(run.part_of("Sheet1").c_str());
  const std::string list = tree.document_element().child("dataValidations").child("dataValidation").child("formula1").text().get();
  EXPECT_LE(list.size(), 257u);
  EXPECT_TRUE(list.ends_with("choice28\"")) << list;
  EXPECT_EQ(run.context.warnings.list().size(), 1u);
}

TEST(XlsxPlaces, NamesOfConstantsAreFilled) {
  auto book = of_sheet(MadeSheet().cell("A1", "{{items.n}}"));
  book.names = R"(<definedName name="Head">"Of {{title}}"</definedName><definedName name="Cells">Sheet1!$A$1</definedName>)";
  const auto run = filled(book, kData);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.names.at("Head"), R"("Of R&D ""x""")");
  EXPECT_EQ(run.book.names.at("Cells"), "Sheet1!$A$1");
  EXPECT_EQ(run.book.names.at("temp_range_0"), "Sheet1!$A$2");
}

TEST(XlsxPlaces, AmpersandsInPageHeadersArePrintedAndNoInstructions) {
  MadeSheet sheet;
  sheet.cell("A1", "x");
  sheet.behind = "<headerFooter><oddHeader>&amp;L{{title}} {{none}}&amp;RPage &amp;P</oddHeader></headerFooter>";
  const auto run = filled(of_sheet(sheet), kData);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr("&amp;LR&amp;&amp;D \"x\" {{none}}&amp;RPage &amp;P"));
}

TEST(XlsxPlaces, WhatALinkShowsIsFilledWithItsItem) {
  MadeSheet sheet;
  sheet.cell("A1", "{{items.n}}");
  sheet.behind = R"(<hyperlinks><hyperlink ref="A1" r:id="rL" display="{{items.n}}" tooltip="{{items.q}} left"/></hyperlinks>)";
  sheet.links = {{"rL", "https://x.example/"}};
  const auto run = filled(of_sheet(sheet), kData);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr(R"(display="Pen" tooltip="10 left")"));
  EXPECT_THAT(run.part_of("Sheet1"), HasSubstr(R"(display="Desk" tooltip="1 left")"));
}

TEST(XlsxPlaces, ALinkLeadsToTheSheetOfItsItem) {
  MadeSheet index;
  index.name = "Index";
  index.cell("A1", "{{items.n}}");
  index.behind = R"(<hyperlinks><hyperlink ref="A1" location="'{{items.n}}'!A2"/></hyperlinks>)";
  MadeBook book;
  book.sheets.push_back(index);
  book.sheets.push_back(MadeSheet{.name = "{{list.n}}"}.cell("A2", "{{list.n}}"));
  const auto run = filled(book, R"({"items":[{"n":"Pen"},{"n":"Desk"}],"list":[{"n":"Pen"},{"n":"Desk"}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.links.at("Index!A1"), "'Pen'!A2");
  EXPECT_EQ(run.book.links.at("Index!A2"), "'Desk'!A2");
}

TEST(XlsxPlaces, PivotTablesAreRefreshedAndTheirSourceFollows) {
  MadeSheet sheet;
  sheet.cell("A1", "Name").cell("A2", "{{items.n}}");
  auto book = of_sheet(sheet);
  book.rels = ooxml::rel("rP", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml");
  book.more = {
      {"xl/pivotCache/pivotCacheDefinition1.xml",
       R"(<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cacheSource type="worksheet"><worksheetSource ref="A1:A2" sheet="Sheet1"/></cacheSource></pivotCacheDefinition>)"}};
  const auto run = filled(book, kData);
  ASSERT_EQ(run.error, "");
  EXPECT_THAT(run.part("xl/pivotCache/pivotCacheDefinition1.xml"), HasSubstr(R"(refreshOnLoad="1")"));
  EXPECT_THAT(run.part("xl/pivotCache/pivotCacheDefinition1.xml"), HasSubstr(R"(ref="A1:A3")"));
}

TEST(XlsxPlaces, TheTextForADialectIsFoundInSheetsToo) {
  auto book = of_sheet(MadeSheet().cell("A1", "x"));
  book.sheets[0].name = "{{title}}";
  book.sheets[0].behind = "<headerFooter><oddHeader>{{#if a}}</oddHeader></headerFooter>";
  const auto bytes = book.bytes();
  auto package = ooxml::Package::open(bytes);
  EXPECT_EQ(text_of(*package).value(), "x\n{{title}}\n{{#if a}}\n");
}

TEST(XlsxFixed, RowsWithTheSameTokensTakeOneItemEachAndTheRestIsBlank) {
  MadeSheet sheet;
  for (const auto* row : {"2", "3", "4"})
    sheet.cell(std::string("A") + row, "{{items.n}:fixed}")
        .cell(std::string("B") + row, "{{items.q}}")
        .cell(std::string("C") + row, std::string("=B") + row + "*2");
  sheet.cell("A5", "total").cell("B5", "=SUM(B2:B4)");
  const auto run = filled(of_sheet(sheet), kData);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A2"], "Pen");
  EXPECT_EQ(run.book["Sheet1!B3"], "#1");
  EXPECT_EQ(run.book["Sheet1!A4"], "");
  EXPECT_EQ(run.book["Sheet1!B4"], "");
  EXPECT_EQ(run.book["Sheet1!C3"], "=B3*2");
  EXPECT_EQ(run.book["Sheet1!C4"], "=B4*2");
  EXPECT_EQ(run.book["Sheet1!A5"], "total");
  EXPECT_EQ(run.book["Sheet1!B5"], "=SUM(B2:B4)");
}

TEST(XlsxFixed, BlankRowsBelowAreFilledAndNothingMoves) {
  MadeSheet sheet;
  sheet.cell("A1", "Name")
      .cell("A2", "{{items.n}:fixed}")
      .cell("B2", "{{items.q}}")
      .cell("A3", "")
      .cell("A4", "total")
      .cell("B4", "=SUM(B2:B3)");
  const auto run = filled(of_sheet(sheet), R"({"items":[{"n":"a","q":1},{"n":"b","q":2},{"n":"c","q":3}]})");
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book["Sheet1!A3"], "b");
  EXPECT_EQ(run.book["Sheet1!A4"], "total");
  EXPECT_EQ(run.book["Sheet1!B4"], "=SUM(B2:B3)");
  ASSERT_EQ(run.context.warnings.list().size(), 1u);
  EXPECT_THAT(run.context.warnings.list()[0].message, HasSubstr("3 items but room for 2"));
}

TEST(XlsxFixed, ATableKeepsItsSize) {
  MadeSheet sheet;
  sheet.cell("A1", "Name").cell("A2", "{{items.n}:fixed}").cell("A3", "").cell("A4", "").cell("A5", "below");
  sheet.tables = {{"T", "A1:A4", {"Name"}, ""}};
  const auto run = filled(of_sheet(sheet), kData);
  ASSERT_EQ(run.error, "");
  EXPECT_EQ(run.book.tables.at("T"), "Sheet1!A1:A4 Name");
  EXPECT_EQ(run.book["Sheet1!A3"], "Desk");
  EXPECT_EQ(run.book["Sheet1!A5"], "below");
  EXPECT_EQ(filled(of_sheet(sheet), R"({"items":[]})").book.tables.at("T"), "Sheet1!A1:A4 Name");
}

}  // namespace
}  // namespace docmill::templating::xlsx
