#include "data/archive_maker.h"
#include "data/data_runner.h"

namespace docmill::engines::data {
namespace {

using testing::HasSubstr;

class WorkbookReadTest : public DataEngineTest {
 protected:
  /// A workbook of two sheets around these rows.
  static std::string workbook(const std::string& rows, const std::string& strings = "", const std::string& properties = "") {
    const std::string head = "<?xml version=\"1.0\"?>";
    const std::string relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    const std::string kind = "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    return archive_of({
        {"[Content_Types].xml", head + "<Types/>"},
        {"_rels/.rels",
         head + relations + "<Relationship Id=\"r\" " + kind + "officeDocument\" Target=\"/book/main.xml\"/></Relationships>"},
        {"book/main.xml",
         head + "<x:workbook xmlns:x=\"m\" xmlns:r=\"n\"><x:workbookPr " + properties +
             "/><x:sheets><x:sheet name=\"One\" r:id=\"s1\"/><x:sheet name=\"Two &amp; more\" r:id=\"s2\"/></x:sheets></x:workbook>"},
        {"book/_rels/main.xml.rels", head + relations + "<Relationship Id=\"s1\" " + kind +
                                         "worksheet\" Target=\"sheets/one.xml\"/><Relationship Id=\"s2\" " + kind +
                                         "worksheet\" Target=\"../book/sheets/two.xml\"/><Relationship Id=\"st\" " + kind +
                                         "sharedStrings\" Target=\"strings.xml\"/><Relationship Id=\"sy\" " + kind +
                                         "styles\" Target=\"styles.xml\"/></Relationships>"},
        {"book/strings.xml", head + "<sst>" + strings + "</sst>"},
        {"book/styles.xml", head + R"(<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-407]dd/mm/yyyy\ hh:mm;@"/>
          <numFmt numFmtId="171" formatCode="[Red]0.00&quot; days&quot;"/><numFmt numFmtId="172" formatCode="[h]:mm"/></numFmts>
          <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
          <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/></cellXfs></styleSheet>)"},
        {"book/sheets/one.xml", head + "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"},
        {"book/sheets/two.xml", head + "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>"},
    });
  }
};

TEST_F(WorkbookReadTest, EveryKindOfCellIsRead) {
  const auto book = workbook(
      R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve">line </t></r></is></c></row>
         <row r="3"><c r="A3"><v>0.10000000000000001</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="e"><v>#N/A</v></c></row>
         <row r="4"><c r="A4" t="str"><f>A1&amp;"x"</f><v>x_x000A_y</v></c><c r="C4" s="1"><v>45322</v></c></row>
         <row r="5"/><row r="6"><c r="A6" s="2"><v>45322.3785</v></c><c r="B6" s="3"><v>2.5</v></c><c r="C6" s="4"><v>1.5</v></c></row>)",
      "<si><t>fi</t><rPh><t>not this</t></rPh></si>");
  EXPECT_EQ(made("xlsx-to-csv", book),
            "fi,,\"inline \"\r\n\r\n0.1,TRUE,#N/A\r\n\"x\ny\",,2024-01-31\r\n\r\n2024-01-31 09:05:02,2.5,36:00:00\r\n");
  expect_json(made("xlsx-to-json", book),
              R"([{"fi":0.1,"Column2":true,"inline ":"#N/A"},{"fi":"x\ny","Column2":null,"inline ":"2024-01-31"},
    {"fi":"2024-01-31T09:05:02","Column2":2.5,"inline ":"36:00:00"}])");
}

TEST_F(WorkbookReadTest, SheetsAreFoundByNameAndNumber) {
  const auto book = workbook(R"(<row r="1"><c><v>1</v></c></row>)");
  EXPECT_EQ(made("xlsx-to-csv", book), "1\r\n");
  EXPECT_EQ(made("xlsx-to-csv", book, {{"Sheet", "2"}}), "2\r\n");
  EXPECT_EQ(made("xlsx-to-csv", book, {{"Sheet", "Two & more"}}), "2\r\n");
  expect_refused(run("xlsx-to-csv", book, {{"Sheet", "3"}}), ErrorCode::BadRequest, "it has One, Two & more");
}

TEST_F(WorkbookReadTest, DaysAreCountedAsTheWorkbookSays) {
  const auto rows = R"(<row><c s="1"><v>1</v></c><c s="1"><v>61</v></c><c s="1"><v>-1</v></c><c s="1"><v>3000000</v></c></row>)";
  EXPECT_EQ(made("xlsx-to-csv", workbook(rows)), "1900-01-01,1900-03-01,-1,3000000\r\n");
  EXPECT_EQ(made("xlsx-to-csv", workbook(rows, "", "date1904=\"1\"")), "1904-01-02,1904-03-02,-1,3000000\r\n");
}

TEST_F(WorkbookReadTest, HostileSheetsAreRefused) {
  expect_refused(run("xlsx-to-csv", workbook("<row><c><v>1</v>")), ErrorCode::InputDamaged, "damaged");
  expect_refused(run("xlsx-to-csv", workbook("<row r=\"1048577\"><c><v>1</v></c></row>")), ErrorCode::InputDamaged, "beyond the last");
  expect_refused(run("xlsx-to-csv", workbook("")), ErrorCode::NotApplicable, "sheet is empty");
  EXPECT_EQ(made("xlsx-to-csv", workbook(R"(<row><c r="ZZZZZZ1" t="s"><v>99</v></c><c s="999" t="x"><v>abc</v></c></row>)")), ",abc\r\n");
  const auto bomb = workbook("<row><c t=\"str\"><v>" + std::string(20'000'000, 'a') + "</v></c></row>");
  expect_refused(run("xlsx-to-csv", bomb), ErrorCode::InputTooComplex, "200 times its size");
  const auto entity = archive_of({{"_rels/.rels", "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a>&b;</a>"}});
  expect_refused(run("xlsx-to-json", entity), ErrorCode::InputDamaged, "document type");
  std::vector<Made> many;
  for (int i = 0; i < 10'001; ++i) many.push_back({"f" + std::to_string(i), ""});
  expect_refused(run("xlsx-to-json", archive_of(many)), ErrorCode::InputTooComplex, "more than 10000 parts");
}

TEST_F(WorkbookReadTest, AListThatNeedsNoNamesHasNumbers) {
  expect_json(made("xlsx-to-json", workbook("<row><c><v>1</v></c></row><row><c/><c><v>2</v></c></row>"), {{"HasHeaderRecords", "false"}}),
              R"([{"Column1":1},{"Column1":null,"Column2":2}])");
}

}  // namespace
}  // namespace docmill::engines::data
