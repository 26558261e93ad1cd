#include "engines/ooxml/child/xlsx/merge_xlsx.h"

#include <gmock/gmock.h>

#include "ooxml/word_maker.h"

namespace docmill::engines::ooxml {
namespace {

using docmill::ooxml::book_of;
using docmill::ooxml::rel;
using testing::HasSubstr;
using testing::Not;

std::string renamed(const std::string& formula) {
  const FormulaNames names{.sheets = {{"sheet1", "Sheet1 (2)"}, {"it's", "It's (2)"}, {"jan", "Jan (2)"}, {"ü", "Ü2"}},
                           .tables = {{"sales", "Sales_2"}},
                           .names = {{"rate", "Rate_2"}},
                           .external_books = 3};
  return renamed_formula(formula, names);
}

TEST(FormulaTest, SheetsTablesAndNamesFollowAndNothingElse) {
  EXPECT_EQ(renamed("Sheet1!A1+Other!B2"), "'Sheet1 (2)'!A1+Other!B2");
  EXPECT_EQ(renamed("SUM('sheet1'!$A$1:B2)*rate"), "SUM('Sheet1 (2)'!$A$1:B2)*Rate_2");
  EXPECT_EQ(renamed("'It''s'!A1&\"Sheet1!A1\"\"rate\""), "'It''s (2)'!A1&\"Sheet1!A1\"\"rate\"");
  EXPECT_EQ(renamed("SUM(Jan:Mar!A1)+SUM('Jan:It''s'!A1)"), "SUM('Jan (2):Mar'!A1)+SUM('Jan (2):It''s (2)'!A1)");
  EXPECT_EQ(renamed("SUM(Sales[Amount])+ROWS(Sales)+Sales[[#All],[rate]]"), "SUM(Sales_2[Amount])+ROWS(Sales_2)+Sales_2[[#All],[rate]]");
  EXPECT_EQ(renamed("[1]Sheet1!A1+'[2]Sheet1'!A1+'C:\\x\\[a.xlsx]Sheet1'!A1"), "[4]Sheet1!A1+'[5]Sheet1'!A1+'C:\\x\\[a.xlsx]Sheet1'!A1");
  EXPECT_EQ(renamed("[@rate]+rate(1)+Xrate+rate.x+1E+5+A1"), "[@rate]+rate(1)+Xrate+rate.x+1E+5+A1");
  EXPECT_EQ(renamed("ü!A1"), "Ü2!A1");
}

TEST(FormulaTest, AnyTextEnds) {
  for (const auto* text :
       {"'", "\"", "[", "[1]", "'a", "'a'", "a!", "a:b", "a:", "''''!", "[[[", "]", "'[1]x'!", "Sheet1", "1.E", "a[b", "'[]'!"})
    static_cast<void>(renamed(text));
}

TEST(FormulaTest, NamesAreQuotedWhereTheyMustBe) {
  EXPECT_EQ(quoted_sheet("Data"), "Data");
  EXPECT_EQ(quoted_sheet("A1"), "'A1'");
  EXPECT_EQ(quoted_sheet("2024"), "'2024'");
  EXPECT_EQ(quoted_sheet("It's"), "'It''s'");
}

/// A merged workbook, read back.
struct Merged {
  std::string bytes;
  std::unique_ptr<Package> package;
  std::vector<std::string> warnings;

