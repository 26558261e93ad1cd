#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engines/engine_host.h"
#include "engines/ooxml/ooxml_engine.h"

namespace docmill::engines::ooxml {
namespace {

using testing::HasSubstr;

class FillTextTest : public testing::Test {
 protected:
  static Result<StepResult> fill(const std::string& text, const std::string& data, std::map<std::string, std::string> params = {},
                                 const std::string& extension = "html") {
    static EngineHost<OoxmlEngine> host({.program = DOCMILL_OOXML_PROGRAM});
    StepRequest request;
    request.operation = "fill-text";
    request.target = "html";
    request.params = std::move(params);
    request.inputs.push_back(document_of(text, extension, "page." + extension));
    request.inputs.push_back(document_of(data, "json", "data.json"));
    request.inputs.back().field = "Data";
    return host.convert(std::move(request));
  }
};

TEST_F(FillTextTest, APageIsFilledByLocaleAndTimezone) {
  const auto got =
      good_or_failure(fill("{{n:C}} {{d:HH:mm}} {{#each l}}{{this}};{{/each}}", R"({"n":1234.5,"d":"2026-01-01T12:00:00Z","l":[1,2]})",
                           {{"Locale", "de-DE"}, {"Timezone", "Europe/Berlin"}}));
  ASSERT_EQ(got.outputs.size(), 1U);
  EXPECT_EQ(got.outputs[0].extension, "html");
  EXPECT_EQ(bytes_of(got), "1.234,50\xC2\xA0€ 13:00 1;2;");
}

TEST_F(FillTextTest, TextKeepsItsTypeAndOtherEncodingsBecomeUtf8) {
  const auto got = good_or_failure(fill("Gr\xFC\xDF Gott {{name}}", R"({"name":"J\u00f6rg"})", {}, "txt"));
  EXPECT_EQ(got.outputs[0].extension, "txt");
  EXPECT_EQ(bytes_of(got), "Grüß Gott Jörg");
}

TEST_F(FillTextTest, ValuesAreEscapedOnRequest) {
  EXPECT_EQ(bytes_of(good_or_failure(fill("{{a}}", R"({"a":"<b>"})", {{"EscapeValues", "true"}}))), "&lt;b&gt;");
  EXPECT_EQ(bytes_of(good_or_failure(fill("{{a}}", R"({"a":"<b>"})"))), "<b>");
}

TEST_F(FillTextTest, WhatTheDataLacksIsAWarning) {
  const auto got = good_or_failure(fill("[{{gone}}]", "{}"));
  EXPECT_EQ(bytes_of(got), "[]");
  ASSERT_EQ(got.warnings.size(), 1U);
  EXPECT_THAT(got.warnings[0], HasSubstr("“gone”"));
}

TEST_F(FillTextTest, WhereNothingIsPrintedTheAnswerSaysSo) {
  expect_refused(fill("{{#if a}}text{{/if}}", R"({"a":false})"), ErrorCode::BadRequest, "prints nothing at all");
}

TEST_F(FillTextTest, MistakesSayWhereTheyAre) {
  expect_refused(fill("a\n{{#loop x}}", "{}"), ErrorCode::BadRequest, "line 2, column 1");
  expect_refused(fill("{{a}}", "{\"a\": 1 \"b\"}"), ErrorCode::InputDamaged, "ine 1");
  expect_refused(fill("{{a}}", "{}", {{"Locale", "xx-YY"}}), ErrorCode::BadRequest, "xx-YY");
  expect_refused(fill("{{a}}", "{}", {{"Timezone", "Moon/Base"}}), ErrorCode::BadRequest, "Moon/Base");
}

}  // namespace
}  // namespace docmill::engines::ooxml
