#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/docx_maker.h"

// Where tokens are looked for beside the text of paragraphs, and what becomes of them when what is around them is copied.

namespace docmill::templating::docx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kPair = R"({"a": "V", "e": [{"n": "A", "x": 1}, {"n": "B", "x": 2}]})";

std::string spaced(const std::string& name, const std::string& inside) {
  return "<w:" + name + " " + std::string(kSpaces) + ">" + inside + "</w:" + name + ">";
}

std::string text_box(const std::string& inside) {
  return "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline><wp:docPr id=\"7\" name=\"Box\"/><wps:wsp><wps:txbx>"
         "<w:txbxContent>" +
         inside + "</w:txbxContent></wps:txbx></wps:wsp></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape alt=\"{{a}}\">" +
         "<v:textbox><w:txbxContent>" + inside +
         "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>";
}

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST(DocxPlaces, RowsOfATableInATextBoxRepeatInBothForms) {
  FilledDocument document(
      {.body = "<w:p>" + text_box(table(row({"{{e.n}}", "{{a}}"})) + p("under {{a}}")) + "</w:p>", .parts = {}, .relations = {}}, kPair);
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_THAT(text, Not(HasSubstr("{{")));
  EXPECT_EQ(count_of(text, "<w:tr>"), 4U);
  EXPECT_EQ(count_of(text, "under "), 2U);
  EXPECT_THAT(text, HasSubstr("alt=\"V\""));
}

TEST(DocxPlaces, ATextBoxInAnItemRepeatsWithIt) {
  const auto anchored = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>" + run("{{e.n}}") +
                        text_box(p("{{e.x}}")) + "</w:p>";
  FilledDocument document({.body = p("head") + anchored + p("end"), .parts = {}, .relations = {}}, kPair);
  EXPECT_EQ(document.root()
                .child("w:body")
                .child("w:p")
                .next_sibling("w:p")
                .next_sibling("w:p")
                .next_sibling("w:p")
                .child("w:r")
                .child("w:t")
                .text()
                .get(),
            std::string("end"))
      << "two items and no second page";
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_EQ(count_of(text, "docPr id=\"7\""), 1U) << "numbers of drawings are unique";
}

TEST(DocxPlaces, ANoteOfAnItemIsFilledWithTheItem) {
  FilledDocument document(
      {.body = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>" + run("{{e.n}}") +
               "<w:r><w:endnoteReference w:id=\"2\"/></w:r></w:p>" + p("end"),
       .parts = {{"word/endnotes.xml", spaced("endnotes", "<w:endnote w:id=\"2\">" + p("note {{e.x}}") + "</w:endnote>")}},
       .relations = ooxml::rel("rIdE", "endnotes", "endnotes.xml")},
      kPair);
  EXPECT_EQ(document.outline(), "#0 A\n#0 B\nend\n");
  std::string notes;
  for (const auto note : document.root("word/endnotes.xml").children()) notes += outline_of(note);
  EXPECT_EQ(notes, "note 1\nnote 2\n");
}

TEST(DocxPlaces, CommentsAreFilledAndCopiedWithWhatTheyAreAbout) {
  const std::string commented = "<w:p><w:commentRangeStart w:id=\"5\"/>" + run("{{e.n}}") +
                                "<w:commentRangeEnd w:id=\"5\"/><w:r><w:commentReference w:id=\"5\"/></w:r></w:p>";
  FilledDocument document({.body = table("<w:tr>" + cell(commented) + "</w:tr>", 1),
                           .parts = {{"word/comments.xml", spaced("comments", "<w:comment w:id=\"5\" w:author=\"x\">" +
                                                                                  p("about {{e.n}}: {{a}}") + "</w:comment>")}},
                           .relations = ooxml::rel("rIdC", "comments", "comments.xml")},
                          kPair);
  EXPECT_EQ(document.outline(), "[A]\n[B]\n");
  std::string comments;
  for (const auto comment : document.root("word/comments.xml").children())
    comments += std::string(comment.attribute("w:id").value()) + ":" + outline_of(comment);
  EXPECT_EQ(comments, "5:about A: V\n6:about B: V\n");
  const auto text = document.text_of_part("word/document.xml");
  for (const auto* part :
       {"commentRangeStart w:id=\"6\"", "commentRangeEnd w:id=\"6\"", "commentReference w:id=\"6\"", "commentRangeStart w:id=\"5\""})
    EXPECT_EQ(count_of(text, part), 1U) << part;
}

