#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/pptx_maker.h"

// Tables that merge and grow sideways, pictures and diagrams.

namespace docmill::templating::pptx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// 1 x 1 pixel, 8 bits of grey.
constexpr std::string_view kGreyDot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
const std::string kSlide1 = "ppt/slides/slide1.xml";

std::string widths_of(FilledShow& show) {
  std::string widths;
  for (const auto& found : show.root(kSlide1).select_nodes(".//a:gridCol"))
    widths += found.node().attribute("w").value() + std::string(" ");
  return widths;
}

TEST(PptxTables, NullsMergeCellsToTheLeftAndUp) {
  EXPECT_EQ(filled(table(row({"{{e.a}}", "{{e.b}:merge-nulls}"})), R"({"e": [{"a": 1, "b": 2}, {"a": 3, "b": null}]})"),
            "[1|2]\n[3{g2}|{h1}]\n");
  EXPECT_EQ(filled(table(row({"{{e.a}:span-nulls}", "{{e.b}}"})),
                   R"({"e": [{"a": 1, "b": 2}, {"a": null, "b": 3}, {"a": null, "b": 4}, {"a": 5, "b": 6}]})"),
            "[1{r3}|2]\n[{v1}|3]\n[{v1}|4]\n[5|6]\n");
}

TEST(PptxTables, CellsOverSeveralRowsStayWholeWhenRowsComeAndGo) {
  const std::string head = "<a:tr h=\"1\">" + cell(p("Group"), "rowSpan=\"2\"") + cell(p("Head")) + "</a:tr>";
  const std::string line = "<a:tr h=\"1\">" + cell("<a:p/>", "vMerge=\"1\"") + cell(p("{{e.a}}")) + "</a:tr>";
  EXPECT_EQ(filled(table(head + line), R"({"e": [{"a": 1}, {"a": 2}]})"), "[Group{r3}|Head]\n[{v1}|1]\n[{v1}|2]\n");
  EXPECT_EQ(filled(table(head + line), R"({"e": []})"), "[Group|Head]\n");
  const std::string origin = "<a:tr h=\"1\">" + cell(p("x{{e.a}}"), "rowSpan=\"2\"") + cell(p("y")) + "</a:tr>";
  const std::string rest = "<a:tr h=\"1\">" + cell("<a:p/>", "vMerge=\"1\"") + cell(p("z")) + "</a:tr>";
  EXPECT_EQ(filled(table(origin + rest), R"({"e": []})"), "[|z]\n");
}

TEST(PptxTables, AGridGrowsRightAndDownAndSharesTheWidth) {
  FilledShow show({.slides = {{.shapes = table(row({"Name", "Values"}) + row({"{{label}}", "{{grid}}"}))}}},
                  R"({"label": "L", "grid": [["a", "b"], ["c"]]})");
  EXPECT_EQ(show.outline(), "[Name|Values{g2}|{h1}]\n[L|a|b]\n[L|c|]\n");
  EXPECT_EQ(widths_of(show), "2000000 1000000 1000000 ");
}

TEST(PptxTables, AGridInEachRowOfOneColumnSharesIt) {
  FilledShow show({.slides = {{.shapes = table(row({"{{e.n}}", "{{e.g}}"}))}}},
                  R"({"e": [{"n": "A", "g": [[1, 2]]}, {"n": "B", "g": [[3, 4, 5, 6]]}, {"n": "C", "g": [[7]]}]})");
  EXPECT_EQ(show.outline(), "[A|1|2{g3}|{h1}|{h1}]\n[B|3|4|5|6]\n[C|7|||]\n");
  EXPECT_EQ(widths_of(show), "2000000 500000 500000 500000 500000 ");
}

TEST(PptxTables, AGridOutsideATableIsItsTextAndAWarning) {
  FilledShow show({.slides = {{.shapes = box(p("{{grid}}"))}}}, R"({"grid": [[1, 2], [3]]})");
  EXPECT_THAT(show.outline(), Not(HasSubstr("{{")));
  EXPECT_EQ(show.context.warnings.list().size(), 1U);
}

std::string with_dot(const std::string& rest) {
  return "{\"a\": \"" + std::string(kGreyDot) + "\"" + rest + "}";
}

