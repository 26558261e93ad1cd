#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "templating/docx_maker.h"

// Tables of contents, bookmarks and what leads to them when headings are copied.

namespace docmill::templating::docx {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string field(const std::string& kind) {
  return "<w:r><w:fldChar w:fldCharType=\"" + kind + "\"/></w:r>";
}
std::string instruction(const std::string& text) {
  return "<w:r><w:instrText xml:space=\"preserve\"> " + text + " </w:instrText></w:r>";
}
std::string tab() {
  return "<w:r><w:tab/></w:r>";
}

std::string heading(const std::string& text, const std::string& bookmark, int id) {
  const auto number = std::to_string(id);
  return "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:bookmarkStart w:id=\"" + number + "\" w:name=\"" + bookmark + "\"/>" +
         run(text) + "<w:bookmarkEnd w:id=\"" + number + "\"/></w:p>";
}

/// An entry as Word writes it; `head` and `tail` are the ends of the field around all entries.
std::string entry(const std::string& title, const std::string& bookmark, const std::string& head = "", const std::string& tail = "") {
  return "<w:p><w:pPr><w:pStyle w:val=\"Verzeichnis1\"/></w:pPr>" + head + "<w:hyperlink w:anchor=\"" + bookmark + "\">" + run(title) +
         tab() + field("begin") + instruction("PAGEREF " + bookmark + " \\h") + field("separate") + run("3") + field("end") +
         "</w:hyperlink>" + tail + "</w:p>";
}

const std::string kHead = field("begin") + instruction("TOC \\o \"1-3\" \\h") + field("separate");

std::string contents(const std::string& entries) {
  return "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>" + entries +
         "<w:p>" + field("end") + "</w:p></w:sdtContent></w:sdt>";
}

/// What each link leads to, and every bookmark.
struct Names {
  std::vector<std::string> anchors;
  std::vector<std::string> pages;
  std::vector<std::string> bookmarks;