TEST(DocxPlaces, ACommentWhoseRowIsHiddenGoesWithIt) {
  const std::string commented = "<w:p><w:commentRangeStart w:id=\"5\"/>" + run("{{e.n}}{{e.x}:hide-block-if(1)}") +
                                "<w:commentRangeEnd w:id=\"5\"/><w:r><w:commentReference w:id=\"5\"/></w:r></w:p>";
  FilledDocument document({.body = table("<w:tr>" + cell(commented) + "</w:tr>", 1),
                           .parts = {{"word/comments.xml", spaced("comments", "<w:comment w:id=\"5\">" + p("{{e.n}}") + "</w:comment>")}},
                           .relations = ooxml::rel("rIdC", "comments", "comments.xml")},
                          kPair);
  EXPECT_EQ(document.outline(), "[B]\n");
  EXPECT_EQ(outline_of(document.root("word/comments.xml").first_child()), "B\n");
}

TEST(DocxPlaces, FormulasOfAnEquationAreFilled) {
  const std::string space = " xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";
  const auto math = [](const std::string& text) { return "<m:r><m:t>" + text + "</m:t></m:r>"; };
  FilledDocument document(
      {.body = "<w:p" + space + ">" + run("so {{a}} ") + "<m:oMathPara><m:oMath>" + math("x={{") + math("a}}+") + "<m:f><m:num>" +
               math("{{n}}") + "</m:num><m:den>" + math("2{{n}}") + "</m:den></m:f></m:oMath></m:oMathPara></w:p>",
       .parts = {},
       .relations = {}},
      R"({"a": "V", "n": 7})");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_THAT(text, Not(HasSubstr("{{")));
  EXPECT_THAT(text, HasSubstr("<m:num><m:r><m:t>7</m:t></m:r></m:num>"));
  EXPECT_THAT(text, HasSubstr("<m:t>2</m:t><m:t>7</m:t>"));
  EXPECT_THAT(text, HasSubstr("<m:t>V</m:t>"));
  EXPECT_THAT(text, HasSubstr("<m:t>+</m:t>"));
}

TEST(DocxPlaces, AControlShowsWhatIsFilledInAndNotItsData) {
  const std::string control =
      "<w:sdt><w:sdtPr><w:alias w:val=\"Of {{a}}\"/><w:id w:val=\"11\"/><w:showingPlcHdr/><w:dataBinding w:xpath=\"/x\" "
      "w:storeItemID=\"{1}\"/>"
      "<w:text/></w:sdtPr><w:sdtContent><w:p><w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr><w:t>{{e.n}}</w:t></w:r></w:p>"
      "</w:sdtContent></w:sdt>";
  FilledDocument document({.body = table("<w:tr>" + cell(control) + cell(p("{{e.x}}")) + "</w:tr>"), .parts = {}, .relations = {}}, kPair);
  EXPECT_EQ(document.outline(), "[A|1]\n[B|2]\n");
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_THAT(text, Not(HasSubstr("dataBinding")));
  EXPECT_THAT(text, Not(HasSubstr("showingPlcHdr")));
  EXPECT_THAT(text, Not(HasSubstr("PlaceholderText")));
  EXPECT_THAT(text, HasSubstr("Of V"));
  EXPECT_EQ(count_of(text, "w:id w:val=\"11\""), 1U);
}

TEST(DocxPlaces, ARepeatingSectionOfControlsIsFilledAsRowsAre) {
  const std::string item =
      "<w:sdt><w:sdtPr><w:id w:val=\"3\"/></w:sdtPr><w:sdtContent>" + row({"{{e.n}}", "{{e.x}}"}) + "</w:sdtContent></w:sdt>";
  FilledDocument document({.body = table(row({"Name", "X"}) + "<w:sdt><w:sdtPr><w:id w:val=\"2\"/></w:sdtPr><w:sdtContent>" + item +
                                         "</w:sdtContent></w:sdt>" + row({"end", ""})),
                           .parts = {},
                           .relations = {}},
                          kPair);
  ASSERT_TRUE(document.result) << document.result.error().describe();
  const auto text = document.text_of_part("word/document.xml");
  EXPECT_EQ(count_of(text, "<w:tr>"), 4U);
  EXPECT_LT(text.find(">A<"), text.find(">B<"));
  EXPECT_LT(text.find(">B<"), text.find(">end<"));
}

TEST(DocxPlaces, DescriptionsCaptionsAndTooltipsAreFilled) {
  const std::string body = "<w:tbl><w:tblPr><w:tblCaption w:val=\"T {{a}}\"/><w:tblDescription w:val=\"D {{a}}\"/></w:tblPr><w:tblGrid/>" +
                           row({"x"}) + "</w:tbl>" + "<w:p><w:hyperlink r:id=\"rIdL\" w:tooltip=\"to {{a}}\">" + run("go") +
                           "</w:hyperlink></w:p>" +
                           "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"n\" descr=\"d {{a}}\" title=\"t "
                           "{{a}}\"/></wp:inline></w:drawing></w:r></w:p>";
  FilledDocument document(
      {.body = body, .parts = {}, .relations = ooxml::rel("rIdL", "hyperlink", "http://x.test/%7B%7Ba%7D%7D", "TargetMode=\"External\"")},
      kPair);
  const auto text = document.text_of_part("word/document.xml");
  for (const auto* said : {"\"T V\"", "\"D V\"", "\"to V\"", "descr=\"d V\"", "title=\"t V\""}) EXPECT_THAT(text, HasSubstr(said));
  EXPECT_THAT(document.text_of_part("word/_rels/document.xml.rels"), ::testing::AnyOf(HasSubstr("http://x.test/V"), ::testing::IsEmpty()));
}