TEST(PptxPictures, ThePictureOfAnAlternativeTextIsExchangedInItsFrame) {
  const auto image = ooxml::rel("rIdP", "image", "../media/image1.png");
  FilledShow show(
      {.slides = {{.shapes = picture("{{e.a}:picture}", "rIdP"), .relations = image}}, .parts = {{"ppt/media/image1.png", "old"}}},
      "{\"e\": [{\"a\": \"" + std::string(kGreyDot) + "\"}, {\"a\": \"no picture\"}]}");
  EXPECT_EQ(show.outline(), "<picture >\n---\n<picture >\n");
  const auto parts = show.slides();
  const auto shown = [&](const std::string& part) {
    const auto blip = show.root(part).select_node(".//a:blip").node();
    return show.package().bytes(show.package().relationship(part, blip.attribute("r:embed").value())->target).value();
  };
  EXPECT_THAT(shown(parts.at(0)), HasSubstr("PNG"));
  EXPECT_EQ(shown(parts.at(1)), "old");
  EXPECT_EQ(show.root(parts[0]).select_node(".//p:pic//a:ext").node().attribute("cx").as_int(), 500'000);
  EXPECT_EQ(show.context.warnings.list().size(), 1U);
}

TEST(PptxPictures, APictureThatNobodyShowsAnyMoreGoes) {
  const auto image = ooxml::rel("rIdP", "image", "../media/image1.png");
  FilledShow show(
      {.slides = {{.shapes = picture("{{a}:picture}", "rIdP"), .relations = image}}, .parts = {{"ppt/media/image1.png", "old"}}},
      with_dot(""));
  EXPECT_FALSE(show.package().relationship(kSlide1, "rIdP"));
  EXPECT_FALSE(show.package().has("ppt/media/image1.png"));
  EXPECT_TRUE(show.package().has("ppt/media/image2.png"));
}

TEST(PptxPictures, AlternativeTextThatIsNoPictureIsText) {
  const auto image = ooxml::rel("rIdP", "image", "../media/image1.png");
  FilledShow show(
      {.slides = {{.shapes = picture("Logo of {{n}}", "rIdP"), .relations = image}}, .parts = {{"ppt/media/image1.png", "old"}}},
      R"({"n": "<us>"})");
  EXPECT_EQ(show.outline(), "<picture Logo of <us>>\n");
}

TEST(PptxPictures, APictureInTextStandsOverItsBox) {
  FilledShow show({.slides = {{.shapes = box(p("x{{a}:picture(20,10)}{{a}:picture}"))}}}, with_dot(""));
  EXPECT_EQ(show.outline(), "x\n<picture >\n<picture >\n");
  const auto pictures = show.root(kSlide1).select_nodes(".//p:pic//a:xfrm");
  std::string frames;
  for (const auto& found : pictures) {
    frames += found.node().child("a:off").attribute("x").value() + std::string(",") + found.node().child("a:off").attribute("y").value() +
              " " + found.node().child("a:ext").attribute("cx").value() + "x" + found.node().child("a:ext").attribute("cy").value() + "; ";
  }
  EXPECT_EQ(frames, "1281940,2045720 9525x9525; 1091440,2045720 190500x95250; ");
}

TEST(PptxPictures, ACodeInACellStandsOverTheCell) {
  FilledShow show({.slides = {{.shapes = table(row({"{{e.n}}", "{{e.n}:qrcode(1)}"}))}}}, R"({"e": [{"n": "one"}, {"n": "two"}]})");
  EXPECT_EQ(show.outline(), "[one|]\n[two|]\n<picture >\n<picture >\n");
  std::string places;
  for (const auto& found : show.root(kSlide1).select_nodes(".//p:pic//a:off")) {
    places += found.node().attribute("x").value() + std::string(",") + found.node().attribute("y").value() + " ";
  }
  EXPECT_EQ(places, "3091440,3416560 3091440,3045720 ");
  EXPECT_EQ(show.root(kSlide1).select_nodes(".//p:cNvPr[@id='6']").size(), 1U);
}

TEST(PptxDiagrams, TextsOfDiagramsAreFilledForEachCopy) {
  const std::string dgm = "http://schemas.openxmlformats.org/drawingml/2006/diagram";
  const std::string a = " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";
  const std::string data = "<dgm:dataModel xmlns:dgm=\"" + dgm + "\"" + a + "><dgm:t>" + split({"{{r", ".n}}"}) +
                           "</dgm:t><dgm:extLst><a:ext uri=\"x\"><dsp:dataModelExt "
                           "xmlns:dsp=\"http://schemas.microsoft.com/office/drawing/2008/diagram\" relId=\"rIdW\"/></a:ext></dgm:extLst>"
                           "</dgm:dataModel>";
  const std::string drawing =
      "<dsp:drawing xmlns:dsp=\"http://schemas.microsoft.com/office/drawing/2008/diagram\"" + a + ">" + p("{{r.n}}") + "</dsp:drawing>";
  FilledShow show({.slides = {{.shapes = box(p("{{r.n}}")) + frame("<dgm:relIds xmlns:dgm=\"" + dgm + "\" r:dm=\"rIdD\"/>", "diagram", 6),
                               .relations = ooxml::rel("rIdD", "diagramData", "../diagrams/data1.xml") +
                                            ooxml::rel("rIdW", "diagramDrawing", "../diagrams/drawing1.xml")}},
                   .parts = {{"ppt/diagrams/data1.xml", data}, {"ppt/diagrams/drawing1.xml", drawing}}},
                  R"({"r": [{"n": "A"}, {"n": "B"}]})");
  ASSERT_TRUE(show.result) << show.result.error().describe();
  std::string seen;
  for (const auto& part : show.slides()) {
    for (const auto* id : {"rIdD", "rIdW"}) {
      for (const auto& text : show.root(show.package().relationship(part, id)->target).select_nodes(".//a:t"))
        seen += text.node().text().get();
    }
    seen += "\n";
  }
  EXPECT_EQ(seen, "AA\nBB\n");
}

TEST(PptxDiagrams, TheirTokensAreListedWithoutData) {
  const std::string dgm = "http://schemas.openxmlformats.org/drawingml/2006/diagram";
  const std::string data = "<dgm:dataModel xmlns:dgm=\"" + dgm +
                           "\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><dgm:t>" + split({"{{r", ".n}}"}) +
                           "</dgm:t></dgm:dataModel>";
  const Maker made{.slides = {{.shapes = frame("<dgm:relIds xmlns:dgm=\"" + dgm + "\" r:dm=\"rIdD\"/>", "diagram", 6),
                               .relations = ooxml::rel("rIdD", "diagramData", "../diagrams/data1.xml")}},
                   .parts = {{"ppt/diagrams/data1.xml", data}}};
  const auto bytes = made.bytes();
  auto package = ooxml::Package::open(bytes);
  Context context;
  Findings findings;
  ASSERT_TRUE(look_at(*package, context, findings));
  ASSERT_EQ(findings.tokens().size(), 1U);
  EXPECT_EQ(findings.tokens()[0].where.with(findings.tokens()[0].token.source), "ppt/diagrams/data1.xml, diagram, {{r.n}}");
}

}  // namespace
}  // namespace docmill::templating::pptx
