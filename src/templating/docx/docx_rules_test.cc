#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/docx_maker.h"

// What repeats, and what a missing, empty or null value does (specification §2 to §5): a sentence of the language each.

namespace docmill::templating::docx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kEnd = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>";
const std::string kPageBreak = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
const std::string kTwo = R"({"a": "V", "e": [{"n": "A", "x": 1}, {"n": "B", "x": 2}]})";

TEST(DocxRules, SquareBracketsAreTokensAndSingleOnesAreText) {
  EXPECT_EQ(filled(split({"[[", "a", "]] and [sig|req|signer1] {a} [[a]:format(N)]"}), kTwo), "V and [sig|req|signer1] {a} V\n");
}

TEST(DocxRules, ALengthRepeatsNothingAndTheListItselfNeither) {
  EXPECT_EQ(filled(p("{{e.Length}} items") + table(row({"{{e.n}}", "{{e.Length}}"})), kTwo), "2 items\n[A|2]\n[B|2]\n");
}

TEST(DocxRules, NullPrintsNothingAndSoDoesWhatIsBehindIt) {
  EXPECT_EQ(filled(p("a{{x}}b{{o.p}}c{{t}}d") + table(row({"{{o.p.q}}"}), 1), R"({"x": null, "o": null, "t": ""})"), "abcd\n[]\n");
}

TEST(DocxRules, ANullWhereOthersHaveAListIsAListWithoutItems) {
  const auto inner = table(row({"{{g.e.n}}"}), 1);
  EXPECT_EQ(filled(table("<w:tr>" + cell(p("{{g.n}}") + item("{{g.e.n}}") + p("-")) + "</w:tr>", 1),
                   R"({"g": [{"n": "1", "e": null}, {"n": "2", "e": [{"n": "b"}]}, {"n": "3", "e": []}]})"),
            "[1\n-]\n[2\n#0 b\n-]\n[3\n-]\n");
}

TEST(DocxRules, ProseOfAnEmptyListLosesNothingButWhatTheListWouldSay) {
  EXPECT_EQ(filled(p("Dear {{none.n}} of {{a}}") + table(row({"{{e.n}}", "{{none.sub.n}}"})) + item("{{none.n}:empty(nobody)}"),
                   R"({"a": "V", "e": [{"n": "A"}, {"n": "B"}], "none": []})"),
            "Dear  of V\n[A|]\n[B|]\n#0 nobody\n");
  EXPECT_EQ(filled(p("{{n}}, {{l.n}}{{n}:hide-block-if-empty}."), "[]"), ", .\n");
}

TEST(DocxRules, AnItemThatIsNullIsARowWithoutValues) {
  EXPECT_EQ(filled(table(row({"{{e.n}}", "{{a}}"})), R"({"a": "V", "e": [{"n": "A"}, null, {"n": "B"}]})"), "[A|V]\n[|V]\n[B|V]\n");
}

TEST(DocxRules, AListThroughAStyleIsAListAndNumberZeroIsNone) {
  const std::string styled = "<w:p><w:pPr><w:pStyle w:val=\"Derived\"/></w:pPr>" + run("{{e.n}}") + "</w:p>";
  const std::string none =
      "<w:p><w:pPr><w:pStyle w:val=\"Derived\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr>" + run("{{a}}") + "</w:p>";
  const std::string styles =
      "<w:styles " + std::string(kSpaces) +
      "><w:style w:type=\"paragraph\" w:styleId=\"Bullets\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"Derived\"><w:basedOn w:val=\"Bullets\"/></w:style></w:styles>";
  FilledDocument document(
      {.body = p("head") + styled + none, .parts = {{"word/styles.xml", styles}}, .relations = ooxml::rel("rIdS", "styles", "styles.xml")},
      kTwo);
  EXPECT_EQ(document.outline(), "head\nA\nB\n# V\n");
}

TEST(DocxRules, APageBreakOfTheTemplateSeparatesItsCopies) {
  FilledDocument document({.body = p("{{e.n}}") + kPageBreak, .parts = {}, .relations = {}}, kTwo);
  EXPECT_THAT(document.outline(), Not(HasSubstr("---")));
  EXPECT_EQ(document.outline(), "A\n/\nB\n/\n");
}

TEST(DocxRules, SectionsFromTheFirstToTheLastWithATokenRepeatTogether) {
  EXPECT_EQ(filled(p("cover") + kEnd + p("{{e.n}}") + kEnd + p("between") + kEnd + p("{{e.x}}") + kEnd + p("back"), kTwo),
            "cover\n\n---\nA\n\n---\nbetween\n\n---\n1\n\n---\nB\n\n---\nbetween\n\n---\n2\n\n---\nback\n");
}

TEST(DocxRules, TheLastSectionsColumnsAndHeadersComeAlong) {
  const std::string columns = "<w:sectPr><w:type w:val=\"continuous\"/><w:cols w:num=\"2\"/></w:sectPr>";
  FilledDocument document({.body = p("intro") + "<w:p><w:pPr>" + columns + "</w:pPr></w:p>" + p("{{e.n}}"), .parts = {}, .relations = {}},
                          kTwo);
  EXPECT_EQ(document.outline(), "intro\n\n---\nA\n\n---\nB\n");
  const auto between = document.root().child("w:body").child("w:p").next_sibling("w:p").next_sibling("w:p").next_sibling("w:p");
  EXPECT_STREQ(between.child("w:pPr").child("w:sectPr").child("w:pgSz").attribute("w:w").value(), "12240")
      << "a copy of the last section's";
}

