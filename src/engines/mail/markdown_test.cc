#include "mail/mail_fixture.h"

namespace docmill::engines::mail {
namespace {

TEST_F(MailTest, MarkdownBecomesAPage) {
  const auto html =
      markdown("# Title & more\n\n|a|b|\n|-|-:|\n|1|2|\n\n- [x] done\n- [ ] open\n\n~~gone~~ https://example.com [^1]\n\n[^1]: Note\n");
  EXPECT_THAT(html, HasSubstr("<title>Title &amp; more</title>"));
  EXPECT_THAT(html, HasSubstr("<h1><a id=\"title--more\"></a>Title &amp; more</h1>"));
  EXPECT_THAT(html, HasSubstr("<td align=\"right\">2</td>"));
  EXPECT_THAT(html, HasSubstr("☑ done"));
  EXPECT_THAT(html, HasSubstr("☐ open"));
  EXPECT_THAT(html, HasSubstr("<del>gone</del>"));
  EXPECT_THAT(html, HasSubstr("<a href=\"https://example.com\">"));
  EXPECT_THAT(html, HasSubstr("Note"));
}

TEST_F(MailTest, HtmlInMarkdownIsKeptAsFarAsItIsHarmless) {
  const auto html = markdown(
      "<b onclick=x>bold</b> <script>alert(1)</script>\n\n[l](javascript:alert(1)) ![p](file:///etc/passwd)\n\n<iframe src=x></iframe>");
  EXPECT_THAT(html, HasSubstr("<b>bold</b>"));
  for (const char* word : {"<script", "onclick", "javascript:", "file:", "<iframe"}) EXPECT_THAT(html, Not(HasSubstr(word)));
}

TEST_F(MailTest, MarkdownInAnotherCharsetAndOfNothing) {
  EXPECT_THAT(markdown("caf\xE9"), HasSubstr("café"));
  EXPECT_THAT(markdown(std::string("\xFF\xFEh\0i\0", 6)), HasSubstr("<p>hi</p>"));
  EXPECT_THAT(markdown(std::string("a\0b", 3)), HasSubstr("<p>ab</p>"));
}

TEST_F(MailTest, LinksLeadToHeadings) {
  const auto html = markdown("[go](#öl-und-c)\n\n## Öl und `C++`!\n\n## Öl und C\n\n### *9*\n\n# !\n");
  for (const char* anchor : {"<h2><a id=\"öl-und-c\"></a>Öl", "<h2><a id=\"öl-und-c-1\"></a>Öl", "<h3><a id=\"9\"></a>", "<h1>!</h1>"})
    EXPECT_THAT(html, HasSubstr(anchor));
  EXPECT_THAT(html, HasSubstr("<a href=\"#%C3%B6l-und-c\">go</a>"));
}

TEST_F(MailTest, DataInFrontOfMarkdownIsNoneOfIt) {
  const auto html = markdown("---\r\ntitle: \"A & B\"\r\ntags: [x]\r\n---\r\n# Head\r\n");
  EXPECT_THAT(html, HasSubstr("<title>A &amp; B</title>"));
  EXPECT_THAT(html, HasSubstr("<body>\n<h1>"));
  EXPECT_THAT(html, Not(HasSubstr("tags")));
  for (const char* text : {"---\n\nkept\n\n---\n", "---\nkept: a sentence that never ends its dashes\n", "---\nkept words: here\n---\n"})
    EXPECT_THAT(markdown(text), HasSubstr("kept")) << text;
  EXPECT_THAT(markdown("---\n---\n"), HasSubstr("<hr>"));
}

TEST_F(MailTest, DeepMarkdownEnds) {
  EXPECT_THAT(markdown(std::string(5'000, '>') + "deep"), HasSubstr("deep"));
  EXPECT_THAT(markdown(std::string(50'000, '[')), HasSubstr("[["));
}

}  // namespace
}  // namespace docmill::engines::mail
