#include "data/data_runner.h"
#include "sandbox/sanitizer.h"

namespace docmill::engines::data {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class TablesTest : public DataEngineTest {
 protected:
  /// A workbook read back by xlsx-to-json, its first row named.
  static std::string read_back(const std::string& workbook, Params params = {}) {
    return made("xlsx-to-json", workbook, std::move(params));
  }
};

TEST_F(TablesTest, CsvBecomesAListOfObjects) {
  expect_json(made("csv-to-json", "name,age\r\nZoë,30\r\n\"Bo, \"\"Jr\"\"\",\r\n"),
              R"([{"name":"Zoë","age":"30"},{"name":"Bo, \"Jr\"","age":""}])");
  expect_json(made("csv-to-json", "1;2;3\n4\n", {{"Headers", "a, b"}, {"Delimiter", "Semicolon"}}),
              R"([{"a":"1","b":"2"},{"a":"4","b":""}])");
  expect_json(made("csv-to-json", "x|y\n1|2\n3|4", {{"Headers", "a,b"}, {"Delimiter", "|"}, {"SkipFirstLine", "true"}, {"Limit", "1"}}),
              R"([{"a":"1","b":"2"}])");
  expect_json(made("csv-to-json", "a,a,\n1,2,3\n"), R"x([{"a":"1","a (2)":"2","Column3":"3"}])x");
  expect_json(made("csv-to-json", "a§b\n1§2\n", {{"Delimiter", "§"}}), R"([{"a":"1","b":"2"}])");
  expect_json(made("csv-to-json", "only,names\n"), "[]");
  expect_json(made("csv-to-json", "n\nZo\xEB\n", {{"Encoding", "windows-1252"}}), R"([{"n":"Zoë"}])");
}

TEST_F(TablesTest, TheFirstLineTellsWhatDividesTheColumns) {
  expect_json(made("csv-to-json", "Name;Sum\nZoë;1,50\n"), R"([{"Name":"Zoë","Sum":"1,50"}])");
  expect_json(made("csv-to-json", "a\tb\r\n1\t2,3\r\n"), R"([{"a":"1","b":"2,3"}])");
  expect_json(made("csv-to-json", "sep=;\r\na;b\r\n1;2\r\n"), R"([{"a":"1","b":"2"}])");
  expect_json(made("csv-to-json", "SEP=,\na,b\n1,2\n"), R"([{"a":"1","b":"2"}])");
  expect_json(made("csv-to-json", "a,b;c\n1,2\n"), R"([{"a":"1","b;c":"2"}])");
  expect_json(made("csv-to-json", "a;b\n1;2\n", {{"Delimiter", "Comma"}}), R"([{"a;b":"1;2"}])");
  expect_json(read_back(made("csv-to-xlsx", "Name;Sum\nZoë;1,50\n", {{"Locale", "de-DE"}})), R"([{"Name":"Zoë","Sum":1.5}])");
  for (const auto* nothing : {"sep=;", "sep=;\n", "sep=;\r\n"}) expect_json(made("csv-to-json", nothing), "[]");
}

TEST_F(TablesTest, BadCsvIsRefusedWithItsPlace) {
  expect_refused(run("csv-to-json", "a,b\n1,\"2\n3,4\n"), ErrorCode::InputDamaged, "Line 2 of the CSV begins a quoted value");
  expect_refused(run("csv-to-json", std::string(20'000, ',')), ErrorCode::InputTooComplex, "16384 columns");
  expect_refused(run("csv-to-json", "a", {{"Delimiter", "ab"}}), ErrorCode::BadRequest, "Delimiter");
  expect_refused(run("csv-to-xlsx", "\n\n"), ErrorCode::NotApplicable, "empty");
}

TEST_F(TablesTest, CsvBecomesAWorkbookWithNumbersWhereTheyAreNumbers) {
  const auto workbook =
      made("csv-to-xlsx", "name,amount,zip,formula,big\nZoë,\"1,234.5\",00123,=1+1,1234567890123456\nBo,-2,9,+49 30,@x\n");
  EXPECT_EQ(workbook.substr(0, 4), "PK\x03\x04");
  expect_json(read_back(workbook), R"([
    {"name":"Zoë","amount":1234.5,"zip":"00123","formula":"=1+1","big":"1234567890123456"},
    {"name":"Bo","amount":-2,"zip":9,"formula":"+49 30","big":"@x"}])");
}

TEST_F(TablesTest, AnyTextStaysWhatItIsInAWorkbook) {
  const auto workbook = made("csv-to-xlsx", "t\n\x01\x0B\xEF\xBF\xBF<&>\"'\n_x0041_\n\"a\n\tb \"\n\xF0\x9F\x98\x80\n");
  expect_json(read_back(workbook), R"([{"t":"\u0001\u000B\uFFFD<&>\"'"},{"t":"_x0041_"},{"t":"a\n\tb "},{"t":"\uD83D\uDE00"}])");
}

