#include <gmock/gmock.h>

#include "engines/browser/plain_page.h"
#include "engines/browser/test_browser.h"

namespace docmill::engines::browser {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kPlain =
    "<!doctype html><html lang=en><meta charset=utf-8><title>Plain</title><style>@media screen { .p { display: none } }"
    "@media print { .s { display: none } } @media (min-width: 600px) { h1 { font-size: 40px } } h1 { break-before: page }"
    "li::before { content: counter(list-item) }</style><p class=s>on screen<p class=p>on paper, f\xC3\xBCr &euro; 3 &#160; &#8364; 4"
    "<h1 style='color: red'>Second</h1><ul><li>one<li>two</ul><table><tr><td>a<td>b</table><a href='https://example.com/on'>on = of</a>";

TEST(PlainPage, IsOneThatNothingMoreComesTo) {
  EXPECT_TRUE(PlainPage(kPlain).needs_only_its_text());
  EXPECT_TRUE(PlainPage("").needs_only_its_text());
  EXPECT_TRUE(PlainPage("<p style='background: red'>content=1 &#39;quoted&#39; 5 &#").needs_only_its_text());
}

TEST(PlainPage, IsNoneThatRefersToSomethingOrRunsSomething) {
  for (const std::string more : {"<script>1</script>",
                                 "<SCRIPT>1</SCRIPT>",
                                 "<img src=a.png>",
                                 "<link rel=stylesheet href=a.css>",
                                 "<iframe srcdoc=x></iframe>",
                                 "<style>p { background: URL(a.png) }</style>",
                                 "<style>@import 'a.css';</style>",
                                 "<style>p { background: \\75 rl(a.png) }</style>",
                                 "<p style='background: &#117;rl(a.png)'>",
                                 "<p style='background: &#X0075;rl(a.png)'>",
                                 "<body background=a.png>",
                                 "<table background = 'a.png'>",
                                 "<body onload='x()'>",
                                 "<svg/onload = x()>",
                                 "<svg><use href='#a'/></svg>",
                                 "<svg><image href=a.png></svg>",
                                 "<meta http-equiv=refresh content='1'>",
                                 "<object data=a.svg></object>",
                                 "<embed type=a>",
                                 "<video poster=a.png src=a.mp4></video>",
                                 "<a href='javascript:x()'>x</a>",
                                 "<p style=\"content: image-set('a.png' 1x)\">"}) {
    EXPECT_FALSE(PlainPage("<p>x" + more).needs_only_its_text()) << more;
  }
}

TEST(PlainPage, MayHavePicturesAndStylesAndStillRunNothing) {
  EXPECT_TRUE(PlainPage("<link rel=stylesheet href=a.css><style>p { background: url(data:image/png;base64,x) }</style><img src=a.png>")
                  .runs_nothing());
  for (const std::string more :
       {"<ScRiPt>1</script>", "<iframe srcdoc=x></iframe>", "<img src=a.png onerror=x()>", "<object data=a.svg></object>",
        "<meta http-equiv=&#114;efresh content='1'>", "<a href='javascript:x()'>x</a>"}) {
    EXPECT_FALSE(PlainPage("<p>x" + more).runs_nothing()) << more;
  }
}

class ReadyPagesTest : public BrowserTest {
 protected:
  static std::string places_of_words(const StepResult& result) {
    return said_of(result, "pdftotext -bbox", "- | grep -E \"<(page|word) \"");
  }
  /// A browser with three pages that have been warmed up.
  static BrowserHost& warm_host() {
    static BrowserHost shared([](BrowserOptions& options) { options.ready_pages = 3; });
    if (shared.engine().warm_pages() < 3) {
      EXPECT_TRUE(shared.convert(page_request("<p>x")));
      EXPECT_TRUE(comes_true(shared, [] { return shared.engine().warm_pages() == 3; }));
    }
    return shared;
  }
};

TEST_F(ReadyPagesTest, APlainPageIsPrintedAsIfItHadBeenWaitedFor) {
  const auto plain = good(kPlain);
  EXPECT_EQ(plain.pages, 2u);
  EXPECT_THAT(text_of(plain), testing::AllOf(HasSubstr("on paper, für € 3"), Not(HasSubstr("on screen"))));
  EXPECT_EQ(places_of_words(plain), places_of_words(good(std::string(kPlain) + "<script></script>")));
  const Fields screen{{"MediaType", "Screen"}};
  EXPECT_THAT(text(kPlain, screen), testing::AllOf(HasSubstr("on screen"), Not(HasSubstr("on paper"))));
}

TEST_F(ReadyPagesTest, MoreAreOpenedWhenDocumentsHaveComeAndNoneComes) {
  BrowserHost own([](BrowserOptions& options) { options.ready_pages = 4; });
  EXPECT_TRUE(comes_true(own, [&] { return own.engine().ready_pages() == 2; }));
  EXPECT_EQ(own.engine().warm_pages(), 0u);
  EXPECT_TRUE(own.convert(page_request("<p>x")));
  EXPECT_TRUE(comes_true(own, [&] { return own.engine().ready_pages() == 4 && own.engine().warm_pages() == 4; }));
}

TEST_F(ReadyPagesTest, APageThatWasWarmedUpIsAsEmptyAsAnother) {
  const std::string html =
      "<!doctype html><p id=a><script>a.textContent = '[' + [document.title, document.lang, document.body.children.length,"
      "document.styleSheets.length, document.fonts.size, history.length, document.referrer, innerWidth, Object.keys(window).length,"
      "performance.getEntriesByType('navigation').length, location.href, document.compatMode].join('|') + ']'</script>";
  const auto warm = warm_host().convert(page_request(html));
  ASSERT_TRUE(warm);
  BrowserHost bare([](BrowserOptions& options) { options.ready_pages = 0; });
  const auto cold = bare.convert(page_request(html));
  ASSERT_TRUE(cold);
  EXPECT_EQ(text_of(*warm), text_of(*cold));
  const auto plain = warm_host().convert(page_request(kPlain));
  ASSERT_TRUE(plain);
  EXPECT_EQ(places_of_words(*plain), places_of_words(good(kPlain)));
}

TEST_F(ReadyPagesTest, APageThatWasWarmedUpCanBeLedElsewhereAndPictured) {
  EXPECT_THAT(text_of(*warm_host().convert(page_request("<p>zone", {{"Timezone", "Asia/Tokyo"}}))), HasSubstr("zone"));
  const auto picture = warm_host().convert(page_request("<p>x", {{"Width", "300"}, {"Height", "200"}, {"MediaType", "Screen"}}, "png"));
  ASSERT_TRUE(picture);
  EXPECT_THAT(said_of(*picture, "file"), HasSubstr("300 x 200"));
}

}  // namespace
}  // namespace docmill::engines::browser
