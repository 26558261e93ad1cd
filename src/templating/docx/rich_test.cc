#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "templating/docx_maker.h"

// {{x}:html}: what HTML of the data becomes in a document.

namespace docmill::templating::docx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kRedDot =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

std::string as_json(const std::string& html) {
  std::string text = R"({"h": ")";
  for (const char c : html) {
    if (c == '"' || c == '\\') text += '\\';
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c;
    }
  }
  return text + R"("})";
}

/// A document with this body, {{h}:html} being this HTML.
FilledDocument with_html(const std::string& html, const std::string& body = p("{{h}:html}"), ooxml::Entries parts = {},
                         const std::string& relations = {}) {
  return {{.body = body, .parts = std::move(parts), .relations = relations}, as_json(html)};
}

std::string outline_with(const std::string& html, const std::string& body = p("{{h}:html}")) {
  auto document = with_html(html, body);
  return document.result ? document.outline() : "error: " + document.result.error().message();
}

/// The properties of the run that says this, as XML without blanks of its own.
std::string run_saying(FilledDocument& document, const std::string& text) {
  const auto run = document.root().find_node(
      [&](pugi::xml_node node) { return std::string_view(node.name()) == "w:r" && text == node.child("w:t").text().get(); });
  std::ostringstream out;
  run.child("w:rPr").print(out, "", pugi::format_raw);
  return out.str();
}

pugi::xml_node paragraph_saying(FilledDocument& document, const std::string& text) {
  return document.root().find_node([&](pugi::xml_node node) { return std::string_view(node.name()) == "w:p" && line_of(node) == text; });
}

TEST(DocxRich, ParagraphsTakeThePlaceOfTheirTokensParagraph) {
  EXPECT_EQ(outline_with("<p>one</p><p>two<br>three</p>", p("before") + p("{{h}:html}") + p("after")), "before\none\ntwo/three\nafter\n");
}

TEST(DocxRich, WithinTextBlocksAreLines) {
  EXPECT_EQ(outline_with("<p>one <b>two</b></p><ul><li>a</li><li>b</li></ul>", p("see {{h}:html} there")), "see one two/• a/• b there\n");
}

TEST(DocxRich, BothDialectsHaveIt) {
  FilledDocument document({.body = p("{{h|html}}"), .parts = {}, .relations = {}}, as_json("<p>a</p><p>b</p>"), Dialect::Modern);
  EXPECT_EQ(document.outline(), "a\nb\n");
}

TEST(DocxRich, LooksBecomePropertiesOfRuns) {
  auto document = with_html(
      "<b>b</b><i>i</i><u>u</u><s>s</s>x<sub>low</sub><sup>high</sup><span style='color:#f00;background:yellow;font-size:14pt;"
      "font-family:\"Fira Sans\",serif'>all</span><code>code</code>");
  EXPECT_EQ(run_saying(document, "b"), "<w:rPr><w:b/></w:rPr>");
  EXPECT_EQ(run_saying(document, "i"), "<w:rPr><w:i/></w:rPr>");
  EXPECT_EQ(run_saying(document, "u"), R"(<w:rPr><w:u w:val="single"/></w:rPr>)");
  EXPECT_EQ(run_saying(document, "s"), "<w:rPr><w:strike/></w:rPr>");
  EXPECT_EQ(run_saying(document, "low"), R"(<w:rPr><w:vertAlign w:val="subscript"/></w:rPr>)");
  EXPECT_EQ(run_saying(document, "high"), R"(<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>)");
  EXPECT_EQ(run_saying(document, "all"),
            R"(<w:rPr><w:rFonts w:ascii="Fira Sans" w:hAnsi="Fira Sans" w:cs="Fira Sans"/><w:color w:val="FF0000"/><w:sz w:val="28"/>)"
            R"(<w:szCs w:val="28"/><w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/></w:rPr>)");
  EXPECT_THAT(run_saying(document, "code"), HasSubstr("Courier New"));
}

