#include <gmock/gmock.h>

#include "base/base64.h"
#include "engines/browser/test_browser.h"

namespace docmill::engines::browser {
namespace {

using testing::HasSubstr;
using testing::Not;

class PagesToPdfTest : public BrowserTest {};

// A red square of 2 × 2 pixels.
const std::string kRedPng = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==";

std::string red_png() {
  return *bytes_of_base64(kRedPng);
}

/// How many pages, as poppler counts them.
std::string pages_by_poppler(const StepResult& result) {
  const auto said = said_of(result, "pdfinfo");
  const auto at = said.find("Pages:");
  const auto number = said.find_first_not_of(' ', at + 6);
  return said.substr(number, said.find('\n', at) - number);
}

/// How many pixels of the first page at 50 dpi are clearly red.
int red_pixels(const StepResult& result) {
  const auto ppm = said_of(result, "pdftoppm -r 50 -f 1 -l 1");
  const auto head = ppm.find("255\n");
  int red = 0;
  for (auto at = head + 4; at + 2 < ppm.size(); at += 3) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(ppm[at + i]); };
    if (byte(0) > 200 && byte(1) < 60 && byte(2) < 60) ++red;
  }
  return red;
}

TEST_F(PagesToPdfTest, TheEngineSaysWhatItIs) {
  EXPECT_EQ(host().engine().name(), "browser");
  EXPECT_THAT(host().engine().version(), testing::MatchesRegex("browser/[0-9.]+"));
  EXPECT_TRUE(host().engine().ready());
}

TEST_F(PagesToPdfTest, APageBecomesAPdf) {
  const auto got = good("<h1>Hello, world</h1>");
  ASSERT_EQ(got.outputs.size(), 1u);
  EXPECT_EQ(got.outputs[0].extension, "pdf");
  EXPECT_THAT(text_of(got), HasSubstr("Hello, world"));
  EXPECT_THAT(said_of(got, "qpdf --check"), HasSubstr("No syntax or stream encoding errors"));
  EXPECT_EQ(got.pages, 1u);
  EXPECT_EQ(got.engine, host().engine().version());
  EXPECT_THAT(got.warnings, testing::IsEmpty());
}

TEST_F(PagesToPdfTest, SizesAreThoseOfTheirNames) {
  const struct {
    Fields params;
    double width, height;  // points
  } sheets[] = {{{}, 595.3, 841.9},
                {{{"Size", "A4"}, {"Orientation", "Landscape"}}, 841.9, 595.3},
                {{{"Size", "Letter"}}, 612, 792},
                {{{"Size", "Ledger"}}, 1224, 792},
                {{{"Size", "A2"}}, 1190.6, 1683.8},
                {{{"Size", "B5"}}, 498.9, 708.7},
                {{{"Size", "Statement"}}, 396, 612},
                {{{"Width", "100mm"}, {"Height", "5in"}}, 283.5, 360}};
  for (const auto& sheet : sheets) {
    const auto [width, height] = size_of_page(good("<p>x", sheet.params));
    EXPECT_NEAR(width, sheet.width, 0.6);
    EXPECT_NEAR(height, sheet.height, 0.6);
  }
}

TEST_F(PagesToPdfTest, ThePagesOwnSizeCountsWhenItIsPreferred) {
  const std::string html = "<style>@page { size: 100mm 50mm }</style><p>x";
  EXPECT_NEAR(size_of_page(good(html, {{"PreferCssPageSize", "true"}})).first, 283.5, 0.75);
}

TEST_F(PagesToPdfTest, MarginsMoveTheText) {
  const auto left_of_word = [](const Fields& params) {
    const auto boxes = said_of(good("<body style='margin:0'>word", params), "pdftotext -bbox", "-");
    std::smatch found;
    EXPECT_TRUE(std::regex_search(boxes, found, std::regex(R"(xMin="([\d.]+)\")"))) << boxes;
    return found.empty() ? 0.0 : std::stod(found[1]);
  };
  EXPECT_NEAR(left_of_word({{"Margins", "0"}}), 0, 1);
  EXPECT_NEAR(left_of_word({{"Margins", "10mm 20mm 30mm 40mm;"}}), 113.4, 1);
  EXPECT_NEAR(left_of_word({{"Margins", "96"}}), 72, 1);
}

TEST_F(PagesToPdfTest, MarginsThatLeaveNoRoomAreRefused) {
  expect_refused(run("x", {{"Margins", "20cm"}}), ErrorCode::BadRequest, "Margins");
  expect_refused(run("x", {{"Margins", "wide"}}), ErrorCode::BadRequest, "Margins");
}

