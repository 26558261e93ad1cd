#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engines/engine_host.h"
#include "engines/ooxml/ooxml_engine.h"
#include "templating/pptx_maker.h"

namespace docmill::engines::ooxml {
namespace {

namespace pptx = templating::pptx;

class FillPptxTest : public testing::Test {
 protected:
  static Result<StepResult> fill(const std::string& show, const std::string& data, std::map<std::string, std::string> params = {}) {
    static EngineHost<OoxmlEngine> host({.program = DOCMILL_OOXML_PROGRAM});
    StepRequest request;
    request.operation = "fill-pptx";
    request.target = "pptx";
    request.params = std::move(params);
    request.inputs.push_back(document_of(show, "pptx", "template.pptx"));
    request.inputs.push_back(document_of(data, "json", "data.json"));
    request.inputs.back().field = "Data";
    return host.convert(std::move(request));
  }

  static std::string show(const std::string& text) { return pptx::Maker{.slides = {{.shapes = pptx::box(pptx::p(text))}}}.bytes(); }

  /// What the slides say.
  static std::string read(const std::string& bytes) {
    auto package = docmill::ooxml::Package::open(bytes);
    return package ? pptx::text_of(*package).value_or("unreadable") : package.error().describe();
  }
};

TEST_F(FillPptxTest, APresentationIsFilledByLocale) {
  const auto got = good_or_failure(fill(show("{{l.n}:format(N1)}"), R"({"l":[{"n":1234.5},{"n":2}]})", {{"Locale", "de-DE"}}));
  ASSERT_EQ(got.outputs.size(), 1U);
  EXPECT_EQ(got.outputs[0].extension, "pptx");
  const auto text = read(bytes_of(got));
  EXPECT_THAT(text, testing::HasSubstr("1.234,5\n"));
  EXPECT_THAT(text, testing::HasSubstr("2,0\n"));
}

TEST_F(FillPptxTest, WhatIsToBePrintedSaysSo) {
  EXPECT_EQ(good_or_failure(fill(show("{{a}}"), "{}", {{"OutputType", "Pdf"}})).outputs.at(0).extension, "pptm");
}

TEST_F(FillPptxTest, TheDialectIsToldByTheTokens) {
  EXPECT_THAT(read(bytes_of(good_or_failure(fill(show("{{n|format(N1)}}"), R"({"n":2})")))), testing::HasSubstr("2.0\n"));
}

TEST_F(FillPptxTest, WhatIsNoPresentationIsRefused) {
  expect_refused(fill("not a presentation", "{}"), ErrorCode::InputDamaged, "");
  expect_refused(fill(show("{{a}}"), "{\"a\":"), ErrorCode::InputDamaged, "ine 1");
}

}  // namespace
}  // namespace docmill::engines::ooxml
