#include <gmock/gmock.h>

#include "engines/browser/test_browser.h"

namespace docmill::engines::browser {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class PicturesOfPagesTest : public BrowserTest {
 protected:
  static StepResult picture(const std::string& html, Fields params = {}) { return good(page_request(html, std::move(params), "png")); }
};

std::uint32_t number_in_png(const std::string& png, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(png.at(at + i));
  return number;
}

std::pair<std::uint32_t, std::uint32_t> size_of_png(const StepResult& result) {
  const auto png = bytes_of(result);
  EXPECT_THAT(png, StartsWith("\x89PNG"));
  return {number_in_png(png, 16), number_in_png(png, 20)};
}

using Size = std::pair<std::uint32_t, std::uint32_t>;

TEST_F(PicturesOfPagesTest, AWindowFullOrAWholePage) {
  const std::string tall = "<body style='margin:0'><div style='height:3000px;background:linear-gradient(red,blue)'></div>";
  EXPECT_EQ(size_of_png(picture(tall, {{"Width", "800"}, {"Height", "600"}, {"FullPage", "false"}})), Size(800, 600));
  EXPECT_EQ(size_of_png(picture(tall, {{"Width", "800"}, {"Height", "600"}})), Size(800, 3000));
  EXPECT_EQ(size_of_png(picture(tall, {{"Width", "400"}, {"Height", "300"}, {"FullPage", "false"}, {"Scale", "2"}})), Size(800, 600));
}

TEST_F(PicturesOfPagesTest, OneElementOnly) {
  const std::string html = "<div id=a style='width:120px;height:50px;background:red;margin:30px'></div>";
  EXPECT_EQ(size_of_png(picture(html, {{"Selector", "#a"}})), Size(120, 50));
  expect_refused(host().convert(page_request(html, {{"Selector", "#b"}}, "png")), ErrorCode::NotApplicable, "no such element");
  expect_refused(host().convert(page_request(html, {{"Selector", "#:b"}}, "png")), ErrorCode::BadRequest, "Selector");
}

TEST_F(PicturesOfPagesTest, EachFormatIsWhatItSays) {
  const auto jpeg = picture("<p>x", {{"Format", "Jpeg"}, {"Quality", "50"}});
  EXPECT_THAT(bytes_of(jpeg), StartsWith("\xFF\xD8\xFF"));
  EXPECT_EQ(jpeg.outputs[0].extension, "jpg");
  const auto webp = picture("<p>x", {{"Format", "Webp"}});
  EXPECT_EQ(bytes_of(webp).substr(8, 4), "WEBP");
  EXPECT_EQ(webp.outputs[0].extension, "webp");
}

TEST_F(PicturesOfPagesTest, ABackgroundCanBeLeftOut) {
  constexpr std::size_t kColourType = 25;  // in a PNG; 6 has an alpha channel, 2 has none
  EXPECT_EQ(bytes_of(picture("<p>x", {{"OmitBackground", "true"}})).at(kColourType), 6);
  EXPECT_EQ(bytes_of(picture("<p>x")).at(kColourType), 2);
}

TEST_F(PicturesOfPagesTest, APageLargerThanAPictureCanBeIsCutWithAWarning) {
  const auto got = picture("<body style='margin:0'><div style='height:90000px;width:100px'></div>", {{"Width", "200"}});
  EXPECT_EQ(size_of_png(got), Size(200, 16384));
  EXPECT_THAT(got.warnings, testing::ElementsAre(HasSubstr("larger than a picture can be")));
}

// A picture of noise with twice the pixels ended Chromium 156, and every page in it.
TEST_F(PicturesOfPagesTest, APageThatIsWideAndTallEndsAtSixtyMillionPixels) {
  const auto got = picture("<body style='margin:0'><div style='width:9000px;height:9000px'>");
  EXPECT_EQ(size_of_png(got), Size(9000, 6666));
  EXPECT_THAT(got.warnings, testing::ElementsAre(HasSubstr("it ends at 9000 × 6666 pixels")));
}

}  // namespace
}  // namespace docmill::engines::browser
