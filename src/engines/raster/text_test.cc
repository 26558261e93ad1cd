#include "engines/raster/raster_fixture.h"
#include "pdf/pdf_maker.h"

namespace docmill::engines::raster {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::string body_of(const std::string& html) {
  const auto from = html.find("<body>\n") + 7;
  return html.substr(from, html.find("</body>") - from);
}

TEST_F(RasterEngineTest, EachPageOfTextEndsWithAFormFeed) {
  const auto pdf = documents::Maker({"one", "two", "three"}).bytes();
  EXPECT_EQ(text(pdf), "one\n\n\ftwo\n\n\fthree\n\n\f");
  EXPECT_EQ(text(pdf, {{"Pages", "3;1"}}), "three\n\n\fone\n\n\f");
  const auto got = good("pdf-to-text", {pdf}, {{"StartPage", "2"}, {"EndPage", "2"}});
  ASSERT_EQ(got.outputs.size(), 1u);
  EXPECT_EQ(got.outputs[0].extension, "txt");
  EXPECT_EQ(bytes_of(got), "two\n\n\f");
  EXPECT_EQ(got.pages, 1u);
}

TEST_F(RasterEngineTest, TextIsUtf8InEveryScript) {
  const auto pdf = Sheet()
                       .page(say("caf\\351 na\\357ve \\200", 10, 80))
                       .page("BT /F4 12 Tf 10 50 Td <4E2D65870041> Tj ET")
                       .page(say("x e", 10, 50, "F3"))
                       .bytes();
  EXPECT_THAT(text(pdf, {{"Pages", "1"}}), HasSubstr("café naïve €"));
  EXPECT_THAT(text(pdf, {{"Pages", "2"}}), HasSubstr("中文A"));
  EXPECT_THAT(text(pdf, {{"Pages", "3"}}), HasSubstr("😀"));
  const auto html = text(pdf, {{"ResultType", "HTML"}});
  for (const auto* part : {"café naïve €", "中文A", "😀"}) EXPECT_THAT(html, HasSubstr(part));
}

TEST_F(RasterEngineTest, HebrewIsReadFromTheRight) {
  const auto pdf = Sheet().page(say("dcba 12 dcba", 10, 50, "F3")).bytes();  // as it stands on the page, from the left
  EXPECT_THAT(text(pdf), HasSubstr("שלום"));
  EXPECT_THAT(text(pdf, {{"ResultType", "HTML"}}), HasSubstr("<p dir=\"rtl\">שלום 12 שלום</p>"));
}

TEST_F(RasterEngineTest, TextOfTurnedAndCroppedPagesIsAllThere) {
  const auto words = say("upper", 400, 90) + say("lower", 10, 10);
  const auto pdf = Sheet()
                       .page(words, 500, 100, "/Rotate 90")
                       .page(words, 500, 100, "/Rotate 270")
                       .page(words, 500, 100, "/CropBox [5 5 500 100]")
                       .bytes();
  for (const auto* page : {"1", "2", "3"}) {
    for (const auto* layout : {"Raw", "Physical", "Reading"}) {
      const auto found = text(pdf, {{"Pages", page}, {"Layout", layout}});
      EXPECT_THAT(found, HasSubstr("upper")) << page << layout;
      EXPECT_THAT(found, HasSubstr("lower")) << page << layout;
    }
  }
}

TEST_F(RasterEngineTest, TheLayoutIsKeptOrReadAsAsked) {
  std::string columns;
  for (int row = 0; row < 3; ++row) {
    columns += say("left" + std::to_string(row) + " words of it", 10, 90 - 14 * row);
    columns += say("right" + std::to_string(row) + " words of it", 210, 90 - 14 * row);
  }
  const auto pdf = Sheet().page(columns, 400, 120).bytes();
  EXPECT_THAT(text(pdf, {{"Layout", "Physical"}}), testing::ContainsRegex("left0 words of it   +right0 words of it\n"));
  const auto reading = text(pdf);
  EXPECT_LT(reading.find("left2"), reading.find("right0"));
  const auto raw = text(pdf, {{"Layout", "Raw"}});
  EXPECT_LT(raw.find("right0"), raw.find("left2"));
}

TEST_F(RasterEngineTest, HtmlHasAPageInEachDivAndAParagraphInEachP) {
  const auto first = say("A paragraph runs on", 20, 250) + say("for two lines.", 20, 236) + say("The next one.", 20, 200) +
                     say("Large", 20, 150, "F2", 30);
  const auto pdf = Sheet().title("A & <B>").page(first, 300, 300).page("").page(say("last", 10, 50)).bytes();
  const auto got = good("pdf-to-text", {pdf}, {{"ResultType", "HTML"}});
  ASSERT_EQ(got.outputs.size(), 1u);
  EXPECT_EQ(got.outputs[0].extension, "html");
  const auto html = bytes_of(got);
  EXPECT_THAT(html, testing::StartsWith("<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\""));
  EXPECT_THAT(html, HasSubstr("<title>A &amp; &lt;B&gt;</title>"));
  EXPECT_THAT(html, HasSubstr("charset=UTF-8"));
  EXPECT_EQ(body_of(html),
            "<div style=\"page-break-after:always\">\n"
            "<p>A paragraph runs on\nfor two lines.</p>\n<p>The next one.</p>\n<p><b>Large</b></p>\n</div>\n"
            "<div style=\"page-break-after:always\">\n</div>\n"
            "<div style=\"page-break-after:always\">\n<p>last</p>\n</div>\n");
}

TEST_F(RasterEngineTest, BoldWordsAreMarkedAndMarkUpIsEscaped) {
  const auto line = "BT 20 250 Td /F1 12 Tf (plain ) Tj /F2 12 Tf (bold words ) Tj /F1 12 Tf (a<b & \"c\">d </p><script>) Tj ET\n" +
                    say("f", 20, 200, "F3");
  const auto html = text(Sheet().page(line, 400, 300).bytes(), {{"ResultType", "HTML"}});
  EXPECT_THAT(html, HasSubstr("plain <b>bold words</b> a&lt;b &amp; &quot;c&quot;&gt;d &lt;/p&gt;&lt;script&gt;"));
  EXPECT_THAT(html, HasSubstr("<p>&amp;</p>"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_EQ(count_of(html, "<p>"), count_of(html, "</p>"));
}

}  // namespace
}  // namespace docmill::engines::raster
