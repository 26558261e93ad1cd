#include "templating/html/html_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "templating/json.h"

namespace docmill::templating::html {

namespace {

std::string filled(std::string_view text, std::string_view json, const Options& options = {}) {
  Context context;
  context.data = *read_json(json);
  auto result = fill(text, context, options);
  return result ? *result : "!" + result.error().message();
}

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream all;
  all << stream.rdbuf();
  return all.str();
}

/// The lines that hold something, without the blanks around them: how the cases are compared.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::stringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    std::stringstream words(line);
    std::string plain;
    for (std::string word; words >> word;) plain += (plain.empty() ? "" : " ") + word;
    if (!plain.empty()) lines.push_back(plain);
  }
  return lines;
}

}  // namespace

TEST(HtmlTemplate, PrintsKeysFromTheScopeAtHandAndThoseAround) {
  EXPECT_EQ(filled("{{a}}{{#with o}}{{b}}{{a}}{{o.b}}{{/with}}", R"({"a":1,"o":{"b":2}})"), "1212");
  EXPECT_EQ(filled("{{#each l}}{{this}},{{/each}}", R"({"l":[1,"x",null]})"), "1,x,,");
  EXPECT_EQ(filled("{{s.Length}} {{l.Count}}", R"({"s":"abc","l":[1,2]})"), "3 2");
}

TEST(HtmlTemplate, AValueThatIsHtmlStaysAsItIs) {
  const auto* data = R"({"h":"<b>&amp;</b>","n":5})";
  EXPECT_EQ(filled("{{h:html}}|{{n:html}}", data), "<b>&amp;</b>|5");
  EXPECT_EQ(filled("{{h:html}}|{{h}}", data, {.escaping = Escaping::Html}), "<b>&amp;</b>|&lt;b&gt;&amp;amp;&lt;/b&gt;");
}

TEST(HtmlTemplate, RepeatsWithAnIndex) {
  EXPECT_EQ(
      filled("{{#each a}}{{#index}}:{{#each b}}{{#index}}{{/each}}{{n}};{{/each}}", R"({"a":[{"b":[1,2],"n":"x"},{"b":[1],"n":"y"}]})"),
      "0:01x;1:0y;");
  EXPECT_EQ(filled("[{{#each a}}x{{/each}}{{#each n}}y{{/each}}{{#each s}}z{{/each}}]", R"({"a":[],"n":null,"s":"t"})"), "[]");
  EXPECT_EQ(filled("{{#each this}}{{n}}{{/each}}", R"([{"n":1},{"n":2}])"), "12");
}

TEST(HtmlTemplate, ChoosesTheFirstBranchThatHolds) {
  const auto* text = "{{#if a}}1{{#elif b}}2{{#elif c}}3{{#else}}4{{/if}}";
  EXPECT_EQ(filled(text, R"({"a":1,"b":1})"), "1");
  EXPECT_EQ(filled(text, R"({"a":0,"b":"x"})"), "2");
  EXPECT_EQ(filled(text, R"({"a":"","b":[],"c":[0]})"), "3");
  EXPECT_EQ(filled(text, R"({"a":false,"b":null})"), "4");
  EXPECT_EQ(filled("{{#if a}}{{#if b}}x{{#else}}y{{/if}}{{/if}}z", R"({"a":true,"b":false})"), "yz");
  EXPECT_EQ(filled("{{#if 1}}a{{/if}}{{#if \"\"}}b{{/if}}{{#if gone}}c{{/if}}", "{}"), "a");
}

TEST(HtmlTemplate, FormatsAsStringFormatDoes) {
  EXPECT_EQ(filled("{{n,8:N2}}|{{n,-6}}|{{d:dd/MM/yyyy HH:mm}}|{{s:MM/dd}}", R"({"n":1.5,"d":"2012-04-21T18:25:43","s":"10/02/2017"})"),
            "    1.50|1.5   |21/04/2012 18:25|10/02/2017");
}

TEST(HtmlTemplate, LeavesOtherBracesAlone) {
  for (const auto* text : {"a { b } {{ name }} {{}} {{1a}} {{-}} {{a b}} { {x} }", "{{", "{{a", "{{a}", "{{{", "}}", "{{a\n}}", "{{#}}"})
    EXPECT_EQ(filled(text, "{}"), text);
  EXPECT_EQ(filled("{{{a}}}", R"({"a":1})"), "{1}");
}