TEST(DocxRich, TheTokensOwnLookIsTheBase) {
  const auto body =
      R"(<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val="00FF00"/></w:rPr><w:t>{{h}:html}</w:t></w:r></w:p>)";
  auto document = with_html("<p>x<span style='font-weight:normal'>thin</span></p><p style='text-align:right'>y</p>", body);
  EXPECT_EQ(run_saying(document, "x"), R"(<w:rPr><w:b/><w:color w:val="00FF00"/></w:rPr>)");
  EXPECT_EQ(run_saying(document, "thin"), R"(<w:rPr><w:b w:val="0"/><w:color w:val="00FF00"/></w:rPr>)");
  EXPECT_EQ(std::string(paragraph_saying(document, "xthin").child("w:pPr").child("w:jc").attribute("w:val").value()), "center");
  EXPECT_EQ(std::string(paragraph_saying(document, "y").child("w:pPr").child("w:jc").attribute("w:val").value()), "right");
}

TEST(DocxRich, WhatIsReadFromTheRightBeginsThere) {
  auto document = with_html(
      "<p dir=rtl>שלום<b>עולם</b></p><div style='direction:rtl;text-align:left'>סוף</div><p dir=rtl align=right>ימין</p>"
      "<p>plain <span dir=rtl>מילה</span></p><div dir=rtl><p dir=ltr>back</p></div>"
      "<table dir=rtl><tr><td>א</td><td>ב</td></tr></table>");
  const auto properties = [&](const std::string& text) { return paragraph_saying(document, text).child("w:pPr"); };
  EXPECT_TRUE(properties("שלוםעולם").child("w:bidi"));
  EXPECT_FALSE(properties("שלוםעולם").child("w:jc"));
  EXPECT_EQ(run_saying(document, "שלום"), "<w:rPr><w:rtl/></w:rPr>");
  EXPECT_EQ(run_saying(document, "עולם"), "<w:rPr><w:b/><w:bCs/><w:rtl/></w:rPr>");
  EXPECT_EQ(std::string(properties("סוף").child("w:jc").attribute("w:val").value()), "right");
  EXPECT_EQ(std::string(properties("ימין").child("w:jc").attribute("w:val").value()), "left");
  EXPECT_FALSE(properties("plain מילה").child("w:bidi"));
  EXPECT_EQ(run_saying(document, "מילה"), "<w:rPr><w:rtl/></w:rPr>");
  EXPECT_EQ(std::string(properties("back").child("w:bidi").attribute("w:val").value()), "0");
  EXPECT_TRUE(document.root().child("w:body").child("w:tbl").child("w:tblPr").child("w:bidiVisual"));
  EXPECT_TRUE(properties("א").child("w:bidi"));
}

TEST(DocxRich, HeadingsWearTheTemplatesStyles) {
  const auto styles = "<w:styles " + std::string(kSpaces) +
                      R"(><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>)";
  auto document = with_html("<h1>first</h1><h2>second</h2>", p("{{h}:html}"), {{"word/styles.xml", styles}},
                            ooxml::rel("rIdS", "styles", "styles.xml"));
  EXPECT_EQ(std::string(paragraph_saying(document, "first").child("w:pPr").child("w:pStyle").attribute("w:val").value()), "berschrift1");
  const auto second = paragraph_saying(document, "second");
  EXPECT_EQ(std::string(second.child("w:pPr").child("w:outlineLvl").attribute("w:val").value()), "1");
  EXPECT_THAT(run_saying(document, "second"), StartsWith("<w:rPr><w:b/><w:sz "));
}

