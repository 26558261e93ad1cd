#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/bounded_fill.h"
#include "templating/json.h"
#include "templating/xlsx/xlsx.h"
#include "templating/xlsx_maker.h"

// Workbooks and data that mean harm: each is filled or refused in words, in bounded time and memory.

namespace docmill::templating::xlsx {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// "filled", or what the error says; in a process of its own.
std::string outcome_of_package(const std::string& bytes, const std::string& json, Dialect dialect = Dialect::Classic) {
  return trial::outcome_within_bounds(bytes, json, dialect, [](auto& package, auto& context) { return fill(package, context); });
}

std::string outcome_of_sheet(const MadeSheet& sheet, const std::string& json, Dialect dialect = Dialect::Classic) {
  MadeBook book;
  book.sheets.push_back(sheet);
  return outcome_of_package(book.bytes(), json, dialect);
}

std::string repeated(std::size_t many, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < many; ++i) out += text;
  return out;
}

std::string list_of(std::size_t many, const std::string& inside = "\"a\":1,\"b\":\"x\"") {
  return "[{" + inside + "}" + repeated(many - 1, ",{" + inside + "}") + "]";
}

const std::string kSheetData = R"({"n": "N", "l": [{"a": 1, "b": 2}, {"a": 3, "b": null}]})";

/// Parts of every kind, each with what the filling looks at.
ooxml::Entries rich_book() {
  const std::string main =
      "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
      "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
  const std::string sheet =
      "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><f>SUM(A3:A3)</f></c></row><row r=\"3\">"
      "<c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" t=\"inlineStr\"><is><t>{{l.b}}</t></is></c></row></sheetData>";
  return {
      {"[Content_Types].xml", ooxml::kTypesOfNothing},
      {"_rels/.rels", ooxml::rels_of(ooxml::rel("rId1", "officeDocument", "xl/workbook.xml"))},
      {"xl/workbook.xml", "<workbook " + main +
                              "><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"rIdA\"/><sheet name=\"{{l.a}}\" sheetId=\"2\" "
                              "r:id=\"rIdB\"/></sheets><definedNames><definedName name=\"x\">One!$A$3:$B$3</definedName></definedNames>"
                              "</workbook>"},
      {"xl/_rels/workbook.xml.rels",
       ooxml::rels_of(ooxml::rel("rIdA", "worksheet", "worksheets/sheet1.xml") + ooxml::rel("rIdB", "worksheet", "worksheets/sheet2.xml") +
                      ooxml::rel("rIdS", "sharedStrings", "sharedStrings.xml") + ooxml::rel("rIdT", "styles", "styles.xml") +
                      ooxml::rel("rIdC", "calcChain", "calcChain.xml") + ooxml::rel("rIdP", "pivotCacheDefinition", "pivot.xml"))},
      {"xl/worksheets/sheet1.xml", "<worksheet " + main + ">" + sheet +
                                       "<hyperlinks><hyperlink ref=\"A1\" r:id=\"rIdL\"/></hyperlinks><drawing r:id=\"rIdD\"/>"
                                       "<legacyDrawing r:id=\"rIdV\"/></worksheet>"},
      {"xl/worksheets/_rels/sheet1.xml.rels",
       ooxml::rels_of(ooxml::rel("rIdL", "hyperlink", "http://x.test/{{n}}", "TargetMode=\"External\"") +
                      ooxml::rel("rIdD", "drawing", "../drawings/drawing1.xml") + ooxml::rel("rIdV", "vmlDrawing", "../drawings/vml1.vml") +
                      ooxml::rel("rIdM", "comments", "../comments1.xml") + ooxml::rel("rIdE", "threadedComment", "../threaded1.xml"))},
      {"xl/worksheets/sheet2.xml",
       "<worksheet " + main + "><sheetData/><tableParts count=\"1\"><tablePart r:id=\"rIdQ\"/></tableParts></worksheet>"},
      {"xl/worksheets/_rels/sheet2.xml.rels", ooxml::rels_of(ooxml::rel("rIdQ", "table", "../tables/table1.xml"))},
      {"xl/tables/table1.xml", "<table " + main +
                                   " id=\"1\" name=\"T\" displayName=\"T\" ref=\"A1:B2\"><tableColumns count=\"2\"><tableColumn id=\"1\" "
                                   "name=\"a\"/><tableColumn id=\"2\" name=\"b\"/></tableColumns></table>"},
      {"xl/sharedStrings.xml", "<sst " + main + "><si><t>{{n}}</t></si><si><t>{{l.a}}</t></si></sst>"},
      {"xl/styles.xml", "<styleSheet " + main + "><cellXfs count=\"1\"><xf numFmtId=\"0\"/></cellXfs></styleSheet>"},
      {"xl/calcChain.xml", "<calcChain " + main + "/>"},
      {"xl/pivot.xml", "<pivotCacheDefinition " + main + "><cacheSource><worksheetSource ref=\"A3:B3\" sheet=\"One\"/></cacheSource>" +
                           "</pivotCacheDefinition>"},
      {"xl/comments1.xml", "<comments " + main + "><commentList><comment ref=\"A3\"/></commentList></comments>"},
      {"xl/threaded1.xml", "<ThreadedComments><threadedComment ref=\"A3\"/></ThreadedComments>"},
      {"xl/drawings/drawing1.xml", "<d/>"},
      {"xl/drawings/_rels/drawing1.xml.rels", ooxml::rels_of(ooxml::rel("rIdG", "chart", "../charts/chart1.xml"))},
      {"xl/drawings/vml1.vml",
       "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shape><x:ClientData "
       "ObjectType=\"Note\"><x:Row>2</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>"},
      {"xl/charts/chart1.xml",
       "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:val><c:numRef><c:f>One!$A$3</c:f><c:numCache>"
       "<c:ptCount val=\"1\"/></c:numCache></c:numRef></c:val></c:chartSpace>"},
  };
}