TEST(DocxRules, NestedTablesOfNestedListsGrowOnTheirOwn) {
  const auto deep = table(row({"{{a.b.c.v}}"}), 1);
  const auto middle = table("<w:tr>" + cell(p("{{a.b.n}}") + deep + "<w:p/>") + "</w:tr>", 1);
  EXPECT_EQ(filled(table("<w:tr>" + cell(p("{{a.n}}") + middle + "<w:p/>") + "</w:tr>", 1),
                   R"({"a": [{"n": 1, "b": [{"n": 2, "c": [{"v": 3}, {"v": 4}]}, {"n": 5, "c": [{"v": 6}]}]}, {"n": 7, "b": []}]})"),
            "[1\n[2\n[3]\n[4]\n]\n[5\n[6]\n]\n]\n[7\n]\n");
}

TEST(DocxRules, AGridInARepeatedRowIsItsItemsOwn) {
  EXPECT_EQ(filled(table(row({"{{e.n}}", "{{e.g}}"})), R"({"e": [{"n": "A", "g": [[1, 2], [3, 4]]}, {"n": "B", "g": [[5, 6]]}]})"),
            "[A|1|2]\n[A|3|4]\n[B|5|6]\n");
}

TEST(DocxRules, AGridOutsideOfATableIsPrinted) {
  FilledDocument document({.body = p("x {{g}} y"), .parts = {}, .relations = {}}, R"({"g": [[1, 2], [3, 4]]})");
  EXPECT_EQ(document.outline(), "x 1, 2, 3, 4 y\n");
  EXPECT_EQ(document.context.warnings.list().size(), 1U);
}

TEST(DocxRules, OneHidingTokenOfSeveralHidesTheRowAfterItIsRepeated) {
  EXPECT_EQ(filled(table(row({"{{e.n}:hide-block-if(A, C)}{{e.n}}", "{{e.x}:hide-block-if(2)}"})),
                   R"({"e": [{"n": "A", "x": 1}, {"n": "B", "x": 2}, {"n": "C", "x": 3}, {"n": "D", "x": 4}]})"),
            "[D|]\n");
}

TEST(DocxRules, HidingInAListInACellTakesTheItemAndLeavesTheRow) {
  EXPECT_EQ(filled(table("<w:tr>" + cell(p("{{e.n}}") + item("{{e.x}:hide-block-if(1)}x")) + "</w:tr>", 1), kTwo), "[A]\n[B\n#0 x]\n");
}

TEST(DocxRules, TokensOfOneCollectionInTwoTablesAndATextBetweenRepeatAllOfIt) {
  EXPECT_EQ(filled(table(row({"{{e.n}}"}), 1) + p("text {{e.x}}"), kTwo), "[A]\ntext 1\n\n---\n[B]\ntext 2\n");
}

TEST(DocxRules, APictureOfARepeatedRowIsCopiedWithANumberOfItsOwn) {
  const std::string picture = "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"3\" name=\"p\"/></wp:inline></w:drawing></w:r></w:p>";
  FilledDocument document({.body = table("<w:tr>" + cell(p("{{e.n}}") + picture) + "</w:tr>", 1), .parts = {}, .relations = {}}, kTwo);
  EXPECT_EQ(document.outline(), "[A\n<picture>]\n[B\n<picture>]\n");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_EQ(text.find("docPr id=\"3\""), text.rfind("docPr id=\"3\""));
}

std::string list_numbers(FilledDocument& document) {
  std::string numbers;
  for (const auto& found : document.root().select_nodes(".//w:numId")) numbers += found.node().attribute("w:val").value();
  return numbers;
}

TEST(DocxRules, AListOfALaterRowCountsAnewWhereNoneOfItsItemsIsLeftToo) {
  FilledDocument document(
      {.body = table("<w:tr>" + cell(p("{{e.n}}") + item("{{e.x.y}}") + item("fixed")) + "</w:tr>", 1), .parts = {}, .relations = {}},
      R"({"e": [{"n": "A", "x": [{"y": 1}]}, {"n": "B", "x": []}, {"n": "C", "x": null}, {"n": "D", "x": [{"y": 2}]}]})");
  EXPECT_EQ(document.outline(), "[A\n#0 1\n#0 fixed]\n[B\n#0 fixed]\n[C\n#0 fixed]\n[D\n#0 2\n#0 fixed]\n");
  EXPECT_EQ(list_numbers(document), "112344");
}

TEST(DocxRules, AListOfACellCountsAnewInEachRowAndANumberOfTheRowCountsOn) {
  const auto rows = [](const std::string& first) {
    return table("<w:tr>" + cell(first) + cell(item("one") + item("two {{e.n}}") + item("below", 1)) + "</w:tr>");
  };
  for (const auto* const data : {R"({"e": [{"n": 1}, {"n": 2}, {"n": 3}]})", R"({"e": [{"n": 1}, {"n": [{"x": 2}]}, {"n": 3}]})"}) {
    FilledDocument document({.body = rows(p("{{e.n}}")), .parts = {}, .relations = {}}, data);
    EXPECT_EQ(list_numbers(document), "111222333");
  }
  FilledDocument numbered({.body = table("<w:tr>" + cell(item("{{e.n}}")) + "</w:tr>"), .parts = {}, .relations = {}}, kTwo);
  EXPECT_EQ(list_numbers(numbered), "11");
}

TEST(DocxRules, AFieldOfMailMergeIsNoToken) {
  const std::string field = "<w:p><w:fldSimple w:instr=\" MERGEFIELD a \">" + run("«a»") + "</w:fldSimple></w:p>";
  EXPECT_EQ(filled(field + p("{{a}}"), kTwo), "«a»\nV\n");
}

}  // namespace
}  // namespace docmill::templating::docx
