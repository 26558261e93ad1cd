#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engines/engine_host.h"
#include "engines/ooxml/ooxml_engine.h"
#include "templating/xlsx_maker.h"

namespace docmill::engines::ooxml {
namespace {

using templating::xlsx::MadeBook;
using templating::xlsx::MadeSheet;
using templating::xlsx::ReadBook;

class FillXlsxTest : public testing::Test {
 protected:
  static Result<StepResult> fill(const std::string& workbook, const std::string& data, std::map<std::string, std::string> params = {}) {
    static EngineHost<OoxmlEngine> host({.program = DOCMILL_OOXML_PROGRAM});
    StepRequest request;
    request.operation = "fill-xlsx";
    request.target = "xlsx";
    request.params = std::move(params);
    request.inputs.push_back(document_of(workbook, "xlsx", "template.xlsx"));
    request.inputs.push_back(document_of(data, "json", "data.json"));
    request.inputs.back().field = "Data";
    return host.convert(std::move(request));
  }

  static std::string workbook(const std::string& first, const std::string& second) {
    MadeBook book;
    book.sheets.emplace_back().cell("A1", first).cell("A2", second);
    return book.bytes();
  }

  static ReadBook read(const std::string& bytes) {
    auto package = docmill::ooxml::Package::open(bytes);
    return ReadBook::of(*package);
  }
};

TEST_F(FillXlsxTest, AWorkbookIsFilledByLocale) {
  const auto got =
      good_or_failure(fill(workbook("{{n}:format(C)}", "{{l.v}}"), R"({"n":1234.5,"l":[{"v":1},{"v":2}]})", {{"Locale", "de-DE"}}));
  ASSERT_EQ(got.outputs.size(), 1U);
  EXPECT_EQ(got.outputs[0].extension, "xlsx");
  const auto book = read(bytes_of(got));
  EXPECT_EQ(book["Sheet1!A3"], "#2");
  EXPECT_THAT(book["Sheet1!A1"], testing::StartsWith("1.234,50"));
}

TEST_F(FillXlsxTest, WhatIsToBePrintedSaysSo) {
  EXPECT_EQ(good_or_failure(fill(workbook("{{a}}", "x"), "{}", {{"OutputType", "Pdf"}})).outputs.at(0).extension, "xlsm");
}

TEST_F(FillXlsxTest, TheDialectIsToldByTheTokens) {
  const auto book = read(bytes_of(good_or_failure(fill(workbook("{{n|format(N1)}}", "x"), R"({"n":2})"))));
  EXPECT_EQ(book["Sheet1!A1"], "2.0");
}

TEST_F(FillXlsxTest, WhatIsNoWorkbookIsRefused) {
  expect_refused(fill("not a workbook", "{}"), ErrorCode::InputDamaged, "");
  expect_refused(fill(workbook("{{a}}", "x"), "{\"a\":"), ErrorCode::InputDamaged, "ine 1");
}

}  // namespace
}  // namespace docmill::engines::ooxml