TEST(XlsxHostile, EachPartMayBeMissingEmptyDamagedOrTwice) {
  const auto entries = rich_book();
  ASSERT_EQ(outcome_of_package(ooxml::zip_of(entries), kSheetData), "filled");
  const auto words = AnyOf("filled", HasSubstr("damaged"), HasSubstr("no XML"), HasSubstr("missing"), HasSubstr("no workbook"),
                           HasSubstr("no sheet that could be read"), HasSubstr("document type"));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto missing = entries;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_THAT(outcome_of_package(ooxml::zip_of(missing), kSheetData), words) << entries[i].first;
    for (const std::string content :
         {"", "<", "<a/>", "<sheetData/>", "\xFF\xFE", "no XML", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"}) {
      auto other = entries;
      other[i].second = content;
      EXPECT_THAT(outcome_of_package(ooxml::zip_of(other), kSheetData), words) << entries[i].first << " " << content;
    }
    auto twice = entries;
    twice.push_back(entries[i]);
    EXPECT_THAT(outcome_of_package(ooxml::zip_of(twice), kSheetData), HasSubstr("two parts of one name")) << entries[i].first;
  }
}

TEST(XlsxHostile, AnyRelationshipMayLeadToAnyPart) {
  const auto entries = rich_book();
  for (const auto* id : {"rId1", "rIdA", "rIdB", "rIdS", "rIdT", "rIdC", "rIdP", "rIdD", "rIdV", "rIdM", "rIdE", "rIdQ", "rIdG"}) {
    for (const auto& [target, unused] : entries) {
      auto other = entries;
      for (auto& [name, content] : other) {
        const auto at = content.find("Id=\"" + std::string(id) + "\"");
        if (at == std::string::npos || !name.ends_with(".rels")) continue;
        const auto from = content.find("Target=\"", at) + 8;
        content.replace(from, content.find('"', from) - from, "/XL/../" + target);
      }
      EXPECT_THAT(outcome_of_package(ooxml::zip_of(other), kSheetData),
                  AnyOf("filled", HasSubstr("damaged"), HasSubstr("no XML"), HasSubstr("no workbook"),
                        HasSubstr("no sheet that could be read"), HasSubstr("different")))
          << id << " " << target;
    }
  }
}

