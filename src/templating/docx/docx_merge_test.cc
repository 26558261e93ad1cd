#include <gtest/gtest.h>

#include "templating/docx_maker.h"

// merge-nulls and span-nulls in each other's company, in grids, beside cells that are merged already.

namespace docmill::templating::docx {
namespace {

/// Cells of the first table's rows: their text, "+2" for a span, "^" where a cell goes on from the one above, "v" where it begins one.
std::string merged(const std::string& body, std::string_view json) {
  FilledDocument document({.body = body, .parts = {}, .relations = {}}, json);
  if (!document.result) return document.result.error().message();
  std::string out;
  for (const auto row : document.root().child("w:body").child("w:tbl").children("w:tr")) {
    out += "[";
    for (const auto cell : row.children("w:tc")) {
      const auto properties = cell.child("w:tcPr");
      auto inner = outline_of(cell);
      if (!inner.empty()) inner.pop_back();
      if (cell != row.child("w:tc")) out += "|";
      out += inner;
      if (const auto span = properties.child("w:gridSpan")) out += std::string("+") + span.attribute("w:val").value();
      if (const auto merge = properties.child("w:vMerge")) out += merge.attribute("w:val") ? "v" : "^";
    }
    out += "]";
  }
  return out;
}

TEST(DocxMerge, SeveralNullsInARowAreOneCellWithTheirNeighbour) {
  EXPECT_EQ(merged(table(row({"{{e.a}:merge-nulls}", "{{e.b}:merge-nulls}", "{{e.c}:merge-nulls}", "x"}), 4),
                   R"({"e": [{"a": 1, "b": null, "c": null}, {"a": null, "b": 2, "c": null}, {"a": null, "b": null, "c": null}]})"),
            "[1+3|x][|2+2|x][+3|x]");
}

TEST(DocxMerge, CellsThatGoOnFromTheOneAboveAreAsWideAsThat) {
  const auto line = row({"{{e.a}:span-nulls}", "{{e.b}:merge-nulls}", "{{e.c}:span-nulls}"});
  EXPECT_EQ(merged(table(line, 3), R"({"e": [{"a": 1, "b": 2, "c": 3}, {"a": null, "b": 4, "c": null}, {"a": null, "b": 5, "c": 6}]})"),
            "[1v|2|3v][^|4|^][^|5|6]");
  EXPECT_EQ(merged(table(line, 3), R"({"e": [{"a": 1, "b": null, "c": 3}, {"a": null, "b": null, "c": null}]})"), "[1+2v|3v][+2^|^]");
  EXPECT_EQ(merged(table(line, 3), R"({"e": [{"a": 1, "b": 2, "c": 3}, {"a": null, "b": null, "c": 4}]})"), "[1|2|3][+2|4]")
      << "a wider cell cannot go on from a narrower one";
}

TEST(DocxMerge, NullsOfAGridAreMergedAsItsTokenSays) {
  EXPECT_EQ(merged(table(row({"{{g}:merge-nulls}"}), 1), R"({"g": [["a", null, "b"], ["c", "d", null]]})"), "[a+2|b][c|d+2]");
  EXPECT_EQ(merged(table(row({"{{g}:span-nulls}"}), 1), R"({"g": [["a", "b"], [null, "c"], [null, null]]})"), "[av|b][^|cv][^|^]");
}

TEST(DocxMerge, TextBesideANullStaysWhereItSpans) {
  EXPECT_EQ(merged(table(row({"No {{e.a}:span-nulls}", "{{e.b}}"})), R"({"e": [{"a": 1, "b": "x"}, {"a": null, "b": "y"}]})"),
            "[No 1v|x][No ^|y]");
}

}  // namespace
}  // namespace docmill::templating::docx