  explicit Names(FilledDocument& document) {
    for (const auto& found : document.root().select_nodes("//*")) {
      const auto node = found.node();
      const std::string_view name = node.name();
      if (name == "w:hyperlink") anchors.emplace_back(node.attribute("w:anchor").value());
      if (name == "w:instrText" && std::string_view(node.text().get()).find("PAGEREF") != std::string_view::npos)
        pages.emplace_back(node.text().get());
      if (name == "w:bookmarkStart") bookmarks.emplace_back(node.attribute("w:name").value());
    }
  }
};

const std::string kChapters = R"({"c": [{"n": "One", "s": "a"}, {"n": "Two", "s": null}, {"n": "Three", "s": "c"}]})";

TEST(DocxContents, EveryCopyOfAHeadingHasAnEntryInTheOrderOfTheDocument) {
  FilledDocument document({.body = contents(entry("{{c.n}}", "_Toc1", kHead) + entry("About {{c.n}}", "_Toc2")) +
                                   heading("{{c.n}}", "_Toc1", 1) + heading("About {{c.n}}", "_Toc2", 2),
                           .parts = {},
                           .relations = {}},
                          kChapters);
  ASSERT_TRUE(document.result) << document.result.error().describe();
  EXPECT_THAT(document.outline(),
              ::testing::StartsWith("One3\nAbout One3\nTwo3\nAbout Two3\nThree3\nAbout Three3\n\nOne\nAbout One\n\n---\nTwo\n"));
  const Names names(document);
  EXPECT_EQ(names.anchors, names.bookmarks);
  EXPECT_EQ(std::set(names.bookmarks.begin(), names.bookmarks.end()).size(), 6U) << "no name twice";
  ASSERT_EQ(names.pages.size(), 6U);
  for (std::size_t i = 0; i < names.pages.size(); ++i) EXPECT_EQ(names.pages[i], " PAGEREF " + names.bookmarks[i] + " \\h ");
  int open = 0;
  for (const auto& found : document.root().select_nodes("//*[local-name()='fldChar']")) {
    const std::string_view type = found.node().attribute("w:fldCharType").value();
    open += type == "begin" ? 1 : type == "end" ? -1 : 0;
    EXPECT_GE(open, 0);
  }
  EXPECT_EQ(open, 0) << "fields are whole";
}

TEST(DocxContents, AHeadingThatWentHasNoEntry) {
  FilledDocument document({.body = contents(entry("{{c.n}}", "_Toc1", kHead)) + heading("{{c.n}}{{c.s}:hide-block-if-empty}", "_Toc1", 1),
                           .parts = {},
                           .relations = {}},
                          kChapters);
  EXPECT_THAT(document.outline(), ::testing::StartsWith("One3\nThree3\n\nOne"));
  EXPECT_THAT(document.outline(), Not(HasSubstr("Two")));
}

TEST(DocxContents, AnEntryWithANumberKeepsItAndSaysWhatItsHeadingSays) {
  const auto numbered = "<w:p>" + kHead + "<w:hyperlink w:anchor=\"_Toc1\">" + run("1") + tab() + run("old ") + run("title") + tab() +
                        field("begin") + instruction("PAGEREF _Toc1 \\h") + field("separate") + run("9") + field("end") + "</w:hyperlink>" +
                        field("end") + "</w:p>";
  FilledDocument document({.body = numbered + p("text") + heading("All of {{t}}", "_Toc1", 1), .parts = {}, .relations = {}},
                          R"({"t": "it"})");
  EXPECT_EQ(document.outline(), "1All of it9\ntext\nAll of it\n");
}

TEST(DocxContents, AnEntryThatLeadsNowhereStays) {
  FilledDocument document({.body = contents(entry("Lost", "_Toc9", kHead)) + p("{{t}}"), .parts = {}, .relations = {}}, R"({"t": "it"})");
  EXPECT_EQ(document.outline(), "Lost3\n\nit\n");
}

TEST(DocxContents, FieldsThatAreNoneAndEntriesWithinEntriesAreSurvived) {
  const auto nested = "<w:p>" + kHead + "<w:hyperlink w:anchor=\"_Toc1\">" + run("a") + "</w:hyperlink><w:r><w:pict><w:txbxContent>" +
                      entry("b", "_Toc2") + "</w:txbxContent></w:pict></w:r></w:p>" + entry("c", "_Toc3", "", field("end"));
  const std::string knot =
      "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>TOC</w:instrText><w:fldChar w:fldCharType=\"separate\"/>"
      "<w:hyperlink w:anchor=\"_Toc1\"/><w:fldChar w:fldCharType=\"end\"/></w:r><w:bookmarkStart w:id=\"9\" w:name=\"_Toc1\"/></w:p>";
  const auto headings = heading("{{c.n}}", "_Toc1", 1) + heading("{{c.n}}", "_Toc2", 2) + heading("{{c.n}}", "_Toc3", 3);
  for (const auto& body : {nested + headings, knot + headings, knot + nested, field("end") + kHead + headings}) {
    FilledDocument document({.body = body, .parts = {}, .relations = {}}, kChapters);
    EXPECT_TRUE(document.result) << document.result.error().describe();
  }
}

TEST(DocxContents, ReferencesInACopiedBlockLeadToItsOwnBookmarks) {
  const auto body =
      table("<w:tr>" +
                cell("<w:p><w:bookmarkStart w:id=\"4\" w:name=\"part\"/>" + run("{{n}}") + "<w:bookmarkEnd w:id=\"4\"/></w:p>" + "<w:p>" +
                     field("begin") + instruction("REF part \\h") + field("separate") + run("x") + field("end") +
                     "<w:hyperlink w:anchor=\"part\">" + run("go") + "</w:hyperlink></w:p>") +
                "</w:tr>",
            1);
  FilledDocument document(
      {.body = body + "<w:p><w:hyperlink w:anchor=\"part\">" + run("top") + "</w:hyperlink></w:p>", .parts = {}, .relations = {}},
      R"([{"n": 1}, {"n": 2}, {"n": 3}])");
  const Names names(document);
  EXPECT_EQ(names.bookmarks, (std::vector<std::string>{"part", "part_2", "part_3"}));
  EXPECT_EQ(names.anchors, (std::vector<std::string>{"part", "part_2", "part_3", "part"}));
  const auto text = document.text_of_part("word/document.xml");
  for (const auto* reference : {" REF part \\h ", " REF part_2 \\h ", " REF part_3 \\h "}) EXPECT_THAT(text, HasSubstr(reference));
}

TEST(DocxContents, BookmarksOfRowsThatAGridMadeAreUniqueToo) {
  const auto body = table(
      "<w:tr>" + cell("<w:p><w:bookmarkStart w:id=\"4\" w:name=\"b\"/>" + run("{{g}}") + "<w:bookmarkEnd w:id=\"4\"/></w:p>") + "</w:tr>",
      1);
  FilledDocument document({.body = body, .parts = {}, .relations = {}}, R"({"g": [["a", "b"], ["c", "d"]]})");
  const Names names(document);
  EXPECT_EQ(std::set(names.bookmarks.begin(), names.bookmarks.end()).size(), names.bookmarks.size());
}

}  // namespace
}  // namespace docmill::templating::docx