TEST(HtmlTemplate, HasCommentsVariablesAndNewLines) {
  EXPECT_EQ(filled("a{{#! not this }}b{{#newline}}c{{#set x 5}}{{@x}}{{#set x n}}{{@x}}{{#set x \"q\"}}{{@x}}", R"({"n":7})"), "ab\nc57q");
  EXPECT_EQ(filled("a\r\nb\n{{#newline}}", "{}", {.keep_line_breaks = false}), "ab\n");
}

TEST(HtmlTemplate, EscapesWhereItIsAskedTo) {
  const auto* json = R"({"a":"<b> & \"c\" 'd'"})";
  EXPECT_EQ(filled("{{a}}", json), "<b> & \"c\" 'd'");
  EXPECT_EQ(filled("{{a}} {{{a}}}", json, {.escaping = Escaping::Html}), "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; <b> & \"c\" 'd'");
}

TEST(HtmlTemplate, WarnsOnceOfAMissingKeyOrFails) {
  Context context;
  context.data = *read_json(R"({"l":[1,2,3]})");
  EXPECT_EQ(*fill("{{#each l}}{{gone}}{{/each}}.", context), ".");
  ASSERT_EQ(context.warnings.list().size(), 1U);
  EXPECT_EQ(context.warnings.list()[0].place, "line 1, column 12");
  context.missing = MissingValue::Error;
  auto failed = fill("a\n {{gone}}", context);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message(), testing::HasSubstr("line 2, column 2"));
}

TEST(HtmlTemplate, SaysWhereItIsWrong) {
  EXPECT_THAT(filled("x\nä{{#loop a}}", "{}"), testing::HasSubstr("line 2, column 2: “{{#loop a}}”"));
  EXPECT_THAT(filled("{{#each a}}{{#if b}}{{/if}}", "{}"), testing::HasSubstr("line 1, column 1: “{{#each a}}” has no end"));
  EXPECT_THAT(filled("{{#each a}}{{#if b}}{{/each}}", "{}"), testing::HasSubstr("“{{#if b}}” of line 1 has to be closed first"));
  EXPECT_THAT(filled("{{/each}}", "{}"), testing::HasSubstr("no {{#each}} is open"));
  EXPECT_THAT(filled("{{#else}}", "{}"), testing::HasSubstr("outside"));
  EXPECT_THAT(filled("{{#if a}}{{#else}}{{#elif b}}{{/if}}", "{}"), testing::HasSubstr("last branch"));
  EXPECT_THAT(filled("{{#each}}{{/each}}", "{}"), testing::HasSubstr("needs one key"));
  EXPECT_THAT(filled("{{#with 'a'}}{{/with}}", "{}"), testing::HasSubstr("needs one key"));
  EXPECT_THAT(filled("{{#if a > b}}{{/if}}", "{}"), testing::HasSubstr("needs one key"));
  EXPECT_THAT(filled("{{#if a", "{}"), testing::HasSubstr("braces are missing"));
  EXPECT_THAT(filled("{{/index}}", "{}"), testing::HasSubstr("has no end"));
}

TEST(HtmlTemplate, BoundsResultAndDepth) {
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "{{#if a}}";
  EXPECT_THAT(filled(deep, "{}"), testing::HasSubstr("deeper than 200"));
  const std::string list = "[" + std::string("1") + std::string(",1").append(",1") + "]";
  std::string bomb;
  for (int i = 0; i < 30; ++i) bomb += "{{#each l}}";
  bomb += "xxxxxxxx";
  for (int i = 0; i < 30; ++i) bomb += "{{/each}}";
  EXPECT_THAT(filled(bomb, "{\"l\":" + list + "}", {.largest = 1U << 20U}), testing::HasSubstr("larger than 1048576 bytes"));
}

TEST(HtmlTemplate, TakesTimeByItsLengthOnly) {
  for (const auto* piece : {"{{", "{{a", "{{#! ", "{{a:", "{{{"}) {
    std::string hostile;
    while (hostile.size() < 1'000'000) hostile += piece;
    filled(hostile, "{}");
  }
}

// The published cases, where the folder lies beside the checkout.
TEST(HtmlTemplate, FillsThePublishedCases) {
  const auto corpus = std::filesystem::path(DOCMILL_SOURCE_DIR) / "../shared/corpus";
  if (!std::filesystem::exists(corpus)) GTEST_SKIP() << "there is no corpus beside this checkout";
  for (const auto* name : {"html-else", "html-event-ticket", "html-if-formats", "html-invoice", "html-overview", "text-departments"})
    EXPECT_EQ(lines_of(filled(content(corpus / name / "template.html"), content(corpus / name / "data.json"))),
              lines_of(content(corpus / name / "expected.html")))
        << name;
}

}  // namespace docmill::templating::html
