#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/pptx_maker.h"

// What strangers send: refused with a sentence, or filled within limits.

namespace docmill::templating::pptx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string list_of(int count, const std::string& item) {
  std::string list = "[";
  for (int i = 0; i < count; ++i) list += item + ",";
  return list + "]";
}

/// The error of filling a presentation one of whose parts is another one; empty when it is filled.
std::string error_with(const std::string& part, const std::string& bytes) {
  const auto made = Maker{.slides = {{.shapes = box(p("{{a}}"))}}}.bytes();
  auto package = ooxml::Package::open(made);
  package->put(part, bytes);
  Context context;
  context.data = read_json(R"({"a": 1})").value();
  const auto filled = fill(*package, context);
  return filled ? std::string() : std::string(info(filled.error().code()).name) + ": " + filled.error().message();
}

TEST(PptxHostile, WhatIsNoPresentationIsRefused) {
  for (const std::string body : {"<a/>", "", "<p:presentation", "<w:document xmlns:w=\"x\"/>"}) {
    EXPECT_THAT(error_with("ppt/presentation.xml", body), HasSubstr("input_damaged")) << body;
  }
  EXPECT_THAT(error_with("ppt/slides/slide1.xml", "<p:sld"), HasSubstr("input_damaged"));
  EXPECT_THAT(error_with("ppt/slides/slide1.xml", "<a/>"), HasSubstr("PowerPoint"));
}

TEST(PptxHostile, EntitiesAreNotExpanded) {
  const std::string bomb = "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
  EXPECT_THAT(error_with("ppt/slides/slide1.xml", bomb + part_of_show("sld", box("<a:p><a:r><a:t>&b;</a:t></a:r></a:p>"))),
              HasSubstr("input_damaged"));
}

TEST(PptxHostile, ASlideThatIsMissingOrComesTwiceIsNamed) {
  const auto list = [](const std::string& ids) {
    return "<p:presentation " + std::string(kSpaces) + "><p:sldIdLst>" + ids + "</p:sldIdLst></p:presentation>";
  };
  EXPECT_THAT(error_with("ppt/presentation.xml", list("<p:sldId id=\"256\" r:id=\"rId77\"/>")), HasSubstr("lacks one of its slides"));
  EXPECT_THAT(error_with("ppt/presentation.xml", list("<p:sldId id=\"256\" r:id=\"rId1\"/><p:sldId id=\"257\" r:id=\"rId1\"/>")),
              HasSubstr("one slide twice"));
  EXPECT_THAT(error_with("ppt/presentation.xml", list("<p:sldId id=\"256\" r:id=\"rIdM\"/>")), HasSubstr("cannot be read"));
  EXPECT_EQ(error_with("ppt/presentation.xml", list("")), "");
}

TEST(PptxHostile, MastersThatAreGoneOrBrokenAreDoneWithout) {
  EXPECT_EQ(error_with("ppt/slideMasters/slideMaster1.xml", "<p:sldMaster"), "");
  EXPECT_EQ(error_with("ppt/slideLayouts/slideLayout1.xml", ""), "");
}

TEST(PptxHostile, NamesOfOurOwnMarksMeanNothing) {
  const std::string strange =
      "<p:sp xmlns:dm=\"http://x.test/\" dm:tokens=\"7,9999999999999999999\"><p:txBody><a:bodyPr/><a:p dm:hidden=\"1\" dm:item=\"1\"><dm:t "
      "n=\"4000000000\"/>" +
      run("{{a}}") + "<dm:text>x</dm:text></a:p></p:txBody></p:sp>";
  EXPECT_EQ(filled(strange, R"({"a": "A"})"), "A\n");
}

TEST(PptxHostile, TokensThatAreNoneAreText) {
  EXPECT_EQ(filled(box(p("{{a} }}{{") + p("{{{{{{") + split({"{", "{", "a", "}"})), R"({"a": 1})"), "{{a} }}{{\n{{{{{{\n{{a}\n");
}

