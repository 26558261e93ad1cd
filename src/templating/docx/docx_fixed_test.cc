#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/docx_maker.h"

// `fixed`: the rows and items of the template are filled, none are added.

namespace docmill::templating::docx {
namespace {

using ::testing::HasSubstr;

const std::string kThree = R"({"e": [{"n": "A", "x": 1}, {"n": "B", "x": 2}, {"n": "C", "x": 3}], "none": []})";

TEST(DocxFixed, RowsWithTheSameTokensTakeOneItemEachAndTheRestIsBlank) {
  const auto line = row({"{{e.n}:fixed}", "{{e.x}}"});
  EXPECT_EQ(filled(table(row({"Name", "X"}) + line + line + line + line + line + row({"end", ""})), kThree),
            "[Name|X]\n[A|1]\n[B|2]\n[C|3]\n[|]\n[|]\n[end|]\n");
}

TEST(DocxFixed, EmptyRowsBelowMakeRoomForCopies) {
  const auto rows =
      row({"Name", "X"}) + row({"{{e.n}:fixed}", "{{e.x}}"}) + row({"", ""}) + row({"", " "}) + row({"", ""}) + row({"end", ""});
  EXPECT_EQ(filled(table(rows), kThree), "[Name|X]\n[A|1]\n[B|2]\n[C|3]\n[|]\n[end|]\n");
}

TEST(DocxFixed, WhatHasNoRoomIsLeftOutWithAWarning) {
  FilledDocument document(
      {.body = table(row({"{{e.n}:fixed}", "{{e.x}}"}) + row({"", ""}) + row({"end", ""})), .parts = {}, .relations = {}}, kThree);
  EXPECT_EQ(document.outline(), "[A|1]\n[B|2]\n[end|]\n");
  ASSERT_EQ(document.context.warnings.list().size(), 1U);
  EXPECT_THAT(document.context.warnings.list()[0].message, HasSubstr("3 items but room for 2"));
}

TEST(DocxFixed, NoItemsLeaveTheRowsBlank) {
  EXPECT_EQ(filled(table(row({"{{none.n}:fixed}", "x"}) + row({"", ""})), kThree), "[|x]\n[|]\n");
}

TEST(DocxFixed, RoundsOfSeveralRowsAndItemsOfAList) {
  const auto round = row({"{{e.n}:fixed}"}) + row({"{{e.x}}"});
  EXPECT_EQ(filled(table(round + round, 1), kThree), "[A]\n[1]\n[B]\n[2]\n");
  EXPECT_EQ(filled(item("{{e.n}:fixed}") + item("{{e.n}:fixed}") + item("{{e.n}:fixed}") + item("{{e.n}:fixed}") + p("end"), kThree),
            "#0 A\n#0 B\n#0 C\n#0 \nend\n");
}

TEST(DocxFixed, InsideOfARepeatedRowItIsCountedForEach) {
  const auto inner = table(row({"{{g.e.n}:fixed}"}) + row({""}), 1);
  EXPECT_EQ(filled(table("<w:tr>" + cell(p("{{g.n}}") + inner + "<w:p/>") + "</w:tr>", 1),
                   R"({"g": [{"n": "1", "e": [{"n": "a"}, {"n": "b"}]}, {"n": "2", "e": [{"n": "c"}]}]})"),
            "[1\n[a]\n[b]\n]\n[2\n[c]\n[]\n]\n");
}

}  // namespace
}  // namespace docmill::templating::docx