  std::string part(const std::string& name) { return package->bytes(name).value(); }
};

Merged merged(const std::vector<std::string>& books) {
  std::unique_ptr<XlsxMerge> merge;
  for (std::size_t i = 0; i < books.size(); ++i) {
    auto book = Book::open(books[i], "book" + std::to_string(i + 1) + ".xlsx", {});
    EXPECT_TRUE(book) << book.error().describe();
    if (!merge) {
      merge = XlsxMerge::begin(*std::move(book)).value();
    } else {
      const auto added = merge->add(*std::move(book));
      EXPECT_TRUE(added) << added.error().describe();
    }
  }
  Merged out{.bytes = merge->end().value(), .package = {}, .warnings = merge->warnings()};
  out.package = std::make_unique<Package>(Package::open(out.bytes).value());
  return out;
}

const std::string kCells =
    R"(<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>2.5</v></c><c r="C1"><f>Sheet1!B1*Rate</f><v>5</v></c></row></sheetData>)";
const std::string kFormats =
    R"(<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="COLOR"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border><left/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="1" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>)";

std::string formats(const std::string& size, const std::string& code) {
  auto xml = kFormats;
  xml.replace(xml.find("COLOR"), 5, size);
  return "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"" + code + "\"/></numFmts>" + xml;
}

std::string book(const std::string& text, const std::string& size = "12", const std::string& code = "0.00 kg") {
  return book_of(
      {{"Sheet1", kCells}}, "<si><t>" + text + "</t></si>", formats(size, code),
      R"(<definedNames><definedName name="Rate">Sheet1!$B$1</definedName><definedName name="_xlnm.Print_Area" localSheetId="0">Sheet1!$A$1:$C$9</definedName></definedNames>)");
}

TEST(MergeXlsxTest, SheetsOfOneNameGetNumbersAndFormulasFollow) {
  auto got = merged({book("one"), book("two"), book("one")});
  const auto workbook = got.part("xl/workbook.xml");
  EXPECT_THAT(workbook, HasSubstr("name=\"Sheet1\" sheetId=\"1\""));
  EXPECT_THAT(workbook, HasSubstr("name=\"Sheet1 (2)\" sheetId=\"2\""));
  EXPECT_THAT(workbook, HasSubstr("name=\"Sheet1 (3)\" sheetId=\"3\""));
  EXPECT_THAT(workbook, HasSubstr("<definedName name=\"Rate_2\">'Sheet1 (2)'!$B$1</definedName>"));
  EXPECT_THAT(workbook, HasSubstr("<definedName name=\"_xlnm.Print_Area\" localSheetId=\"2\">'Sheet1 (3)'!$A$1:$C$9</definedName>"));
  EXPECT_THAT(workbook, HasSubstr("fullCalcOnLoad=\"1\""));
  EXPECT_THAT(got.part("xl/worksheets/sheet2.xml"), HasSubstr("<f>'Sheet1 (2)'!B1*Rate_2</f>"));
  EXPECT_THAT(got.part("xl/worksheets/sheet1.xml"), HasSubstr("<f>Sheet1!B1*Rate</f>"));
}

TEST(MergeXlsxTest, TextsAndFormatsAreKeptOnce) {
  auto got = merged({book("one"), book("two", "20", "0.0 m"), book("one"), book("one", "12", "0.0 m")});
  EXPECT_THAT(got.part("xl/sharedStrings.xml"), HasSubstr("<si><t>one</t></si><si><t>two</t></si></sst>"));
  EXPECT_THAT(got.part("xl/worksheets/sheet2.xml"), HasSubstr("<c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" s=\"2\">"));
  EXPECT_THAT(got.part("xl/worksheets/sheet3.xml"), HasSubstr("<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\">"));
  EXPECT_THAT(got.part("xl/worksheets/sheet4.xml"), HasSubstr("<c r=\"B1\" s=\"3\">"));
  const auto styles = got.part("xl/styles.xml");
  EXPECT_THAT(styles, HasSubstr("<fonts count=\"3\">"));
  EXPECT_THAT(styles, HasSubstr("<numFmt numFmtId=\"165\" formatCode=\"0.0 m\"/>"));
  EXPECT_THAT(styles, HasSubstr("<xf numFmtId=\"165\" fontId=\"2\""));
  EXPECT_THAT(styles, HasSubstr("<xf numFmtId=\"165\" fontId=\"1\""));
}

TEST(MergeXlsxTest, LongNamesKeepExcelsLimit) {
  const std::string longest = "A sheet whose name is as long a\xC3\xBC";  // 31 letters and one too many is never: 32 bytes
  auto got = merged({book_of({{longest, "<sheetData/>"}}), book_of({{longest, "<sheetData/>"}})});
  EXPECT_THAT(got.part("xl/workbook.xml"), HasSubstr("name=\"A sheet whose name is as lo (2)\""));
}

TEST(MergeXlsxTest, TablesGetNamesAndNumbersOfTheirOwn) {
  const auto with_table = [] {
    return book_of(
        {{"Data",
          R"(<sheetData/><tableParts count="1"><tablePart r:id="t1"/></tableParts>)",
          {{"xl/tables/table1.xml",
            R"(<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="Sales" displayName="Sales" ref="A1:B3"><tableColumns count="1"><tableColumn id="1" name="a"><calculatedColumnFormula>Sales[a]+Data!A1</calculatedColumnFormula></tableColumn></tableColumns></table>)"}},
          rel("t1", "table", "../tables/table1.xml")}});
  };
  auto got = merged({with_table(), with_table()});
  const auto table = got.part("xl/tables/table2.xml");
  EXPECT_THAT(table, HasSubstr("id=\"2\" name=\"Sales_2\" displayName=\"Sales_2\""));
  EXPECT_THAT(table, HasSubstr("Sales_2[a]+'Data (2)'!A1"));
  EXPECT_THAT(got.part("xl/worksheets/_rels/sheet2.xml.rels"), HasSubstr("../tables/table2.xml"));
  EXPECT_THAT(got.package->content_type("xl/tables/table2.xml"), HasSubstr("table+xml"));
}

TEST(MergeXlsxTest, ChartsOfRenamedSheetsShowThem) {
  const auto with_chart = [] {
    return book_of({{"Data",
                     R"(<sheetData/><drawing r:id="d"/>)",
                     {{"xl/drawings/drawing1.xml", R"(<d/>)"},
                      {"xl/drawings/_rels/drawing1.xml.rels", docmill::ooxml::rels_of(rel("c", "chart", "../charts/chart1.xml"))},
                      {"xl/charts/chart1.xml",
                       R"(<q:chart xmlns:q="http://schemas.openxmlformats.org/drawingml/2006/chart"><q:f>Data!$A$1:$A$9</q:f></q:chart>)"}},
                     rel("d", "drawing", "../drawings/drawing1.xml")}});
  };
  auto got = merged({with_chart(), with_chart()});
  EXPECT_THAT(got.part("xl/charts/chart2.xml"), HasSubstr("<c:f>'Data (2)'!$A$1:$A$9</c:f>"));
  EXPECT_THAT(got.part("xl/charts/chart1.xml"), HasSubstr("<q:f>Data!$A$1:$A$9</q:f>"));
}

TEST(MergeXlsxTest, PivotTablesFollowTheirDataTheirFormatsAndTheirCharts) {
  const auto with_pivot = [](const std::string& code) {
    return book_of(
        {{"Data", "<sheetData/>"},
         {"Pivot",
          R"(<sheetData/><drawing r:id="d"/>)",
          {{"xl/pivotTables/pivot1.xml",
            R"(<pivotTableDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" name="P" cacheId="7"><pivotFields count="1"><pivotField numFmtId="164"/></pivotFields><dataFields count="1"><dataField name="Sum" fld="0" numFmtId="164"/><dataField name="Own" fld="0" numFmtId="4"/></dataFields></pivotTableDefinition>)"},
           {"xl/pivotTables/_rels/pivot1.xml.rels", docmill::ooxml::rels_of(rel("c", "pivotCacheDefinition", "../pivotCache/cache1.xml"))},
           {"xl/pivotCache/cache1.xml",
            R"(<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cacheSource type="worksheet"><worksheetSource ref="A1:B5" sheet="Data"/></cacheSource><cacheFields count="1"><cacheField name="Sales" numFmtId="164"/></cacheFields></pivotCacheDefinition>)"},
           {"xl/drawings/drawing1.xml", R"(<d/>)"},
           {"xl/drawings/_rels/drawing1.xml.rels", docmill::ooxml::rels_of(rel("c", "chart", "../charts/chart1.xml"))},
           {"xl/charts/chart1.xml",
            R"(<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:pivotSource><c:name>[Sales.xlsx]Pivot!P</c:name><c:fmtId val="0"/></c:pivotSource></c:chartSpace>)"}},
          rel("d", "drawing", "../drawings/drawing1.xml") + rel("p", "pivotTable", "../pivotTables/pivot1.xml")}},
        "", formats("12", code));
  };
  auto got = merged({with_pivot("0.00 kg"), with_pivot("0.0 m")});
  EXPECT_THAT(got.part("xl/pivotCache/cache2.xml"), HasSubstr("sheet=\"Data (2)\""));
  EXPECT_THAT(got.part("xl/pivotCache/cache2.xml"), HasSubstr("name=\"Sales\" numFmtId=\"165\""));
  const auto pivot = got.part("xl/pivotTables/pivot2.xml");
  EXPECT_THAT(pivot, HasSubstr("<pivotField numFmtId=\"165\"/>"));
  EXPECT_THAT(pivot, HasSubstr("name=\"Sum\" fld=\"0\" numFmtId=\"165\""));
  EXPECT_THAT(pivot, HasSubstr("name=\"Own\" fld=\"0\" numFmtId=\"4\""));
  EXPECT_THAT(got.part("xl/charts/chart2.xml"), HasSubstr("<c:name>[Sales.xlsx]Pivot (2)!P</c:name>"));
  EXPECT_THAT(got.part("xl/charts/chart1.xml"), HasSubstr("<c:name>[Sales.xlsx]Pivot!P</c:name>"));
}

TEST(MergeXlsxTest, CommentsThatCanBeAnsweredHaveNumbersOfTheirOwn) {
  const std::string spaces = R"( xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
  const auto with_comment = [&] {
    return book_of(
        {{"Data",
          "<sheetData/>",
          {{"xl/comments1.xml",
            "<comments" + spaces +
                R"( xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"><authors><author>tc={0000000A-0001-4000-8000-000000000001}</author><author>Ada</author></authors><commentList><comment ref="A1" authorId="0" xr:uid="{0000000A-0001-4000-8000-000000000001}"><text><t>old</t></text></comment></commentList></comments>)"},
           {"xl/threadedComments/threadedComment1.xml",
            R"(<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="A1" dT="2026-11-01T10:00:00.00" personId="{0000000B-0001-4000-8000-000000000001}" id="{0000000A-0001-4000-8000-000000000001}"><text>Why?</text></threadedComment><threadedComment ref="A1" personId="{0000000B-0001-4000-8000-000000000001}" id="{0000000C-0001-4000-8000-000000000001}" parentId="{0000000A-0001-4000-8000-000000000001}"><text>So.</text></threadedComment><threadedComment id="none"/></ThreadedComments>)"}},
          rel("n", "comments", "../comments1.xml") +
              R"(<Relationship Id="t" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/>)"}});
  };
  auto got = merged({with_comment(), with_comment(), with_comment()});
  const auto note = got.part("xl/comments3.xml");
  EXPECT_THAT(note, HasSubstr("<author>tc={00000009-0001-4000-8000-000000000001}</author><author>Ada</author>"));
  EXPECT_THAT(note, HasSubstr("xr:uid=\"{00000009-0001-4000-8000-000000000001}\""));
  const auto thread = got.part("xl/threadedComments/threadedComment3.xml");
  EXPECT_THAT(thread, HasSubstr("personId=\"{0000000B-0001-4000-8000-000000000001}\" id=\"{00000009-0001-4000-8000-000000000001}\""));
  EXPECT_THAT(thread, HasSubstr("id=\"{0000000F-0001-4000-8000-000000000001}\" parentId=\"{00000009-0001-4000-8000-000000000001}\""));
  EXPECT_THAT(thread, HasSubstr("id=\"none\""));
  EXPECT_THAT(got.part("xl/threadedComments/threadedComment1.xml"), HasSubstr("id=\"{0000000A-"));
  EXPECT_THAT(got.part("xl/threadedComments/threadedComment2.xml"), HasSubstr("id=\"{00000008-"));
}

TEST(MergeXlsxTest, RulesLinksAndValidationsFollow) {
  const std::string rules =
      R"(<sheetData/><conditionalFormatting sqref="A1"><cfRule type="expression" dxfId="0"><formula>Sheet1!A1&gt;1</formula></cfRule></conditionalFormatting><dataValidations count="1"><dataValidation type="list" sqref="B1"><formula1>Sheet1!$A$1:$A$3</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref="C1" location="Sheet1!A9"/></hyperlinks>)";
  const auto make = [&](const std::string& colour) {
    return book_of({{"Sheet1", rules}}, "", kFormats + "<dxfs count=\"1\"><dxf><font><color rgb=\"" + colour + "\"/></font></dxf></dxfs>");
  };
  auto got = merged({make("FFFF0000"), make("FF00FF00")});
  const auto sheet = got.part("xl/worksheets/sheet2.xml");
  EXPECT_THAT(sheet, HasSubstr("dxfId=\"1\"><formula>'Sheet1 (2)'!A1&gt;1</formula>"));
  EXPECT_THAT(sheet, HasSubstr("<formula1>'Sheet1 (2)'!$A$1:$A$3</formula1>"));
  EXPECT_THAT(sheet, HasSubstr("location=\"'Sheet1 (2)'!A9\""));
}

TEST(MergeXlsxTest, DatesOfTheOtherCalendarStayTheSameDays) {
  const auto other = book_of({{"B", R"(<sheetData><row r="1"><c r="A1" s="1"><v>100</v></c><c r="B1"><v>100</v></c></row></sheetData>)"}},
                             "", formats("12", "yyyy-mm-dd"), "", "<workbookPr date1904=\"1\"/>");
  auto got = merged({book("one"), other});
  EXPECT_THAT(got.part("xl/worksheets/sheet2.xml"), HasSubstr("<v>1562</v></c><c r=\"B1\"><v>100</v>"));
}

TEST(MergeXlsxTest, WhatIsNoWorkbookIsNamed) {
  const auto error_of = [](const std::string& bytes) { return Book::open(bytes, "b.xlsx", {}).error(); };
  EXPECT_THAT(error_of(docmill::ooxml::word_of("")).message(), HasSubstr("b.xlsx: This is no workbook"));
  EXPECT_EQ(error_of("junk").code(), ErrorCode::InputDamaged);
  EXPECT_EQ(error_of(book("x").substr(0, 900)).code(), ErrorCode::InputDamaged);
  EXPECT_THAT(error_of(book_of({})).message(), HasSubstr("no sheets"));
}

TEST(MergeXlsxTest, TwoHundredWorkbooksMakeOne) {
  auto got = merged(std::vector<std::string>(200, book("same")));
  EXPECT_THAT(got.part("xl/workbook.xml"), HasSubstr("name=\"Sheet1 (200)\""));
  EXPECT_THAT(got.part("xl/sharedStrings.xml"), Not(HasSubstr("</si><si>")));
}

}  // namespace
}  // namespace docmill::engines::ooxml