TEST(DocxRich, ListsHaveNumberingsOfTheirOwn) {
  auto document = with_html("<ol start=3000><li>a<ul><li>b</li></ul></li><li>c<p>more</p></li></ol><ol><li>d</li></ol>");
  EXPECT_EQ(document.outline(), "#0 a\n#1 b\n#0 c\nmore\n#0 d\n");
  const auto number = [&](const std::string& text) {
    return std::string(paragraph_saying(document, text).child("w:pPr").child("w:numPr").child("w:numId").attribute("w:val").value());
  };
  EXPECT_EQ(number("#0 a"), number("#0 c"));
  EXPECT_NE(number("#0 a"), number("#0 d")) << "it counts from the start";
  EXPECT_NE(number("#0 a"), "1") << "that is the template's";
  EXPECT_EQ(paragraph_saying(document, "more").child("w:pPr").child("w:ind").attribute("w:left").as_int(), 720);
  const auto numbering = document.text_of_part("word/numbering.xml");
  EXPECT_THAT(numbering, HasSubstr(R"(<w:startOverride w:val="3000"/>)"));
  EXPECT_LT(numbering.rfind("<w:abstractNum "), numbering.find("<w:num ")) << "what the schema wants first";
}

TEST(DocxRich, AnItemOfATemplatesListKeepsItsNumberOnce) {
  EXPECT_EQ(outline_with("<p>one</p><p>two</p><ul><li>x</li></ul>", item("{{h}:html}")), "#0 one\n# two\n#1 x\n");
}

TEST(DocxRich, TablesHaveTheirSpansAndEndWithAParagraph) {
  auto document =
      with_html("<table border=1><thead><tr><th>h1<th>h2<th>h3</thead><tr><td rowspan=2>r<td colspan=2>c<tr><td>x<td>y</table>");
  EXPECT_EQ(document.outline(), "[h1|h2|h3]\n[r|c]\n[|x|y]\n\n");
  const auto table = document.root().child("w:body").child("w:tbl");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_THAT(text, HasSubstr(R"(<w:gridSpan w:val="2"/>)"));
  EXPECT_THAT(text, HasSubstr(R"(<w:vMerge w:val="restart"/>)"));
  EXPECT_THAT(text, HasSubstr("<w:vMerge/>"));
  EXPECT_TRUE(table.child("w:tr").child("w:trPr").child("w:tblHeader"));
  EXPECT_EQ(std::distance(table.child("w:tblGrid").begin(), table.child("w:tblGrid").end()), 3);
  EXPECT_EQ(std::string(table.child("w:tblPr").child("w:tblBorders").child("w:insideV").attribute("w:val").value()), "single");
}

TEST(DocxRich, ATableWithoutABorderHasNone) {
  auto document = with_html("<table><tr><td style='border:2px solid #ccc'>a</table>");
  const auto table = document.root().child("w:body").child("w:tbl");
  EXPECT_EQ(std::string(table.child("w:tblPr").child("w:tblBorders").child("w:top").attribute("w:val").value()), "nil");
  const auto line = table.child("w:tr").child("w:tc").child("w:tcPr").child("w:tcBorders").child("w:top");
  EXPECT_EQ(std::string(line.attribute("w:color").value()), "CCCCCC");
  EXPECT_EQ(line.attribute("w:sz").as_int(), 12);
}

TEST(DocxRich, LinksLeadToAddressesOnly) {
  auto document =
      with_html("<a href='https://example.com/a b'>go</a> <a href='java&#10;script:alert(1)'>run</a> <a href='#there'>jump</a>");
  const auto relations = document.text_of_part("word/_rels/document.xml.rels");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_EQ(document.outline(), "go run jump\n");
  ASSERT_TRUE(document.package().find("word/document.xml", "hyperlink"));
  EXPECT_EQ(document.package().find("word/document.xml", "hyperlink")->target, "https://example.com/a%20b");
  EXPECT_THAT(text, HasSubstr(R"(w:anchor="there")"));
  EXPECT_THAT(text, Not(HasSubstr("alert")));
  ASSERT_EQ(document.context.warnings.list().size(), 1U);
  EXPECT_EQ(document.context.warnings.list()[0].token, "{{h}:html}");
}