TEST(DocxPlaces, DocumentPropertiesAreFilled) {
  auto maker = Maker{.body = p("{{a}}"), .parts = {}, .relations = {}};
  maker.parts.emplace_back(
      "docProps/core.xml",
      "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Report of {{a}} &amp; {{e.n}}</dc:title></cp:coreProperties>");
  auto bytes = maker.bytes();
  auto package = ooxml::Package::open(bytes);
  ASSERT_TRUE(
      package->relate("", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"));
  Context context;
  context.data = read_json(kPair).value();
  ASSERT_TRUE(fill(*package, context));
  EXPECT_THAT(package->bytes("docProps/core.xml").value(), HasSubstr("<dc:title>Report of V &amp; A</dc:title>"));
}

TEST(DocxPlaces, InsertedTokensAreFilledAndDeletedOnesStayDeleted) {
  const std::string body = "<w:p>" + run("x {{") + "<w:ins w:id=\"1\" w:author=\"y\">" + run("a}} and {{a}}") +
                           "</w:ins><w:del w:id=\"2\" w:author=\"y\"><w:r><w:delText>{{a}}</w:delText></w:r></w:del>" + run("{{") +
                           "<w:del w:id=\"3\" w:author=\"y\"><w:r><w:delText>b</w:delText></w:r></w:del>" + run("a}}.") + "</w:p>";
  FilledDocument document({.body = body, .parts = {}, .relations = {}}, kPair);
  EXPECT_EQ(document.outline(), "x V and VV.\n");
  EXPECT_EQ(count_of(document.text_of_part("word/document.xml"), "<w:delText>{{a}}</w:delText>"), 1U);
}

TEST(DocxPlaces, HeadersOfAllKindsRepeatTheirRowsAndFillTheRest) {
  FilledDocument document(
      {.body = p("{{a}}"),
       .parts = {{"word/header1.xml", spaced("hdr", table(row({"{{e.n}}", "{{e.x}}"})) + p("{{a}}"))},
                 {"word/header2.xml", spaced("hdr", item("{{e.n}}") + p("first"))},
                 {"word/footer1.xml", spaced("ftr", p("{{a}} of {{e.Length}}") + "<w:p>" + text_box(p("{{a}}")) + "</w:p>")}},
       .relations = ooxml::rel("rId11", "header", "header1.xml") + ooxml::rel("rId12", "header", "header2.xml") +
                    ooxml::rel("rId13", "footer", "footer1.xml")},
      kPair);
  EXPECT_EQ(outline_of(document.root("word/header1.xml")), "[A|1]\n[B|2]\nV\n");
  EXPECT_EQ(outline_of(document.root("word/header2.xml")), "#0 A\n#0 B\nfirst\n");
  EXPECT_THAT(document.text_of_part("word/footer1.xml"), HasSubstr(" of "));
  EXPECT_THAT(document.text_of_part("word/footer1.xml"), Not(HasSubstr("{{")));
}

TEST(DocxPlaces, TitlesOfChartsAreFilled) {
  const std::string chart =
      "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"c\"/><a:graphic "
      "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
      "<a:graphicData><c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
      "r:id=\"rIdC\"/></a:graphicData></a:graphic>"
      "</wp:inline></w:drawing></w:r></w:p>";
  const std::string part =
      "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
      "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
      "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Of {{</a:t></a:r><a:r><a:t>e.n}}, "
      "{{a}}</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chart>"
      "</c:chartSpace>";
  FilledDocument document({.body = table("<w:tr>" + cell(p("{{e.n}}") + chart) + "</w:tr>", 1),
                           .parts = {{"word/charts/chart1.xml", part}},
                           .relations = ooxml::rel("rIdC", "chart", "charts/chart1.xml")},
                          kPair);
  ASSERT_TRUE(document.result) << document.result.error().describe();
  std::string titles;
  for (const auto& name : document.package().parts()) {
    if (!name.starts_with("word/charts/chart")) continue;
    for (const auto& text : document.root(name).select_nodes("//*[local-name()='t']")) titles += text.node().text().get();
    titles += "\n";
  }
  EXPECT_EQ(titles, "Of A, V\nOf B, V\n") << "the copy's chart is its own";
}

}  // namespace
}  // namespace docmill::templating::docx
