#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engines/engine_host.h"
#include "engines/ooxml/ooxml_engine.h"

namespace docmill::engines::ooxml {
namespace {

/// The name that a pattern gives with data; the data comes back as it was.
class NameOutputTest : public testing::Test {
 protected:
  static Result<StepResult> run(const std::string& pattern, const std::string& data, std::map<std::string, std::string> params = {}) {
    static EngineHost<OoxmlEngine> host({.program = DOCMILL_OOXML_PROGRAM});
    StepRequest request;
    request.operation = "name-output";
    request.target = "json";
    request.params = std::move(params);
    request.params["OutputFilename"] = pattern;
    request.inputs.push_back(document_of(data, "json", "data.json"));
    request.inputs.back().field = "Data";
    return host.convert(std::move(request));
  }
  static std::string name_of(const std::string& pattern, const std::string& data, std::map<std::string, std::string> params = {}) {
    const auto got = good_or_failure(run(pattern, data, std::move(params)));
    if (got.outputs.size() != 1) return "no output";
    EXPECT_EQ(bytes_of(got), data);
    EXPECT_EQ(got.outputs[0].extension, "json");
    return got.outputs[0].name;
  }
};

TEST_F(NameOutputTest, TokensOfBothLanguagesAreFilledWithFormats) {
  EXPECT_EQ(name_of("Invoice {{company.name}} {{n}}", R"({"company":{"name":"ACME"},"n":7})"), "Invoice ACME 7");
  EXPECT_EQ(name_of("{{d}:format(yyyy-MM)}", R"({"d":"2026-03-04T00:00:00Z"})"), "2026-03");
  EXPECT_EQ(name_of("{{d|format(MMMM)}}", R"({"d":"2026-03-04T00:00:00Z"})", {{"Locale", "de-DE"}}), "März");
  EXPECT_EQ(name_of("{{@date}:format(yyyy)}", "{}").size(), 4U);
  EXPECT_EQ(name_of("plain", "[]"), "plain");
}

TEST_F(NameOutputTest, WhatIsMissingPrintsNothingUnlessItIsAnError) {
  EXPECT_EQ(name_of("Invoice {{gone}}.", "{}"), "Invoice .");
  expect_refused(run("Invoice {{gone}}", "{}", {{"MissingValues", "Error"}}), ErrorCode::BadRequest, "gone");
}

TEST_F(NameOutputTest, ANameIsOneLineOfBoundedLengthWhateverTheDataSays) {
  EXPECT_EQ(name_of("{{a}}", R"({"a":"one\ntwo\u0000\tthree"})").find_first_of(std::string("\n\t\0", 3)), std::string::npos);
  const auto cut = name_of("{{a}}", R"({"a":")" + std::string(5000, 'x') + R"("})");
  EXPECT_LE(cut.size(), 240U);
  std::string wide;
  for (int i = 0; i < 1000; ++i) wide += "ä";
  EXPECT_EQ(name_of("x{{a}}", R"({"a":")" + wide + R"("})").size() % 2, 1U) << "a character is not cut in two";
}

TEST_F(NameOutputTest, DataThatIsNoneIsRefusedWithItsPlace) {
  expect_refused(run("{{a}}", "{\"a\": 1 \"b\"}"), ErrorCode::InputDamaged, "ine 1");
  expect_refused(run("{{a}}", ""), ErrorCode::InputDamaged, "");
}

}  // namespace
}  // namespace docmill::engines::ooxml