TEST(PptxHostile, NestingDoesNotMultiplyWithoutBound) {
  const auto list = list_of(100, "{\"a\": 1}");
  const auto data = "{\"x\": " + list + ", \"y\": " + list + "}";
  const auto error = [&](const FillLimits& limits) {
    FilledShow show({.slides = {{.shapes = table(row({"{{x.a}}", "{{y.a}}"}))}}}, data, Dialect::Classic, limits);
    return show.result ? std::string() : std::string(info(show.result.error().code()).name) + ": " + show.result.error().message();
  };
  EXPECT_EQ(error({}), "");
  EXPECT_THAT(error({.copies = 5000}), HasSubstr("input_too_complex"));
  EXPECT_THAT(error({.elements = 5000}), HasSubstr("5000 elements"));
  EXPECT_THAT(error({.slots = 5000}), HasSubstr("5000 filled tokens"));
}

TEST(PptxHostile, ThereIsAnEndToSlides) {
  FilledShow show({.slides = {{.shapes = box(p("{{a}}"))}, {.shapes = box(p("{{a}}"))}}}, list_of(3000, "{\"a\": 1}"));
  ASSERT_FALSE(show.result);
  EXPECT_EQ(show.result.error().code(), ErrorCode::InputTooComplex);
  EXPECT_THAT(show.result.error().message(), HasSubstr("5000 slides"));
}

TEST(PptxHostile, AGridOfManyCellsIsHeldAgainstTheLimits) {
  std::string row_of = list_of(400, "1");
  FilledShow show({.slides = {{.shapes = table(row({"{{g}}"}))}}}, "{\"g\": " + list_of(400, row_of) + "}", Dialect::Classic,
                  {.elements = 100'000});
  ASSERT_FALSE(show.result);
  EXPECT_EQ(show.result.error().code(), ErrorCode::InputTooComplex);
}

TEST(PptxHostile, SpansAndSizesThatCannotBeAreBounded) {
  const std::string wild = "<a:tr h=\"99999999999999999999\">" + cell(p("{{g}}"), "gridSpan=\"2000000000\" rowSpan=\"-3\"") +
                           cell(p("{{n}:merge-nulls}"), "hMerge=\"1\"") + cell(p("{{n}:span-nulls}"), "vMerge=\"1\"") + "</a:tr>";
  const auto outline = filled(table(wild, 0) + table(wild, 3) + box(p("{{q}:qrcode(2)}")), R"({"g": [[1, 2, 3, 4]], "n": null, "q": "q"})");
  EXPECT_THAT(outline, Not(HasSubstr("error")));
}

TEST(PptxHostile, ThousandsOfTokensAndRowsTakeSeconds) {
  std::string paragraphs;
  for (int i = 0; i < 5'000; ++i) paragraphs += split({"{{", "a", "}} and {{b}}"});
  FilledShow show({.slides = {{.shapes = box(paragraphs) + table(row({"{{r.x}}", "{{r.y}}"}))}}},
                  "{\"a\": 1, \"b\": 2, \"r\": " + list_of(20'000, "{\"x\": 1, \"y\": 2}") + "}");
  ASSERT_TRUE(show.result) << show.result.error().describe();
  const auto rows = show.root("ppt/slides/slide1.xml").select_nodes(".//a:tr");
  EXPECT_EQ(rows.size(), 20'000U);
}

TEST(PptxHostile, AThousandSlidesWithNotesTakeSeconds) {
  FilledShow show({.slides = {{.shapes = box(p("{{a}}")), .relations = {}, .notes = box(p("{{a}}"))}}}, list_of(1000, "{\"a\": 1}"));
  ASSERT_TRUE(show.result) << show.result.error().describe();
  EXPECT_EQ(show.slides().size(), 1000U);
}

}  // namespace
}  // namespace docmill::templating::pptx