TEST_F(PagesToPdfTest, HeaderAndFooterStandOnEveryPage) {
  auto request = page_request("<p>one<p style='page-break-before:always'>two");
  request.inputs.push_back(
      document_of("<html><head><style>.caption { font-size: 14px }</style></head><body><img src='red.png' width=40 height=40>"
                  "<span class=caption>Übersicht</span><script>document.body.append(' scripted')</script></body></html>",
                  "Header", "header.html"));
  request.inputs.push_back(document_of(
      "<div style='font-size:10px'>Page <span class=pageNumber></span> of <span class=totalPages></span></div>", "Footer", "footer.html"));
  request.inputs.push_back(document_of(red_png(), "Assets", "red.png", "png"));
  const auto got = good(std::move(request));
  const auto words = text_of(got);
  EXPECT_THAT(words, testing::ContainsRegex("Übersicht scripted.*one[^\f]*Page 1 of 2[^\f]*\f.*Übersicht scripted.*two[^\f]*Page 2 of 2"));
  EXPECT_GT(red_pixels(got), 200);
  EXPECT_THAT(got.warnings, testing::IsEmpty());
}

TEST_F(PagesToPdfTest, ThePageMakesRoomForATallHeader) {
  auto request = page_request("<body style='margin:0'>word");
  request.inputs.push_back(document_of("<body style='margin:0'><div style='height:300px'>tall</div>", "Header", "h.html"));
  const auto boxes = said_of(good(std::move(request)), "pdftotext -bbox", "-");
  std::smatch found;
  ASSERT_TRUE(std::regex_search(boxes, found, std::regex(R"re(yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">word)re"))) << boxes;
  EXPECT_GT(std::stod(found[1]), 225);
}

TEST_F(PagesToPdfTest, PageRangesChoosePages) {
  const std::string html = "<p>one<p style='break-before:page'>two<p style='break-before:page'>three<p style='break-before:page'>four";
  const auto words = text_of(good(html, {{"PageRanges", "2;4;"}}));
  EXPECT_THAT(words, testing::AllOf(HasSubstr("two"), HasSubstr("four"), Not(HasSubstr("one")), Not(HasSubstr("three"))));
  EXPECT_EQ(good(html, {{"PageRanges", "3-9"}}).pages, 2u);
  expect_refused(run(html, {{"PageRanges", "7"}}), ErrorCode::NotApplicable, "PageRanges");
}

TEST_F(PagesToPdfTest, PagesAreCounted) {
  std::string html;
  for (int page = 0; page < 40; ++page) html += "<p style='break-after:page'>x</p>";
  const auto got = good(html + "end");
  EXPECT_EQ(got.pages, 41u);
  EXPECT_EQ(pages_by_poppler(got), "41");
  auto request = page_request(html);
  request.limits.pages = 10;
  expect_refused(host().convert(std::move(request)), ErrorCode::TooManyPages, "10 are allowed");
}

TEST_F(PagesToPdfTest, BackgroundsCanBeLeftOut) {
  const std::string html = "<body style='background:#f00'>x";
  EXPECT_GT(red_pixels(good(html)), 1000);
  EXPECT_EQ(red_pixels(good(html, {{"Background", "false"}})), 0);
}

TEST_F(PagesToPdfTest, MediaTypeChoosesTheRules) {
  const std::string html =
      "<style>@media screen { .p { display: none } } @media print { .s { display: none } }</style><p class=p>paper<p class=s>glass";
  EXPECT_THAT(text(html), HasSubstr("paper"));
  EXPECT_THAT(text(html, {{"MediaType", "Screen"}}), HasSubstr("glass"));
}

TEST_F(PagesToPdfTest, Utf8NeedsNoCharset) {
  EXPECT_THAT(text("<p>£ ð Grüße 漢字"), testing::ContainsRegex("£ ð Grüße *漢字"));
  EXPECT_THAT(text("<meta charset=iso-8859-1><p>Gr\xFC\xDF"
                   "e"),
              HasSubstr("Grüße"));
}

TEST_F(PagesToPdfTest, AssetsAreFoundByTheirNames) {
  auto request = page_request("<link rel=stylesheet href='my style.css'><p>text<img src='img/red.png?v=1'>");
  request.inputs.push_back(document_of("p { font-size: 40px } p::after { content: 'styled' }", "Assets", "my style.css", "css"));
  request.inputs.push_back(document_of(red_png(), "Assets", "img/red.png", "png"));
  const auto got = good(std::move(request));
  EXPECT_THAT(text_of(got), HasSubstr("styled"));
  EXPECT_THAT(got.warnings, testing::IsEmpty());
  EXPECT_GT(red_pixels(got), 0);
}

TEST_F(PagesToPdfTest, PicturesComeThroughTheGuardAndWithTheGivenHeaders) {
  guard().answers["http://pictures.example.com/red.png"] = {.content_type = "image/png", .bytes = red_png()};
  const auto got = good("<img width=200 height=200 src=http://pictures.example.com/red.png><img src=https://other.example.com/x.png>",
                        {{"ExtraHeaders", R"({"http://pictures.example.com": {"X-Key": "secret"}})"}});
  EXPECT_GT(red_pixels(got), 1000);
  ASSERT_EQ(guard().asked.size(), 2u);
  for (const auto& asked : guard().asked) {
    const bool ours = asked.url == "http://pictures.example.com/red.png";
    EXPECT_EQ(asked.headers, ours ? std::vector<std::string>{"X-Key: secret"} : std::vector<std::string>{});
  }
}

TEST_F(PagesToPdfTest, WhatIsMissingIsAWarningOrWithStrictAnError) {
  const std::string html = "<p>text<img src=https://dead.example.com/a.png><img src=gone.png>";
  const auto got = good(html);
  EXPECT_THAT(text_of(got), HasSubstr("text"));
  EXPECT_THAT(got.warnings, testing::UnorderedElementsAre(HasSubstr("The picture https://dead.example.com/a.png could not be loaded"),
                                                          HasSubstr("send it in the field Assets")));
  expect_refused(run(html, {{"Strict", "true"}}), ErrorCode::FetchRefused, "could not be loaded");
}

TEST_F(PagesToPdfTest, WhatAMessageShowsFromElsewhereIsLoadedOnlyWhenThatIsAskedFor) {
  const std::string url = "http://pictures.example.com/red.png?to=ada";
  guard().answers[url] = {.content_type = "image/png", .bytes = red_png()};
  const auto shown = [&](const std::string& was, Fields params = {}) {
    auto request = page_request("<link rel=stylesheet href=https://pictures.example.com/a.css><p>text<img width=200 height=200 src=" + url +
                                    "><iframe src=https://pictures.example.com></iframe><script src=//pictures.example.com/a.js></script>",
                                std::move(params));
    request.inputs[0].was = was;
    return good(std::move(request));
  };
  for (const auto* was : {"eml", "msg"}) {
    const auto got = shown(was);
    EXPECT_THAT(text_of(got), HasSubstr("text"));
    EXPECT_THAT(guard().asked, testing::IsEmpty());
    EXPECT_THAT(got.warnings, testing::ElementsAre(testing::AllOf(HasSubstr("4 pictures or styles"), HasSubstr("LoadRemoteContent=true"))));
  }
  EXPECT_GT(red_pixels(shown("eml", {{"LoadRemoteContent", "true"}})), 1000);
  EXPECT_TRUE(guard().was_asked(url));
  EXPECT_GT(red_pixels(shown("md")), 1000);
}

TEST_F(PagesToPdfTest, WebFontsAreUsedWhereverTheyComeFrom) {
  std::ifstream file("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", std::ios::binary);
  const std::string font((std::istreambuf_iterator<char>(file)), {});
  ASSERT_FALSE(font.empty());
  guard().answers["https://fonts.example.com/f.ttf"] = {.content_type = "font/ttf", .bytes = font};
  const std::string by_data =
      "<style>@font-face { font-family: F; src: url(data:font/ttf;base64," + base64_of(font) + ") } p { font-family: F }</style><p>x";
  const std::string by_net =
      "<style>@font-face { font-family: F; src: url(https://fonts.example.com/f.ttf) } p { font-family: F }</style><p>x";
  EXPECT_THAT(said_of(good(by_data), "pdffonts"), HasSubstr("DejaVuSansMono"));
  EXPECT_THAT(said_of(good(by_net), "pdffonts"), HasSubstr("DejaVuSansMono"));
}

const std::string kLater =
    "<p id=a>early<script>setTimeout(() => { a.textContent = 'later'; a.className = 'done'; window.ready = 1 }, 400)</script>";

TEST_F(PagesToPdfTest, APageIsWaitedForInEachWay) {
  EXPECT_THAT(text(kLater), HasSubstr("early"));
  EXPECT_THAT(text(kLater, {{"WaitDelay", "900"}}), HasSubstr("later"));
  EXPECT_THAT(text(kLater, {{"WaitSelector", ".done"}}), HasSubstr("later"));
  EXPECT_THAT(text(kLater, {{"WaitExpression", "window.ready === 1"}}), HasSubstr("later"));
  EXPECT_THAT(text(kLater, {{"WaitExpression", "(a.className, window.ready.toFixed(0)) === '1'"}}), HasSubstr("later"));
}

TEST_F(PagesToPdfTest, ANetworkThatFallsQuietIsWaitedFor) {
  guard().answers["https://api.example.com/x"] = {.content_type = "application/json", .bytes = R"({"word": "fetched"})"};
  const std::string html =
      "<p id=a>early<script>setTimeout(async () => a.textContent = (await (await fetch('https://api.example.com/x')).json()).word, "
      "100)</script>";
  EXPECT_THAT(text(html, {{"WaitNetworkIdle", "true"}}), HasSubstr("fetched"));
}

TEST_F(PagesToPdfTest, AWaitEndsWithTheBudget) {
  auto request = page_request(kLater, {{"WaitSelector", "#never"}});
  request.budgets.load = std::chrono::milliseconds(1500);
  expect_refused(host().convert(std::move(request)), ErrorCode::DeadlineExceeded, "load phase");
  auto broken = page_request(kLater, {{"WaitSelector", "p:::"}});
  broken.budgets.load = std::chrono::milliseconds(5000);
  expect_refused(host().convert(std::move(broken)), ErrorCode::BadRequest, "WaitSelector");
}

TEST_F(PagesToPdfTest, ScriptsCanBeLeftOut) {
  const std::string html = "<p id=a>plain<script>a.textContent = 'scripted'</script>";
  EXPECT_THAT(text(html), HasSubstr("scripted"));
  EXPECT_THAT(text(html, {{"JavaScript", "false"}, {"WaitSelector", "#a"}}), HasSubstr("plain"));
}

TEST_F(PagesToPdfTest, APageMayDoWhatSecurePagesMay) {
  EXPECT_THAT(text("<p id=a><script>a.textContent = isSecureContext + ' ' + typeof crypto.randomUUID</script>"),
              HasSubstr("true function"));
}

TEST_F(PagesToPdfTest, ZoneAndLanguageCanBeChosen) {
  const std::string html = "<p id=a><script>a.textContent = new Date(0).getHours() + ' ' + (1.5).toLocaleString()</script>";
  EXPECT_THAT(text(html, {{"Timezone", "Asia/Tokyo"}, {"Locale", "de-DE"}}), HasSubstr("9 1,5"));
  expect_refused(run(html, {{"Timezone", "Mars/Base"}}), ErrorCode::BadRequest, "Timezone");
}

TEST_F(PagesToPdfTest, OutlineAndTagsAreWritten) {
  const auto got = good("<h1>First</h1><h1>Second</h1>", {{"Outline", "true"}});
  EXPECT_THAT(said_of(got, "qpdf --json --json-key=outlines"), HasSubstr("Second"));
  EXPECT_THAT(said_of(got, "pdfinfo"), testing::ContainsRegex("Tagged: *yes"));
}

TEST_F(PagesToPdfTest, AnAddressIsFetchedByTheGuardWithItsRedirects) {
  guard().answers["https://example.com/start"] = {
      .url = "https://www.example.com/a/", .content_type = "text/html; charset=utf-8", .bytes = "<p>at home<img src=pic.png>"};
  guard().answers["https://www.example.com/a/pic.png"] = {.content_type = "image/png", .bytes = red_png()};
  auto request = page_request("", {{"Url", "https://example.com/start"}, {"ExtraHeaders", R"({"Authorization": "Bearer x"})"}});
  const auto got = good(std::move(request));
  EXPECT_THAT(text_of(got), HasSubstr("at home"));
  EXPECT_THAT(got.warnings, testing::IsEmpty());
  ASSERT_EQ(guard().asked.size(), 2u);
  EXPECT_THAT(guard().asked[0].headers, testing::ElementsAre("Authorization: Bearer x"));
  EXPECT_EQ(guard().asked[1].url, "https://www.example.com/a/pic.png");
  EXPECT_THAT(guard().asked[1].headers, testing::IsEmpty());
}

TEST_F(PagesToPdfTest, AnAddressThatMayNotBeFetchedIsAnError) {
  expect_refused(host().convert(page_request("", {{"Url", "http://169.254.169.254/latest"}})), ErrorCode::FetchRefused, "private");
  expect_refused(host().convert(page_request("", {{"Url", "file:///etc/passwd"}})), ErrorCode::BadRequest, "Url");
  for (const std::string url : {"http://[::1", "http://example.com:73934/", "http://[fe80::1%25eth0]/", "http://a%00.example.com/"})
    expect_refused(host().convert(page_request("", {{"Url", url}})), ErrorCode::BadRequest, "Url: this is no address");
  guard().answers["https://example.com/a.zip"] = {.content_type = "application/zip", .bytes = "PK\3\4"};
  expect_refused(host().convert(page_request("", {{"Url", "https://example.com/a.zip"}})), ErrorCode::NotApplicable, "not show as a page");
}

TEST_F(PagesToPdfTest, APageWithoutAnythingIsRefused) {
  expect_refused(host().convert(page_request("")), ErrorCode::BadRequest, "File or Url");
}

}  // namespace
}  // namespace docmill::engines::browser