TEST_F(TablesTest, ANulDoesNotEndACell) {
  expect_json(read_back(made("json-to-xlsx", R"([{"a":"p\u0000q","b":"\u0000"}])")), R"([{"a":"p\uFFFDq","b":"\uFFFD"}])");
}

TEST_F(TablesTest, MappingsChooseOrderTypeAndNameColumns) {
  const Params params{{"Delimiter", ";"},
                      {"Locale", "de-DE"},
                      {"Mappings", R"([{"csvColumnIndexOrName":"Datum","xlsxColumnType":"ShortDate","xlsxColumnName":"Day"},
                         {"csvColumnIndexOrName":2,"xlsxColumnType":"TwoDecimal"},
                         {"csvColumnIndexOrName":"3","xlsxColumnType":"IntegerPercentage","xlsxColumnName":"Share"},
                         {"CsvColumnIndexOrName":"Nr","xlsxColumnType":"text"}])"}};
  const auto got = good("csv-to-xlsx", "Datum;Betrag;Anteil;Nr\n31.01.2024;1.234,50;45%;7\n1.2.24;abc;0,5;008\n", params);
  ASSERT_EQ(got.outputs.size(), 1u);
  expect_json(read_back(bytes_of(got)), R"([
    {"Day":"2024-01-31","Betrag":1234.5,"Share":0.45,"Nr":"7"},
    {"Day":"2024-02-01","Betrag":"abc","Share":0.5,"Nr":"008"}])");
  EXPECT_THAT(got.warnings, ElementsAre(HasSubstr("Column \"Betrag\": 1 values are no numbers")));
}

TEST_F(TablesTest, BadMappingsSayWhatIsWrong) {
  const auto refused = [](const std::string& mappings) { return run("csv-to-xlsx", "a,b\n1,2\n", {{"Mappings", mappings}}); };
  expect_refused(refused("nonsense"), ErrorCode::BadRequest, "JSON array");
  expect_refused(refused(R"([{"xlsxColumnName":"x"}])"), ErrorCode::BadRequest, "entry 1 lacks csvColumnIndexOrName");
  expect_refused(refused(R"([{"csvColumnIndexOrName":"a","xlsxColumnType":"Money"}])"), ErrorCode::BadRequest, "unknown xlsxColumnType");
  expect_refused(refused(R"([{"csvColumnIndexOrName":"z"}])"), ErrorCode::BadRequest, "no column \"z\"; it has a, b");
  expect_refused(refused(R"([{"csvColumnIndexOrName":"3"}])"), ErrorCode::BadRequest, "no column \"3\"");
  expect_refused(run("csv-to-xlsx", "a\n", {{"Locale", "xx-YY"}}), ErrorCode::BadRequest, "Locale");
}

TEST_F(TablesTest, WithoutAHeaderAllRowsAreData) {
  const auto workbook = made("csv-to-xlsx", "1,2\n3,4,5\n6\n", {{"HasHeaderRecords", "false"}, {"Limit", "2"}});
  expect_json(read_back(workbook, {{"HasHeaderRecords", "false"}}), R"([{"Column1":1,"Column2":2},{"Column1":3,"Column2":4,"Column3":5}])");
}

TEST_F(TablesTest, JsonBecomesAWorkbookOfAllKeys) {
  const auto json = R"({"meta":1,"data":{"rows":[{"id":1,"tags":["a",{"b":1.5}]},{"name":"Zoë","id":12345678901234567890,"ok":true},
                        {"id":null,"name":"=cmd"}]
}
})";
  expect_json(read_back(made("json-to-xlsx", json, {{"PathToJsonArray", "data.rows"}})), R"([
    {"id":1,"tags":"[\"a\",{\"b\":1.5}]","name":null,"ok":null},
    {"id":"12345678901234567890","tags":null,"name":"Zoë","ok":true},
    {"id":null,"tags":null,"name":"=cmd","ok":null}])");
  const Params mapped{
      {"PathToJsonArray", "data.rows"},
      {"Mappings",
       R"([{"jsonProperty":"name","xlsxColumnName":"Who"},{"jsonProperty":"none"},{"jsonProperty":"id","xlsxColumnType":"Text"}])"}};
  expect_json(read_back(made("json-to-xlsx", json, mapped)), R"([{"Who":null,"none":null,"id":"1"},
    {"Who":"Zoë","none":null,"id":"12345678901234567890"},{"Who":"=cmd","none":null,"id":null}])");
  expect_json(read_back(made("json-to-xlsx", R"([{"at":"2024-05-06T07:08:09Z"}])",
                             {{"Mappings", R"([{"jsonProperty":"at","xlsxColumnType":"ShortDateTime"}])"}})),
              R"([{"at":"2024-05-06T07:08:09"}])");
}