TEST(DocxRich, PicturesStandInTheText) {
  auto document = with_html("<p>a<img src='" + std::string(kRedDot) + "' width=40 height=20 alt='a dot'>b</p>");
  EXPECT_EQ(document.outline(), "a<picture>b\n");
  const auto extent = document.root().find_node([](pugi::xml_node node) { return std::string_view(node.name()) == "wp:extent"; });
  EXPECT_EQ(extent.attribute("cx").as_int(), 40 * 9525);
  EXPECT_EQ(extent.attribute("cy").as_int(), 20 * 9525);
  EXPECT_EQ(std::string(extent.parent().child("wp:docPr").attribute("descr").value()), "a dot");
  EXPECT_NE(extent.parent().child("wp:docPr").attribute("id").as_int(), 0);
}

TEST(DocxRich, APictureIsNoWiderThanItsPage) {
  auto document = with_html("<img src='" + std::string(kRedDot) + "' width=2000 height=1000>");
  const auto extent = document.root().find_node([](pugi::xml_node node) { return std::string_view(node.name()) == "wp:extent"; });
  EXPECT_EQ(extent.attribute("cx").as_int(), 9360 * 635);
  EXPECT_EQ(extent.attribute("cy").as_int(), 9360 * 635 / 2);
}

TEST(DocxRich, APictureThatIsNotThereIsItsDescription) {
  auto document = with_html("<p>a<img src='https://example.com/x.png' alt='logo'></p>");
  EXPECT_EQ(document.outline(), "alogo\n");
  EXPECT_FALSE(document.context.warnings.empty());
}

TEST(DocxRich, QuotesRulesAndPreformattedText) {
  auto document = with_html("<blockquote>said</blockquote><hr><pre>a  b\n c</pre>");
  EXPECT_EQ(document.outline(), "said\n\na  b/ c\n");
  EXPECT_EQ(paragraph_saying(document, "said").child("w:pPr").child("w:ind").attribute("w:left").as_int(), 720);
  EXPECT_TRUE(paragraph_saying(document, "").child("w:pPr").child("w:pBdr").child("w:bottom"));
}

TEST(DocxRich, WhatRunsOrLoadsIsLeftOut) {
  EXPECT_EQ(outline_with("<script>alert(1)</script><style>p{}</style><p>a<iframe src=x>b</iframe></p><p style='display:none'>c</p>"
                         "<svg><text>d</text></svg><!-- e --><input value=f><p>g\x01h</p>"),
            "a\ngh\n");
}

TEST(DocxRich, EntitiesAndBrokenMarkupAreReadAsBrowsersDo) {
  EXPECT_EQ(outline_with("<p>a &amp; b &lt;c&gt; &euro;&nbsp;5<p>d<b>e<i>f</b>g"),
            "a & b <c> €\u00A0"
            "5\ndefg\n");
}

TEST(DocxRich, PlainTextIsOneParagraph) {
  EXPECT_EQ(outline_with("just text\nover lines"), "just text over lines\n");
}

TEST(DocxRich, NothingLeavesAnEmptyParagraph) {
  EXPECT_EQ(outline_with("<p></p>"), "\n");
  EXPECT_EQ(outline_with(""), "\n");
}

TEST(DocxRich, RowsRepeatWithContentInTheirCells) {
  FilledDocument document({.body = table(row({"{{e.n}}", "{{e.h}:html}"})), .parts = {}, .relations = {}},
                          R"({"e": [{"n": "A", "h": "<p>1</p><p>2</p>"}, {"n": "B", "h": "<table border=1><tr><td>x</table>"}]})");
  EXPECT_EQ(document.outline(), "[A|1\n2]\n[B|[x]\n]\n");
}

TEST(DocxRich, SectionsKeepTheirEnds) {
  const auto body = "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"1000\"/></w:sectPr></w:pPr>" + run("{{h}:html}") + "</w:p>" + p("next");
  EXPECT_EQ(outline_with("<p>a</p><p>b</p>", body), "a\nb\n---\nnext\n");
  EXPECT_EQ(outline_with("<table><tr><td>a</table>", body), "[a]\n\n---\nnext\n");
}

