#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engines/engine_host.h"
#include "engines/ooxml/ooxml_engine.h"
#include "templating/docx_maker.h"
#include "templating/json.h"

namespace docmill::engines::ooxml {
namespace {

using testing::HasSubstr;

class CheckTemplateTest : public testing::Test {
 protected:
  static Result<StepResult> ask(const std::string& operation, const std::string& bytes, const std::string& extension,
                                const std::string& data = {}, std::map<std::string, std::string> params = {}) {
    static EngineHost<OoxmlEngine> host({.program = DOCMILL_OOXML_PROGRAM});
    StepRequest request;
    request.operation = operation;
    request.target = "json";
    request.params = std::move(params);
    request.inputs.push_back(document_of(bytes, extension, "a." + extension));
    if (!data.empty()) request.inputs.push_back(document_of(data, "json", "data.json", "Data"));
    return host.convert(std::move(request));
  }

  static std::string words(const std::string& body) { return templating::docx::Maker{.body = body, .parts = {}, .relations = {}}.bytes(); }
};

TEST_F(CheckTemplateTest, ATemplateIsDescribedInTheJail) {
  using namespace templating::docx;
  const auto got =
      good_or_failure(ask("check-template", words(p("{{title}}") + table(row({"{{items.name}}", "{{items.price|format(C)}}"}))), "docx"));
  ASSERT_EQ(got.outputs.size(), 1U);
  EXPECT_EQ(got.outputs[0].extension, "json");
  const auto report = templating::read_json(bytes_of(got), {.date_times = false}).value();
  EXPECT_EQ(report.find("language")->text(), "Modern");
  EXPECT_EQ(report.find("tokens")->size(), 3U);
  EXPECT_EQ(report.find("problems")->size(), 0U);
  EXPECT_EQ(report.find("lists")->items()[0].text(), "items");
  EXPECT_TRUE(report.find("sample")->find("items")->is_collection());
}

TEST_F(CheckTemplateTest, ADryRunTellsWhatIsMissingAndWhatIsNotUsed) {
  using namespace templating::docx;
  const auto got = good_or_failure(ask("dry-run", words(p("{{title}} {{gone}} {{title}:frob}") + table(row({"{{items.name}}"}))), "docx",
                                       R"({"title": "T", "items": [{"name": "a"}, {"nme": "b"}], "rest": 1})"));
  const auto report = templating::read_json(bytes_of(got)).value();
  EXPECT_FALSE(report.find("complete")->boolean());
  EXPECT_EQ(templating::write_json(*report.find("missing")),
            R"([{"name":"items.name","part":"word/document.xml","place":"table 1, row 1, cell 1","token":"{{items.name}}"},)"
            R"({"name":"gone","part":"word/document.xml","place":"paragraph 1","token":"{{gone}}"}])");
  EXPECT_EQ(templating::write_json(*report.find("unused")), R"(["items.nme","rest"])");
  EXPECT_THAT(templating::write_json(*report.find("warnings")), HasSubstr("“frob”"));
  const auto page = good_or_failure(ask("dry-run", "{{#each l}}{{a}}{{/each}}", "html", R"({"l": [{"a": 1}]})"));
  EXPECT_EQ(bytes_of(page), R"({"complete":true,"missing":[],"unused":[],"warnings":[]})");
}

TEST_F(CheckTemplateTest, MissingValuesAreRefusedOnRequest) {
  using namespace templating::docx;
  const auto letter = words(p("Dear {{name}}"));
  expect_refused(ask("fill-docx", letter, "docx", "{}", {{"MissingValues", "Error"}}), ErrorCode::BadRequest,
                 "The data has no “name”, which the template names at word/document.xml, paragraph 1, {{name}}.");
  expect_refused(ask("fill-text", "a\n{{name}}", "txt", "{}", {{"MissingValues", "Error"}}), ErrorCode::BadRequest, "line 2, column 1");
  const auto removed = good_or_failure(ask("fill-docx", letter, "docx", "{}", {{"MissingValues", "Remove"}}));
  const auto bytes = bytes_of(removed);
  auto package = docmill::ooxml::Package::open(bytes);
  EXPECT_EQ(outline_of((*package->xml("word/document.xml"))->document_element().child("w:body")), "Dear \n");
  EXPECT_EQ(removed.warnings.at(0), "word/document.xml, paragraph 1, {{name}}: The data has no “name”, so the token prints nothing.");
}

TEST_F(CheckTemplateTest, WhatBecomesOpenDocumentAgainSaysSo) {
  using namespace templating::docx;
  const auto letter = words(p("x"));
  EXPECT_EQ(good_or_failure(ask("fill-docx", letter, "docx", "{}", {{"OutputType", "Odt"}})).outputs.at(0).extension, "dotx");
  EXPECT_EQ(good_or_failure(ask("fill-docx", letter, "docx", "{}")).outputs.at(0).extension, "docx");
}

TEST_F(CheckTemplateTest, WhatIsNoTemplateIsRefused) {
  expect_refused(ask("check-template", "not a document", "docx"), ErrorCode::InputDamaged, "");
  expect_refused(ask("check-template", "", "xlsx"), ErrorCode::InputDamaged, "");
  const auto bomb = words(templating::docx::p(std::string(40'000'000, 'x')));
  expect_refused(ask("check-template", bomb, "docx"), ErrorCode::InputTooComplex, "200 times");
  expect_refused(ask("dry-run", words(templating::docx::p("x")), "docx", "{\"a\":"), ErrorCode::InputDamaged, "ine 1");
}

}  // namespace
}  // namespace docmill::engines::ooxml
