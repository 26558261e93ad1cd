#include "engines/browser/print_options.h"

#include <gmock/gmock.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "engines/browser/documents.h"
#include "engines/browser/extra_headers.h"
#include "engines/browser/pdf_pages.h"

namespace docmill::engines::browser {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Origins, AreSchemeHostAndPort) {
  EXPECT_EQ(origin_of("HTTPS://User:Pw@Example.com:443/a?b#c"), "https://example.com");
  EXPECT_EQ(origin_of("http://example.com:8080"), "http://example.com:8080");
  EXPECT_EQ(origin_of("https://example.com\\@evil.com/"), "https://example.com");
  for (const auto* text : {"", "file:///etc/passwd", "https://", "//example.com", "javascript:1", "ws://x/"})
    EXPECT_EQ(origin_of(text), "") << text;
}

TEST(ExtraHeaders, GoToTheirOrigins) {
  const auto read = read_extra_headers(R"({"A": "1", "https://CDN.example.com": {"B": "2"}})", "https://example.com");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ((*read)[0].origin, "https://cdn.example.com");
  EXPECT_THAT((*read)[1].headers, ElementsAre("A: 1"));
  const std::pair<const char*, const char*> bad[] = {{"[]", "JSON object"},
                                                     {"{", "JSON object"},
                                                     {R"({"A": 1})", "text"},
                                                     {R"({"A": "1\r\nB: 2"})", "control"},
                                                     {R"({"Host": "x"})", "cannot be sent"},
                                                     {R"({"A B": "x"})", "cannot be sent"},
                                                     {R"({"ftp://x": {"A": "b"}})", "another address"}};
  for (const auto& [text, words] : bad) {
    const auto refused = read_extra_headers(text, "https://example.com");
    ASSERT_FALSE(refused) << text;
    EXPECT_THAT(refused.error().message(), HasSubstr(words));
  }
  EXPECT_FALSE(read_extra_headers(R"({"A": "1"})", ""));
}

TEST(Base64, GoesBothWays) {
  const std::pair<const char*, const char*> pairs[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : pairs) {
    EXPECT_EQ(base64_of(bytes), text);
    EXPECT_EQ(bytes_of_base64(text), bytes);
  }
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(bytes_of_base64(base64_of(all)), all);
  for (const auto* text : {"Z", "Zg=", "Zg!=", "====a"}) EXPECT_FALSE(bytes_of_base64(text)) << text;
}

TEST(Utf8, IsToldFromEverythingElse) {
  for (const auto* text : {"", "plain", "\xC3\xBC", "\xE6\xBC\xA2", "\xF0\x9F\x98\x80",
                           "\xEF\xBB\xBF"
                           "bom"})
    EXPECT_TRUE(is_utf8(text)) << text;
  for (const auto* text : {"\xFC", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE6\xBC", "\x80"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(TextOfPage, IsWhatWouldBeReadTheSameFromTheNetwork) {
  EXPECT_EQ(text_of_page("html", "<p>für"), "<p>für");
  EXPECT_EQ(text_of_page("htm", "\xEF\xBB\xBF<p>x"), "<p>x");
  EXPECT_EQ(text_of_page("html", "<p>f\xFCr"), "");
  EXPECT_EQ(text_of_page("html", std::string("<p>\0x", 5)), "");
  EXPECT_EQ(text_of_page("xhtml", "<p>x"), "");
  EXPECT_EQ(text_of_page("svg", "<svg/>"), "");
  EXPECT_EQ(text_of_page("html", std::string(3'000'000, 'x')), "");
}

TEST(PdfPagesCounter, FindsThemAcrossPieces) {
  const std::string pdf = "1 0 obj\n<</Type /Page\n/A 1>>\n<</Type /Pages\n/Count 2>><</Type /Page\n>>";
  for (std::size_t size = 1; size < 20; ++size) {
    PdfPages pages;
    for (std::size_t at = 0; at < pdf.size(); at += size) pages.feed(std::string_view(pdf).substr(at, size));
    EXPECT_EQ(pages.count(), 2u) << size;
  }
}

TEST(Jobs, AreReadWithTheirDefaults) {
  const auto job = read_job({}, false);
  ASSERT_TRUE(job);
  EXPECT_NEAR(job->paper.width, 8.2677, 1e-4);
  EXPECT_TRUE(job->paper.background);
  EXPECT_EQ(read_job({{"PageRanges", "1-3;5;"}}, false)->paper.ranges, "1-3,5-5");
  EXPECT_FALSE(read_job({{"Url", "file:///etc/passwd"}}, false));
  EXPECT_FALSE(read_job({{"Width", "1mm"}}, false));
  EXPECT_FALSE(read_job({{"Height", "900in"}}, false));
  EXPECT_FALSE(read_job({{"PageRanges", "x"}}, false));
}

}  // namespace
}  // namespace docmill::engines::browser