TEST(DocxRich, BookmarksAroundATokenStay) {
  const auto body = R"(<w:p><w:bookmarkStart w:id="1" w:name="here"/>)" + run("{{h}:html}") + R"(<w:bookmarkEnd w:id="1"/></w:p>)";
  auto document = with_html("<p>a</p>", body);
  EXPECT_THAT(document.text_of_part("word/document.xml"), HasSubstr("w:name=\"here\""));
  EXPECT_EQ(document.outline(), "a\n");
}

TEST(DocxRich, AllOfItTogether) {
  const std::string html =
      "<h1>Offer 27</h1><p style='text-align:justify'>Dear <b>Ms. <i>Keller</i></b>, as <u>agreed</u> on the phone we <s>ask</s> offer "
      "H<sub>2</sub>O at "
      "10 m<sup>3</sup>, in <span style='color:#c00;font-size:16pt'>large red</span>, <mark>marked</mark>, <code>code</code> and "
      "<a href='https://example.com/'>linked</a>.</p><h2>What you "
      "get</h2><ul><li>first<ol><li>one</li><li>two</li></ol></li><li>second<p>goes "
      "on</p></li></ul><ol type=a><li>alpha</li><li>beta</li></ol><blockquote>said by others</blockquote><hr>"
      "<table border=1 width='100%'><thead><tr style='background:#ddeeff'><th>Item</th><th>Price</th><th>Sum</th></tr></thead><tr><td "
      "rowspan=2>Water</td><td>1 €</td><td align=right>2 €</td></tr><tr><td colspan=2>free of charge</td></tr></table><p>in between <img "
      "src='" +
      std::string(kRedDot) +
      "' width=60 height=30 alt='dot'> text</p><table style='border:1px solid green'><tr><td>no lines</td><td "
      "style='border:2px solid red;background:#ffd'>red</td></tr></table><pre>int main() {\n  return 0;\n}</pre><h3>End</h3>";
  auto document = with_html(html, p("before") + p("{{h}:html}") + p("within: {{h}:html} :end"));
  EXPECT_THAT(document.outline(), StartsWith("before\nOffer 27\nDear Ms. Keller, as agreed on the phone we ask offer H2O at 10 m3"));
  EXPECT_THAT(document.outline(), HasSubstr("#0 first\n#1 one\n#1 two\n#0 second\ngoes on\n#0 alpha\n#0 beta\n"));
  EXPECT_TRUE(document.context.warnings.empty());
}

TEST(DocxRich, ManyColumnsAndDeepTreesAreBounded) {
  std::string wide = "<table><tr>";
  for (int i = 0; i < 500; ++i) wide += "<td>x";
  auto document = with_html(wide + "</table>");
  EXPECT_FALSE(document.context.warnings.empty());
  const auto grid = document.root().child("w:body").child("w:tbl").child("w:tblGrid");
  EXPECT_EQ(std::distance(grid.begin(), grid.end()), 63);
  std::string deep;
  for (int i = 0; i < 900; ++i) deep += i % 3 == 0 ? "<table><tr><td>" : i % 3 == 1 ? "<ul><li>" : "<div>";
  EXPECT_THAT(outline_with(deep + "end"), HasSubstr("end"));
  for (int i = 0; i < 7; ++i) deep += deep;
  EXPECT_THAT(outline_with(deep + "end"), StartsWith("error: A value that is formatted as HTML has elements within elements"));
}

TEST(DocxRich, ATreeThatGrowsWithoutEndIsRefused) {
  std::string html = "<p>";
  for (int i = 0; i < 1500; ++i) html += "<font size=\"" + std::to_string(i) + "\">";
  for (int i = 0; i < 20'000; ++i) html += "<p>x";
  EXPECT_THAT(outline_with(html).substr(0, 100), StartsWith("error: A value that is formatted as HTML has more than"));
}

}  // namespace
}  // namespace docmill::templating::docx
