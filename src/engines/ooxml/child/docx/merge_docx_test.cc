#include "engines/ooxml/child/docx/merge_docx.h"

#include <gmock/gmock.h>

#include "ooxml/word_maker.h"

namespace docmill::engines::ooxml {
namespace {

using docmill::ooxml::page_setup;
using docmill::ooxml::paragraph;
using docmill::ooxml::word_of;
using docmill::ooxml::WordPart;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// A merged document, read back.
struct Merged {
  std::string bytes;
  std::unique_ptr<Package> package;

  std::string part(const std::string& name) { return package->bytes(name).value(); }
  std::string body() { return part("word/document.xml"); }
};

Merged merged(const std::vector<std::string>& documents, MergeOptions options = {}) {
  std::unique_ptr<DocxMerge> merge;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    auto document = Document::open(documents[i], "part" + std::to_string(i + 1) + ".docx", {});
    EXPECT_TRUE(document) << document.error().describe();
    if (!merge) {
      merge = DocxMerge::begin(*std::move(document), options).value();
    } else {
      const auto added = merge->add(*std::move(document));
      EXPECT_TRUE(added) << added.error().describe();
    }
  }
  Merged out{.bytes = merge->end().value(), .package = {}};
  out.package = std::make_unique<Package>(Package::open(out.bytes).value());
  return out;
}

/// What a regular expression's place would be too much for: how often a text stands in another.
std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

WordPart styles(const std::string& size, const std::string& heading = "<w:b/>") {
  return {"styles.xml", "styles",
          "<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"" + size +
              "\"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
              "w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn "
              "w:val=\"Normal\"/><w:rPr>" +
              heading + "</w:rPr></w:style></w:styles>"};
}

TEST(MergeDocxTest, BodiesFollowEachOtherInOneSection) {
  auto got = merged(
      {word_of(paragraph("one") + page_setup()), word_of(paragraph("two") + page_setup("", 16838, 11906)), word_of(paragraph("three"))});
  const auto body = got.body();
  EXPECT_LT(body.find("one"), body.find("two"));
  EXPECT_LT(body.find("two"), body.find("three"));
  EXPECT_EQ(count(body, "<w:sectPr>"), 1u);
  EXPECT_THAT(body, HasSubstr("w:w=\"11906\""));
}

TEST(MergeDocxTest, WithPageBreaksEachKeepsItsPageSetup) {
  auto got = merged(
      {word_of(paragraph("one") + page_setup()), word_of(paragraph("two") + page_setup("<w:type w:val=\"continuous\"/>", 16838, 11906))},
      {.first_headers = false, .page_breaks = true});
  const auto body = got.body();
  EXPECT_EQ(count(body, "<w:sectPr>"), 2u);
  EXPECT_LT(body.find("w:w=\"11906\""), body.find("two"));
  EXPECT_GT(body.find("w:w=\"16838\""), body.find("two"));
  EXPECT_EQ(count(body, "continuous"), 0u);
}

std::string with_header(const std::string& text) {
  return word_of(paragraph("body of " + text) + page_setup("<w:headerReference w:type=\"default\" r:id=\"h\"/>"),
                 {{"header1.xml", "header", "<w:hdr>" + paragraph(text) + "</w:hdr>", "h"}});
}

TEST(MergeDocxTest, HeadersStayWithTheirDocumentOrAreTheFirstOnes) {
  auto own = merged({with_header("first"), with_header("second"), word_of(paragraph("bare") + page_setup())},
                    {.first_headers = false, .page_breaks = true});
  EXPECT_THAT(own.part("word/header1.xml"), HasSubstr("first"));
  EXPECT_THAT(own.part("word/header2.xml"), HasSubstr("second"));
  EXPECT_THAT(own.part("word/header3.xml"), HasSubstr("<w:p/>")) << "the third shows none of the second's";
  EXPECT_EQ(count(own.body(), "<w:headerReference"), 3u);
  auto first = merged({with_header("first"), with_header("second")}, {.first_headers = true, .page_breaks = true});
  EXPECT_EQ(count(first.body(), "<w:headerReference"), 1u);
  EXPECT_FALSE(first.package->has("word/header2.xml"));
  auto one = merged({with_header("first"), with_header("second")}, {.first_headers = false, .page_breaks = false});
  EXPECT_EQ(count(one.body(), "<w:headerReference"), 1u);
}

TEST(MergeDocxTest, EqualStylesAreSharedAndOthersGetNewNames) {
  const auto text = paragraph("x", "<w:pStyle w:val=\"Heading1\"/>") + paragraph("plain");
  auto same = merged({word_of(text, {styles("20")}), word_of(text, {styles("20")})});
  EXPECT_EQ(count(same.part("word/styles.xml"), "<w:style "), 2u);
  EXPECT_EQ(count(same.body(), "\"Heading1\""), 2u);
  auto other = merged({word_of(text, {styles("20")}), word_of(text, {styles("20", "<w:i/>")}), word_of(text, {styles("20", "<w:i/>")})});
  EXPECT_EQ(count(other.part("word/styles.xml"), "<w:style "), 3u);
  EXPECT_THAT(other.part("word/styles.xml"),
              HasSubstr("w:styleId=\"Heading1_2\"><w:name w:val=\"heading 1 (2)\"/><w:basedOn w:val=\"Normal\"/>"));
  EXPECT_EQ(count(other.body(), "\"Heading1_2\""), 2u);
}

TEST(MergeDocxTest, OtherDefaultsBecomeAStyleOfTheirParagraphs) {
  const auto text = paragraph("x", "<w:pStyle w:val=\"Heading1\"/>") + paragraph("plain");
  auto got = merged({word_of(text, {styles("20")}), word_of(text, {styles("28")})});
  const auto all = got.part("word/styles.xml");
  EXPECT_THAT(all, HasSubstr("w:styleId=\"Normal_2\"><w:name w:val=\"Normal (2)\"/><w:rPr><w:sz w:val=\"28\"/></w:rPr>"));
  EXPECT_THAT(all, HasSubstr("<w:basedOn w:val=\"Normal_2\"/>"));
  EXPECT_THAT(got.body(), HasSubstr("<w:pPr><w:pStyle w:val=\"Normal_2\"/></w:pPr><w:r><w:t xml:space=\"preserve\">plain"));
}

WordPart numbering() {
  return {
      "numbering.xml", "numbering",
      "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:nsid w:val=\"11111111\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt "
      "w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
      "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"};
}

TEST(MergeDocxTest, ListsCountFromOneInEachDocument) {
  const auto item = paragraph("item", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>");
  auto got = merged({word_of(item, {numbering()}), word_of(item, {numbering()})});
  EXPECT_THAT(got.body(), HasSubstr("<w:numId w:val=\"1\"/>"));
  EXPECT_THAT(got.body(), HasSubstr("<w:numId w:val=\"3\"/>"));
  const auto lists = got.part("word/numbering.xml");
  EXPECT_EQ(count(lists, "<w:abstractNum "), 2u);
  EXPECT_EQ(count(lists, "<w:num "), 3u) << "a list that nobody uses is left";
  EXPECT_EQ(count(lists, "11111111"), 1u) << "Word counts on in lists of one sign";
  EXPECT_LT(lists.rfind("<w:abstractNum "), lists.find("<w:num "));
}

TEST(MergeDocxTest, HeadingsThatAreNumberedByTheirStyleStartAgain) {
  auto numbered = styles("20", "<w:b/>");
  numbered.xml.insert(numbered.xml.rfind("<w:rPr>"), "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:ind w:left=\"99\"/></w:pPr>");
  const auto text = word_of(paragraph("chapter", "<w:pStyle w:val=\"Heading1\"/>"), {numbered, numbering()});
  auto got = merged({text, text});
  EXPECT_EQ(count(got.part("word/styles.xml"), "<w:style "), 2u);
  EXPECT_THAT(
      got.body(),
      HasSubstr("<w:pStyle w:val=\"Heading1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr><w:ind w:left=\"99\"/>"));
}

TEST(MergeDocxTest, NotesAndCommentsAreNumberedOn) {
  const auto noted = [](const std::string& text) {
    return word_of(
        "<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:commentReference "
        "w:id=\"0\"/></w:r></w:p>",
        {{"footnotes.xml", "footnotes",
          "<w:footnotes><w:footnote w:type=\"separator\" w:id=\"-1\"/><w:footnote w:id=\"1\">" + paragraph(text) +
              "</w:footnote></w:footnotes>"},
         {"comments.xml", "comments", "<w:comments><w:comment w:id=\"0\">" + paragraph("about " + text) + "</w:comment></w:comments>"}});
  };
  auto got = merged({noted("a"), noted("b"), word_of(paragraph("none")), noted("c")});
  EXPECT_EQ(count(got.part("word/footnotes.xml"), "<w:footnote "), 4u);
  EXPECT_THAT(got.part("word/footnotes.xml"), HasSubstr("<w:footnote w:id=\"3\">" + paragraph("c")));
  EXPECT_THAT(got.body(), HasSubstr("<w:footnoteReference w:id=\"3\"/>"));
  EXPECT_THAT(got.part("word/comments.xml"), HasSubstr("<w:comment w:id=\"2\">" + paragraph("about c")));
  EXPECT_THAT(got.body(), HasSubstr("<w:commentReference w:id=\"2\"/>"));
  auto later = merged({word_of(paragraph("none")), noted("b")});
  EXPECT_EQ(count(later.part("word/footnotes.xml"), "<w:footnote "), 2u);
}

TEST(MergeDocxTest, BookmarksParagraphsAndDrawingsKeepIdsOfTheirOwn) {
  const std::string text =
      "<w:p w14:paraId=\"0A0B0C0D\"><w:bookmarkStart w:id=\"7\" w:name=\"Start\"/><w:bookmarkEnd w:id=\"7\"/><w:hyperlink "
      "w:anchor=\"Start\"/><w:r><w:instrText> PAGEREF Start \\h </w:instrText></w:r></w:p>";
  auto got = merged({word_of(text), word_of(text)});
  EXPECT_THAT(got.body(), HasSubstr("w:name=\"Start_2\""));
  EXPECT_THAT(got.body(), HasSubstr("w:anchor=\"Start_2\""));
  EXPECT_THAT(got.body(), HasSubstr("PAGEREF Start_2 \\h"));
  EXPECT_EQ(count(got.body(), "w:id=\"7\""), 2u);
  EXPECT_EQ(count(got.body(), "0A0B0C0D"), 1u);
}

TEST(MergeDocxTest, PicturesAndLinksComeAlongAndTheSamePictureOnce) {
  const auto pictured = [](const std::string& bytes, const std::string& url) {
    return word_of("<w:p><w:hyperlink r:id=\"l\"/><w:drawing r:embed=\"i\"/><w:drawing r:embed=\"gone\"/></w:p>",
                   {{"media/image1.png", "image", bytes, "i"}}, docmill::ooxml::rel("l", "hyperlink", url, "TargetMode=\"External\""));
  };
  auto got = merged({pictured("logo", "http://a/"), pictured("logo", "http://b/?x=1&amp;y"), pictured("other", "http://c/")});
  EXPECT_TRUE(got.package->has("word/media/image2.png"));
  EXPECT_FALSE(got.package->has("word/media/image3.png"));
  std::vector<std::string> links;
  const auto relationships = got.package->relationships("word/document.xml").value();
  for (const auto& link : relationships) {
    if (link.external && link.target != "NULL") links.push_back(link.target);
  }
  EXPECT_THAT(links, ElementsAre("http://a/", "http://b/?x=1&y", "http://c/"));
}

TEST(MergeDocxTest, ContentsAreAskedToBeMadeAnew) {
  auto got = merged({word_of(paragraph("x")), word_of("<w:p><w:r><w:instrText> TOC \\o \"1-3\"</w:instrText></w:r></w:p>")});
  EXPECT_THAT(got.part("word/settings.xml"), HasSubstr("<w:updateFields w:val=\"true\"/>"));
  EXPECT_FALSE(merged({word_of(paragraph("x")), word_of(paragraph("TOC"))}).package->has("word/settings.xml"));
}

TEST(MergeDocxTest, OneDocumentStaysWhatItIs) {
  const auto body = paragraph("alone") + page_setup();
  EXPECT_THAT(merged({word_of(body)}).body(), HasSubstr(body));
}

TEST(MergeDocxTest, WhatIsNoDocumentIsNamed) {
  const auto error_of = [](const std::string& bytes) { return Document::open(bytes, "b.docx", {}).error(); };
  EXPECT_THAT(error_of(docmill::ooxml::book_of({{"a", ""}})).message(), HasSubstr("b.docx: This is no Word document"));
  EXPECT_EQ(error_of("junk").code(), ErrorCode::InputDamaged);
  EXPECT_EQ(error_of(word_of("").substr(0, 500)).code(), ErrorCode::InputDamaged);
  EXPECT_EQ(error_of("").code(), ErrorCode::InputDamaged);
}

TEST(MergeDocxTest, TwoHundredDocumentsMakeOne) {
  const auto one =
      word_of(paragraph("item", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>"), {numbering(), styles("28")});
  auto got = merged(std::vector<std::string>(200, one), {.first_headers = false, .page_breaks = true});
  EXPECT_EQ(count(got.body(), "item"), 200u);
  EXPECT_EQ(count(got.part("word/styles.xml"), "<w:style "), 2u);
}

}  // namespace
}  // namespace docmill::engines::ooxml