TEST_F(TablesTest, JsonBecomesCsv) {
  EXPECT_EQ(made("json-to-csv", R"([{"a":"x,y","b":1.50},{"b":false,"c":{"d":[1,2]}},{"a":"say \"hi\"\n","b":null}])"),
            "a,b,c\r\n\"x,y\",1.5,\r\n,false,\"{\"\"d\"\":[1,2]}\"\r\n\"say \"\"hi\"\"\n\",,\r\n");
  EXPECT_EQ(made("json-to-csv", R"({"x":[1,"two"]})", {{"PathToJsonArray", "x"}, {"Delimiter", "Tab"}}), "Value\r\n1\r\ntwo\r\n");
  EXPECT_EQ(made("json-to-csv", R"({"a":1.5,"b":"1.5"})", {{"Locale", "de-DE"}, {"Delimiter", "Semicolon"}}), "a;b\r\n1,5;1.5\r\n");
}

TEST_F(TablesTest, BadJsonIsRefusedWithItsPlace) {
  expect_refused(run("json-to-csv", "[{\"a\":1},\n{\"a\":}]"), ErrorCode::InputDamaged, "not valid at line 2");
  expect_refused(run("json-to-csv", "[1] x"), ErrorCode::InputDamaged, "not valid at line 1");
  expect_refused(run("json-to-csv", "[{\"a\":1}"), ErrorCode::InputDamaged, "not valid");
  expect_refused(run("json-to-csv", "[1]", {{"PathToJsonArray", "a.b"}}), ErrorCode::BadRequest, "nothing at \"a.b\"");
  expect_refused(run("json-to-xlsx", R"({"a":{"c":1}})", {{"PathToJsonArray", "a.b"}}), ErrorCode::BadRequest, "nothing at");
  expect_refused(run("json-to-csv", "[]"), ErrorCode::NotApplicable, "no rows");
  expect_refused(run("json-to-csv", std::string(100'000, '[')), ErrorCode::InputDamaged, "not valid");
}

TEST_F(TablesTest, WhatExcelCannotHoldIsSaid) {
  expect_refused(run("csv-to-xlsx", "a\n" + std::string(32'768, 'x')), ErrorCode::InputTooComplex,
                 "Row 2, column 1 of the workbook would have 32768 characters");
  std::string rows;
  for (int i = 0; i < 1'048'577; ++i) rows += "1\n";
  expect_refused(run("csv-to-xlsx", rows, {{"HasHeaderRecords", "false"}}), ErrorCode::InputTooComplex, "more than 1048576 rows");
}

TEST_F(TablesTest, AHundredThousandRowsPassInLittleMemory) {
  std::string csv = "id,name,amount,day\n";
  for (int i = 0; i < 100'000; ++i) csv += std::to_string(i) + ",Name of a person," + std::to_string(i) + ".25,2024-01-31\n";
  const auto made_workbook = good("csv-to-xlsx", csv, {{"Mappings", R"([{"csvColumnIndexOrName":"id"},{"csvColumnIndexOrName":"name"},
    {"csvColumnIndexOrName":"amount","xlsxColumnType":"ThousandTwoDecimal"},{"csvColumnIndexOrName":"day","xlsxColumnType":"ShortDate"}])"}});
  ASSERT_EQ(made_workbook.outputs.size(), 1u);
  if (!sandbox::kSanitized) EXPECT_LT(made_workbook.peak_memory, 100'000'000u);
  const auto back = good("xlsx-to-csv", bytes_of(made_workbook));
  if (!sandbox::kSanitized) EXPECT_LT(back.peak_memory, 100'000'000u);
  const auto text = bytes_of(back);
  EXPECT_THAT(text.substr(0, 100), testing::StartsWith("id,name,amount,day\r\n0,Name of a person,0.25,2024-01-31\r\n"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 100'001);
}

TEST_F(TablesTest, AWorkbookThatIsNoneIsRefused) {
  expect_refused(run("xlsx-to-csv", "PK\x03\x04 nonsense"), ErrorCode::InputDamaged, "damaged");
  expect_refused(run("xlsx-to-csv", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 xxx"), ErrorCode::PasswordRequired, "password");
  const auto workbook = made("csv-to-xlsx", "a\n1\n");
  for (std::size_t size = 0; size < workbook.size(); size += workbook.size() / 7) {
    EXPECT_FALSE(run("xlsx-to-json", workbook.substr(0, size))) << size;
  }
  expect_refused(run("xlsx-to-json", workbook, {{"Sheet", "Other"}}), ErrorCode::BadRequest, "no sheet \"Other\"; it has Sheet1");
}

}  // namespace
}  // namespace docmill::engines::data
