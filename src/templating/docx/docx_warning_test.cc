// What the author of a Word template is told, and of which place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/docx_maker.h"

namespace docmill::templating::docx {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> told(const FilledDocument& document) {
  std::vector<std::string> lines;
  for (const auto& warning : document.context.warnings.list()) {
    lines.push_back(Where{.part = warning.part, .place = warning.place, .block = 0}.with(warning.token));
  }
  return lines;
}

TEST(DocxWarning, NamesPartParagraphAndToken) {
  const FilledDocument document({.body = p("x") + p("{{a}} {{gone}:format(C)}"), .parts = {}, .relations = {}}, R"({"a": 1})");
  EXPECT_THAT(told(document), ElementsAre("word/document.xml, paragraph 2, {{gone}:format(C)}"));
  EXPECT_EQ(document.context.warnings.list()[0].missing, "gone");
}

TEST(DocxWarning, NamesTheCellOfTheTemplateOnceForAllCopies) {
  const FilledDocument document(
      {.body = p("x") + table(row({"a", "b"})) + table(row({"Name", "Job"}) + row({"{{e.name}}", "{{e.job}:frob}"})) + p("{{gone}}"),
       .parts = {},
       .relations = {}},
      R"({"e": [{"name": "A", "job": 1}, {"name": "B", "job": 2}, {"name": "C", "job": 3}]})");
  EXPECT_THAT(told(document),
              ElementsAre("word/document.xml, table 2, row 2, cell 2, {{e.job}:frob}", "word/document.xml, paragraph 8, {{gone}}"));
}

TEST(DocxWarning, CountsTheCellsOfTheInnermostTableAndGoesOnInTheOuterOne) {
  const auto inner = table(row({"{{x}}"}), 1);
  const FilledDocument document(
      {.body = table("<w:tr>" + cell(p("a")) + cell(inner + p("{{y}}")) + "</w:tr>" + row({"b", "{{z}}"})), .parts = {}, .relations = {}},
      "{}");
  EXPECT_THAT(told(document),
              ElementsAre("word/document.xml, table 2, row 1, cell 1, {{x}}", "word/document.xml, table 1, row 1, cell 2, {{y}}",
                          "word/document.xml, table 1, row 2, cell 2, {{z}}"));
}

TEST(DocxWarning, NamesAHeaderByItsPart) {
  const FilledDocument document({.body = p("x"),
                                 .parts = {{"word/header1.xml", "<w:hdr " + std::string(kSpaces) + ">" + p("{{gone}}") + "</w:hdr>"}},
                                 .relations = ooxml::rel("rIdH", "header", "header1.xml")},
                                "{}");
  EXPECT_THAT(told(document), ElementsAre("word/header1.xml, paragraph 1, {{gone}}"));
}

TEST(DocxWarning, SaysWhereAnExpressionCannotBeRead) {
  const FilledDocument document({.body = p("x") + p("{{a|filter(}} {{b * }}"), .parts = {}, .relations = {}}, "{}", Dialect::Modern);
  const auto& warnings = document.context.warnings.list();
  ASSERT_FALSE(warnings.empty());
  EXPECT_EQ(warnings[0].place, "paragraph 2");
  EXPECT_EQ(warnings[0].part, "word/document.xml");
}

std::string error_of(const std::string& body, std::string_view json, Dialect dialect = Dialect::Classic) {
  const auto bytes = Maker{.body = body, .parts = {}, .relations = {}}.bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = read_json(json).value();
  context.dialect = dialect;
  context.missing = MissingValue::Error;
  const auto done = fill(*package, context);
  return done ? "" : done.error().message();
}

TEST(DocxWarning, AMissingValueIsAnErrorWithItsPlaceOnRequest) {
  EXPECT_EQ(error_of(table(row({"a", "{{l.b}}"})), R"({"l": [{"b": 1}, {"c": 2}]})"),
            "The data has no “l.b”, which the template names at word/document.xml, table 1, row 1, cell 2, {{l.b}}. Add it to the data or "
            "correct the template.");
  EXPECT_THAT(error_of(p("{{a * b}}"), R"({"a": 1})", Dialect::Modern),
              HasSubstr("no “b”, which the template names at word/document.xml, "));
  for (const auto* fine : {"{{a}:empty(none)}", "{{a}:hide-block-if-empty}"}) EXPECT_EQ(error_of(p(fine), "{}"), "") << fine;
  EXPECT_EQ(error_of(p("{{#if a}}x{{/if}}{{a|default(\"n\")}}"), "{}", Dialect::Modern), "");
  EXPECT_EQ(error_of(p("{{a}}"), R"({"a": null})"), "");
}

TEST(DocxWarning, ALimitNamesWhatRepeats) {
  std::string data = R"({"a": [)";
  for (int i = 0; i < 50; ++i) data += (i == 0 ? "" : ",") + std::string(R"({"b": 1})");
  const auto bytes = Maker{.body = p("x") + table(row({"{{a.b}}"})), .parts = {}, .relations = {}}.bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  context.data = read_json(data + "]}").value();
  const auto done = fill(*package, context, {.copies = 10});
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message(), HasSubstr("It came up at word/document.xml, table 1, row 1, cell 1, {{a.b}}."));
}

}  // namespace
}  // namespace docmill::templating::docx
