#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "templating/pptx_maker.h"
#include "templating/xlsx_maker.h"

// Charts with a workbook of their own, as in Word documents too.

namespace docmill::templating::pptx {
namespace {

using ::testing::HasSubstr;

Maker with_chart(const std::string& more) {
  const std::string reference =
      "<c:cat><c:strRef><c:f>Sheet1!$A$2</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt "
      "idx=\"0\"><c:v>{{s.n}}</c:v></c:pt></c:strCache></c:strRef></c:cat>";
  const std::string body =
      "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
      "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><c:chart><c:title><c:tx><c:rich><a:p>" +
      run("About {{d.n}}") + "</a:p></c:rich></c:tx></c:title><c:plotArea><c:pieChart><c:ser>" + reference +
      "</c:ser></c:pieChart></c:plotArea></c:chart></c:chartSpace>";
  xlsx::MadeBook book;
  book.sheets.emplace_back().cell("A1", "Name").cell("A2", "{{d.s.n}}");
  return {
      .slides = {{.shapes = box(p("{{d.n}}" + more)) + chart("rIdC"), .relations = ooxml::rel("rIdC", "chart", "../charts/chart1.xml")}},
      .parts = {{"ppt/charts/chart1.xml", body},
                {"ppt/charts/_rels/chart1.xml.rels", ooxml::rels_of(ooxml::rel("rId1", "package", "../embeddings/book1.xlsx"))},
                {"ppt/embeddings/book1.xlsx", book.bytes()}},
      .types =
          "<Override PartName=\"/ppt/charts/chart1.xml\" "
          "ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/><Default Extension=\"xlsx\" "
          "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>"};
}

constexpr const char* kCharted = R"({"d": [{"n": "X", "s": [{"n": "a"}, {"n": "b"}]}, {"n": "Y", "s": [{"n": "c"}]}]})";

TEST(PptxCharts, EachCopyOfASlideHasItsChartWithItsWorkbook) {
  FilledShow show(with_chart(""), kCharted);
  EXPECT_EQ(show.outline(), "X\n<chart>\n---\nY\n<chart>\n");
  std::string seen;
  for (const auto& part : show.slides()) {
    const auto charts = show.root(part).select_nodes(".//c:chart");
    ASSERT_EQ(charts.size(), 1U);
    const auto relation = show.package().relationship(part, charts[0].node().attribute("r:id").value());
    ASSERT_TRUE(relation);
    const auto tree = show.root(relation->target);
    seen += tree.select_node(".//a:t").node().text().get() + std::string(" ") + tree.select_node(".//c:f").node().text().get();
    for (const auto& value : tree.select_nodes(".//c:v")) seen += std::string(" ") + value.node().text().get();
    const auto book = show.package().find(relation->target, "package");
    ASSERT_TRUE(book);
    const auto bytes = show.package().bytes(book->target).value();
    auto package = ooxml::Package::open(bytes);
    seen += " / " + xlsx::ReadBook::of(*package)["Sheet1!A2"] + "\n";
  }
  EXPECT_EQ(seen, "About X Sheet1!$A$2:$A$3 a b / a\nAbout Y Sheet1!$A$2 c / c\n");
}

TEST(PptxCharts, AListWithoutItemsShowsNoneAndLeavesTheChartItsCells) {
  FilledShow show(with_chart(""), R"({"d": [{"n": "X", "s": []}]})");
  EXPECT_EQ(show.outline(), "X\n<chart>\n");
  EXPECT_THAT(show.text_of_part("ppt/charts/chart1.xml"),
              HasSubstr("<c:f>Sheet1!$A$2</c:f><c:strCache><c:ptCount val=\"0\"/></c:strCache>"));
}

TEST(PptxCharts, LabelsThatAreTakenFromCellsFollow) {
  auto maker = with_chart("");
  auto& chart = maker.parts[0].second;
  chart.insert(chart.find("</c:ser>"),
               "<c:extLst><c:ext uri=\"{02D57815-91ED-43cb-92C2-25804820EDAC}\" "
               "xmlns:c15=\"http://schemas.microsoft.com/office/drawing/2012/chart\"><c15:datalabelsRange><c15:f>Sheet1!$A$2</c15:f>"
               "<c15:dlblRangeCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{{s.n}}</c:v></c:pt></c15:dlblRangeCache>"
               "</c15:datalabelsRange></c:ext></c:extLst>");
  FilledShow show(maker, kCharted);
  EXPECT_THAT(show.text_of_part("ppt/charts/chart1.xml"),
              HasSubstr("<c15:f>Sheet1!$A$2:$A$3</c15:f><c15:dlblRangeCache><c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>a</c:v></c:pt>"
                        "<c:pt idx=\"1\"><c:v>b</c:v></c:pt></c15:dlblRangeCache>"));
}

TEST(PptxCharts, WhatIsDrawnOverAChartIsFilledForEachCopy) {
  auto maker = with_chart("");
  auto& relations = maker.parts[1].second;
  relations.insert(relations.find("</Relationships>"),
                   ooxml::rel("rId2", "chartUserShapes", "../drawings/drawing1.xml") + ooxml::rel("rId3", "chartStyle", "style1.xml"));
  maker.parts.emplace_back("ppt/charts/style1.xml", "<style/>");
  maker.parts.emplace_back("ppt/drawings/drawing1.xml",
                           "<c:userShapes xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
                           "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:p>" +
                               run("of {{d.n}}") + "</a:p></c:userShapes>");
  FilledShow show(maker, kCharted);
  std::string seen;
  std::set<std::string> styles;
  for (const auto& part : show.slides()) {
    const auto chart = show.package().find(part, "chart");
    ASSERT_TRUE(chart);
    const auto drawing = show.package().find(chart->target, "chartUserShapes");
    const auto style = show.package().find(chart->target, "chartStyle");
    ASSERT_TRUE(drawing && style);
    seen += show.root(drawing->target).select_node(".//a:t").node().text().get() + std::string("; ");
    styles.insert(style->target);
  }
  EXPECT_EQ(seen, "of X; of Y; ");
  EXPECT_EQ(styles.size(), 2U);
}

TEST(PptxCharts, TheChartOfAHiddenSlideGoesWithIt) {
  FilledShow show(with_chart("{{d.n}:hide-block-if(X)}"), kCharted);
  EXPECT_EQ(show.outline(), "Y\n<chart>\n");
  int charts = 0;
  int books = 0;
  for (const auto& part : show.package().parts()) {
    charts += part.starts_with("ppt/charts/") ? 1 : 0;
    books += part.starts_with("ppt/embeddings/") ? 1 : 0;
  }
  EXPECT_EQ(charts, 1);
  EXPECT_EQ(books, 1);
}

}  // namespace
}  // namespace docmill::templating::pptx