TEST(XlsxHostile, TwoSheetsOfOnePartAreRefused) {
  auto entries = rich_book();
  for (auto& [name, content] : entries) {
    if (name == "xl/workbook.xml") content.replace(content.find("rIdB"), 4, "rIdA");
  }
  EXPECT_THAT(outcome_of_package(ooxml::zip_of(entries), kSheetData), HasSubstr("two of its sheets"));
}

TEST(XlsxHostile, HugeListsInsideOneAnotherAreRefusedByALimit) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  const auto data = "{\"x\":" + list_of(20'000) + ",\"y\":" + list_of(20'000) + "}";
  EXPECT_THAT(outcome_of_sheet(MadeSheet().cell("A1", "{{x.a}} {{y.a}}"), data), HasSubstr("more than"));
  EXPECT_THAT(outcome_of_sheet(MadeSheet().cell("A1", "{{x.a}:horizontal-resize}"), data), HasSubstr("16384 columns"));
  EXPECT_THAT(outcome_of_sheet(MadeSheet().cell("A1", "{{x.a}:sheet}"), data), HasSubstr("2000 sheets"));
  const auto row = "[" + repeated(20'000, "1,") + "1]";
  EXPECT_THAT(outcome_of_sheet(MadeSheet().cell("A1", "{{g}}"), "{\"g\":[" + row + "]}"), HasSubstr("16384 columns"));
  const auto tall = "{\"g\":[" + repeated(1'100'000, "[1],") + "[1]]}";
  EXPECT_THAT(outcome_of_sheet(MadeSheet().cell("A1", "{{g}}"), tall), HasSubstr("1048576 rows"));
}

TEST(XlsxHostile, FormulasOfAnyLengthDepthAndReachAreRewritten) {
  const auto with = [](const std::string& formula) {
    return outcome_of_sheet(MadeSheet().cell("A2", "{{l.a}}").cell("B2", "=" + formula).cell("A4", "=" + formula), kSheetData);
  };
  for (const auto* formula : {"SUM(A2:A1048576)", "SUM(A:XFD)", "SUM(1:1048576)", "XFD1048576+A1048577+XFE1+A99999999999999999999",
                              "$A$1048576:$A$1", "A0+A-1", "#REF!+#REF!A1", "'", "'Sheet1'!A2:'Sheet1'!A2", "Sheet1:Sheet9!A2",
                              "[1]Sheet1!A2", "T[[#This Row],[a]", "\"", "{1,2;3", "A2:A2:A2", "=====", "A2 A2", "A2,,,,A2"})
    EXPECT_EQ(with(formula), "filled") << formula;
  EXPECT_EQ(with(repeated(50'000, "(") + "A2" + repeated(50'000, ")")), "filled");
  EXPECT_EQ(with(repeated(50'000, "A2+") + "A2"), "filled");
  EXPECT_EQ(with(repeated(100'000, "'")), "filled");
  EXPECT_EQ(with(repeated(100'000, "[")), "filled");
  // 10,000 rows, each with a formula on all of them.
  EXPECT_EQ(
      outcome_of_sheet(MadeSheet().cell("A2", "{{x.a}}").cell("B2", "=SUM(A2:A$2)+" + repeated(100, "A2+") + "1").cell("C2", "{{x.b}}"),
                       "{\"x\":" + list_of(10'000) + "}"),
      "filled");
  EXPECT_EQ(outcome_of_sheet(MadeSheet().cell("A1", "{{equals}}" + repeated(3'000, "{{n}}+")), R"({"n": 1e308})"), "filled");
  MadeSheet shared;
  for (int row = 1; row <= 5'000; ++row) {
    shared.cells[{row, 2}] =
        row == 1 ? "<f t=\"shared\" ref=\"B1:B5000\" si=\"0\">" + repeated(500, "A1+") + "1</f>" : "<f t=\"shared\" si=\"0\"/>";
  }
  EXPECT_EQ(outcome_of_sheet(shared.cell("A1", "{{n}}"), kSheetData), "filled");
}

TEST(XlsxHostile, PlacesThatNoSheetHasAreSurvived) {
  const auto with = [](const std::string& rows, const std::string& behind = "") {
    auto entries = rich_book();
    for (auto& [name, content] : entries) {
      if (name != "xl/worksheets/sheet1.xml") continue;
      content.replace(content.find("<sheetData>"), content.find("</sheetData>") - content.find("<sheetData>"), "<sheetData>" + rows);
      content.insert(content.find("<drawing"), behind);
    }
    return outcome_of_package(ooxml::zip_of(entries), kSheetData);
  };
  for (const auto* row :
       {R"(<row r="0"><c r="A0" t="s"><v>1</v></c></row>)", R"(<row r="-1"><c r="A-1" t="s"><v>1</v></c></row>)",
        R"(<row r="4294967297"><c r="A4294967297" t="s"><v>1</v></c></row>)",
        R"(<row r="1048576"><c r="XFD1048576" t="s"><v>1</v></c></row>)", R"(<row r="1"><c r="ZZZZZZZZ1" t="s"><v>1</v></c></row>)",
        R"(<row r="1"><c t="s"><v>-1</v></c><c t="s"><v>99999999999999</v></c></row>)",
        R"(<row r="9"><c r="A1" t="s"><v>1</v></c></row><row r="1"><c r="A9" t="s"><v>1</v></c></row>)",
        R"(<row r="1"><c r="A1" t="s" s="4294967295"><v>1</v></c></row>)", R"(<row><c><f t="array" ref="A1:XFD1048576">A1</f></c></row>)",
        R"(<row><c><f t="dataTable" ref="x" r1="A1"/></c><c><f t="shared" si="7"/></c><c><f t="shared" si="7" ref="A1">B1</f></c></row>)"})
    EXPECT_EQ(with(row), "filled") << row;
  const auto* const rows = R"(<row r="3"><c r="A3" t="s"><v>1</v></c></row>)";
  for (const auto* behind :
       {R"(<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A3:A3"/><mergeCell ref="B9:A1"/></mergeCells>)",
        R"(<conditionalFormatting sqref="A1:XFD1048576 A3 x"><cfRule><formula>A3</formula></cfRule></conditionalFormatting>)",
        R"(<dataValidations><dataValidation sqref=""><formula1/></dataValidation></dataValidations>)",
        R"(<rowBreaks><brk id="3"/><brk id="4294967295"/></rowBreaks>)",
        R"(<autoFilter ref="A3:A1048576"><sortState ref="1:1"/></autoFilter>)",
        R"(<headerFooter><oddHeader>{{l.a}}{{n}}</oddHeader><a:b/></headerFooter>)", R"(<sheetData/><sheetData/>)",
        R"(<extLst><ext><x><f>A3</f><sqref>A3</sqref></x></ext></extLst>)"})
    EXPECT_EQ(with(rows, behind), "filled") << behind;
}

TEST(XlsxHostile, TenThousandTokensInACellAreFilled) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  EXPECT_EQ(outcome_of_sheet(MadeSheet().cell("A1", repeated(10'000, "{{n}}")), kSheetData), "filled");
  EXPECT_EQ(outcome_of_sheet(MadeSheet().cell("A1", repeated(3'000, "{{l.a}}")), kSheetData), "filled");
  EXPECT_EQ(outcome_of_sheet(MadeSheet().cell("A1", "<r><t>{</t></r><r><t>{</t></r>" + repeated(10'000, "<r><t> </t></r>") +
                                                        "<r><t>n</t></r><r><t>}}</t></r>"),
                             kSheetData),
            "filled");
}

TEST(XlsxHostile, ManyCollectionsMergesNamesAndLinksTakeBoundedTime) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  MadeSheet sheet;
  std::string data = "{\"n\":0";
  for (int i = 1; i <= 10'000; ++i) {
    const auto name = "c" + std::to_string(i);
    sheet.cells[{i, 1}] = "{{" + name + ".a}}";
    data += ",\"" + name + "\":[{\"a\":1},{\"a\":2}]";
  }
  EXPECT_THAT(outcome_of_sheet(sheet, data + "}"), AnyOf(StartsWith("The template repeats more than"), HasSubstr("blocks that repeat")));
  MadeSheet merged;
  merged.cell("A1", "{{l.a}}").cell("C1", "{{n}}");
  merged.behind = "<mergeCells>";
  for (int i = 1; i <= 20'000; ++i) {
    const auto row = std::to_string(2 * i);
    merged.behind += "<mergeCell ref=\"A" + row + ":B" + row + "\"/>";
  }
  merged.behind += "</mergeCells><hyperlinks>";
  for (int i = 1; i <= 20'000; ++i) {
    merged.behind += "<hyperlink ref=\"D" + std::to_string(i) + "\" r:id=\"k" + std::to_string(i) + "\"/>";
    merged.links.emplace_back("k" + std::to_string(i), "http://x.test/{{n}}/" + std::to_string(i));
  }
  merged.behind += "</hyperlinks>";
  EXPECT_EQ(outcome_of_sheet(merged, kSheetData), "filled");
  MadeBook named;
  named.sheets.emplace_back();
  for (int i = 1; i <= 5'000; ++i) {
    named.sheets[0].cells[{i, 1}] = "{{n}}";
    named.names += "<definedName name=\"x" + std::to_string(i) + "\">Sheet1!$A$1:$B$" + std::to_string(i) + "</definedName>";
  }
  named.sheets[0].cell("A6000", "{{l.a}}");
  EXPECT_EQ(outcome_of_package(named.bytes(), kSheetData), "filled");
}

TEST(XlsxHostile, PageBreaksInARowThatRepeatsAreBounded) {
  if (trial::kSanitized) GTEST_SKIP() << trial::kUnbounded;
  MadeSheet sheet;
  sheet.cell("A3", "{{x.a}}").behind = "<rowBreaks>" + repeated(20'000, "<brk id=\"3\"/>") + "</rowBreaks>";
  EXPECT_EQ(outcome_of_sheet(sheet, "{\"x\":" + list_of(20'000) + "}"), "filled");
}

TEST(XlsxHostile, NamesOfSheetsThatMeanHarmAreMadeHarmless) {
  MadeBook book;
  book.sheets.emplace_back().name = "{{l.name}}";
  book.sheets[0].cell("A1", "='{{l.name}}'!B1");
  EXPECT_EQ(outcome_of_package(book.bytes(), "{\"l\":" + list_of(1'500, "\"name\":\"Report 99999\"") + "}"), "filled");
  for (const auto* name : {"''''", "[]:*?/\\\\", "", "\\u0000", "<&\\\">", "History", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"})
    EXPECT_EQ(outcome_of_package(book.bytes(), "{\"l\":" + list_of(3, "\"name\":\"" + std::string(name) + "\"") + "}"), "filled") << name;
}

TEST(XlsxHostile, SteeringThatCrossesBlocksIsSurvived) {
  const auto modern = [](const std::vector<std::string>& texts) {
    MadeSheet sheet;
    for (std::size_t i = 0; i < texts.size(); ++i) sheet.cells[{static_cast<int>(i / 2) + 1, static_cast<int>(i % 2) + 1}] = texts[i];
    return outcome_of_sheet(sheet, kSheetData, Dialect::Modern);
  };
  EXPECT_EQ(modern({"{{#if n}}", "{{l.a}}", "{{/if}}", "x"}), "filled");
  EXPECT_EQ(modern({"{{l.a}}", "{{#if l.b}}", "{{l.b}}", "{{/if}}{{l.a}}"}), "filled");
  EXPECT_EQ(modern({"{{#if l.a}}{{#else}}{{#else}}", "{{#else}}", "{{/if}}{{/if}}", "{{l.a}}"}), "filled");
  EXPECT_EQ(modern({"{{#if l.a == 1}}{{l.b}}{{/if}}{{#hide-if l.b}}", "{{k = l.a}}{{k}}"}), "filled");
  std::vector<std::string> nested(2'000, "{{#if n}}");
  nested.insert(nested.end(), 2'000, "{{/if}}");
  EXPECT_EQ(modern(nested), "filled");
}

}  // namespace
}  // namespace docmill::templating::xlsx
