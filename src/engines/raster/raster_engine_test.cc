#include "engines/raster/raster_engine.h"

#include "engines/raster/raster_fixture.h"
#include "pdf/pdf_maker.h"

namespace docmill::engines::raster {
namespace {

using documents::Maker;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

/// A red corner at the lower left, a blue one at the upper right.
const std::string kCorners = "1 0 0 rg 0 0 50 50 re f 0 0 1 rg 150 50 50 50 re f\n";
const std::vector<int> kRed{255, 0, 0};
const std::vector<int> kBlue{0, 0, 255};
const std::vector<int> kWhite{255, 255, 255};

std::vector<std::string> words(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 1; i <= count; ++i) out.push_back("page" + std::to_string(i));
  return out;
}

std::vector<std::string> names_of(const StepResult& result) {
  std::vector<std::string> out;
  for (const auto& output : result.outputs) out.push_back(output.name + "." + output.extension);
  return out;
}

TEST_F(RasterEngineTest, SaysWhatItIs) {
  EXPECT_EQ(host().engine().name(), "raster");
  EXPECT_THAT(host().engine().version(), HasSubstr("raster/2"));
}

// --- pictures of pages

TEST_F(RasterEngineTest, EachPageBecomesAPictureNamedByItsNumber) {
  const auto got = good("pdf-to-image", {Maker(words(3)).bytes()}, {{"FilenamePrefix", "scan_"}});
  EXPECT_THAT(names_of(got), ElementsAre("scan_1.png", "scan_2.png", "scan_3.png"));
  EXPECT_EQ(got.pages, 3u);
  EXPECT_TRUE(got.warnings.empty());
  const auto first = decoded(bytes_of(got), "png");
  EXPECT_EQ(first.width, 1240);  // 595 points at 150 dpi
  EXPECT_EQ(first.height, 1755);
  EXPECT_NEAR(first.dots_per_mm * 25.4, 150, 0.1);
}

TEST_F(RasterEngineTest, PicturesAreNamedLikeTheDocumentWhereNoPrefixIsGiven) {
  EXPECT_THAT(names_of(good("pdf-to-image", {Maker(words(2)).bytes()}, {{"Dpi", "20"}})), ElementsAre("report-1.png", "report-2.png"));
}

TEST_F(RasterEngineTest, PagesComeInTheOrderAskedForWithRepeats) {
  const auto pdf = Maker(words(5)).bytes();
  EXPECT_THAT(names_of(good("pdf-to-image", {pdf}, {{"Pages", "4;1-2;4"}, {"FilenamePrefix", "p"}, {"Dpi", "20"}})),
              ElementsAre("p4.png", "p1.png", "p2.png", "p4.png"));
  EXPECT_THAT(names_of(good("pdf-to-image", {pdf}, {{"StartPage", "2"}, {"EndPage", "3"}, {"FilenamePrefix", "p"}, {"Dpi", "20"}})),
              ElementsAre("p2.png", "p3.png"));
  EXPECT_THAT(names_of(good("pdf-to-image", {pdf}, {{"Pages", "5;1-3"}, {"StartPage", "3"}, {"FilenamePrefix", "p"}, {"Dpi", "20"}})),
              ElementsAre("p5.png", "p3.png"));
  expect_refused(run("pdf-to-image", pdf, {{"StartPage", "6"}}), ErrorCode::NotApplicable, "which has 5");
  expect_refused(run("pdf-to-image", pdf, {{"Pages", "1"}, {"StartPage", "2"}}), ErrorCode::NotApplicable, "None of these pages");
  expect_refused(run("pdf-to-image", pdf, {{"Pages", "3-1"}}), ErrorCode::BadRequest, "backwards");
}

TEST_F(RasterEngineTest, EveryFormatHasTheRightColoursInTheRightPlaces) {
  const auto pdf = Sheet().page(kCorners).bytes();
  const std::map<std::string, std::string> extensions{{"Png", "png"}, {"Jpeg", "jpg"},  {"Gif", "gif"},
                                                      {"Bmp", "bmp"}, {"Tiff", "tiff"}, {"Webp", "webp"}};
  for (const auto& [format, extension] : extensions) {
    SCOPED_TRACE(format);
    const auto got = good("pdf-to-image", {pdf}, {{"Format", format}, {"Dpi", "144"}, {"Quality", "95"}});
    ASSERT_EQ(got.outputs.size(), 1u);
    EXPECT_EQ(got.outputs[0].extension, extension);
    const auto picture = decoded(bytes_of(got), extension);
    EXPECT_EQ(picture.width, 400);
    EXPECT_EQ(picture.height, 200);
    const int off = format == "Jpeg" || format == "Webp" ? 12 : 0;
    const auto near = [&](int x, int y, const std::vector<int>& colour) {
      const auto pixel = picture.at(x, y);
      ASSERT_GE(pixel.size(), 3u);
      for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(pixel[c], colour[c], off) << x << "," << y;
    };
    near(40, 160, kRed);
    near(360, 40, kBlue);
    near(200, 100, kWhite);
    near(5, 5, kWhite);
    near(5, 195, kRed);
    near(395, 5, kBlue);
  }
}

TEST_F(RasterEngineTest, EveryFormatMayBeGrey) {
  const auto pdf = Sheet().page("0.5 g 0 0 50 50 re f").bytes();
  for (const auto* format : {"Png", "Jpeg", "Gif", "Bmp", "Tiff", "Webp"}) {
    SCOPED_TRACE(format);
    const auto got = picture(pdf, {{"Format", format}, {"Dpi", "72"}, {"Grayscale", "true"}});
    EXPECT_EQ(got.width, 200);
    const auto near = testing::AllOf(testing::Ge(124), testing::Le(131));
    EXPECT_THAT(got.at(25, 75), Each(near));
    EXPECT_THAT(got.at(100, 20), Each(testing::Ge(250)));
    if (std::string(format) == "Png" || std::string(format) == "Jpeg") EXPECT_EQ(got.bands, 1);
  }
}

TEST_F(RasterEngineTest, LowerQualityMakesSmallerFiles) {
  const auto pdf = Maker({"photo"}).picture(300, 200).bytes();
  for (const auto* format : {"Jpeg", "Webp"}) {
    const auto size = [&](const char* quality) {
      return bytes_of(good("pdf-to-image", {pdf}, {{"Format", format}, {"Quality", quality}})).size();
    };
    EXPECT_LT(size("20") * 2, size("95")) << format;
  }
}

TEST_F(RasterEngineTest, APngHoldsWhatWasDrawnHoweverItIsPacked) {
  const auto pdf = Maker({"photo"}).picture(300, 200).bytes();
  // The last is too large to be packed at once.
  for (const auto& [dpi, grey] : {std::pair{"37", "false"}, std::pair{"60", "true"}, std::pair{"360", "false"}}) {
    const Params params{{"Dpi", dpi}, {"Grayscale", grey}};
    auto plain = params;
    plain["Format"] = "Tiff";
    const auto got = picture(pdf, params);
    EXPECT_EQ(got.bytes.size(), static_cast<std::size_t>(got.width) * static_cast<std::size_t>(got.height) * (grey[0] == 't' ? 1 : 3));
    EXPECT_TRUE(got.bytes == picture(pdf, plain).bytes) << dpi << grey;
  }
}

TEST_F(RasterEngineTest, EachPictureBringsTimeForTheNext) {
  const auto pdf = Maker(words(1'000)).bytes();
  const auto timed = [&](std::chrono::milliseconds budget) {
    auto wanted = request("pdf-to-image", {pdf}, {{"Dpi", "10"}});
    wanted.budgets.export_ = budget;
    return host().convert(std::move(wanted));
  };
  const auto first = timed(std::chrono::minutes(1));
  ASSERT_TRUE(first) << first.error().describe();
  const auto half = timed(std::chrono::milliseconds(first->phase_ms.at("export") / 2));
  ASSERT_TRUE(half) << half.error().describe();
  EXPECT_EQ(half->outputs.size(), 1'000u);
  expect_refused(timed(std::chrono::milliseconds(1)), ErrorCode::DeadlineExceeded, "export phase");
}

TEST_F(RasterEngineTest, ThePaperCanBeLeftOut) {
  const auto pdf = Sheet().page(kCorners + "/Half gs 0 1 0 rg 75 0 50 50 re f").bytes();
  const auto got = picture(pdf, {{"Dpi", "72"}, {"Transparent", "true"}});
  ASSERT_EQ(got.bands, 4);
  EXPECT_EQ(got.at(25, 75), (std::vector<int>{255, 0, 0, 255}));
  EXPECT_EQ(got.at(25, 25)[3], 0);
  const auto half = got.at(100, 75);
  EXPECT_NEAR(half[1], 255, 2);
  EXPECT_NEAR(half[3], 128, 2);
  EXPECT_EQ(picture(pdf, {{"Dpi", "72"}, {"Transparent", "true"}, {"Grayscale", "true"}}).bands, 2);
  EXPECT_EQ(picture(pdf, {{"Dpi", "72"}, {"Transparent", "true"}, {"Format", "Webp"}}).bands, 4);
  expect_refused(run("pdf-to-image", pdf, {{"Transparent", "true"}, {"Format", "Jpeg"}}), ErrorCode::BadRequest, "Transparent");
}

TEST_F(RasterEngineTest, TurnedAndCroppedPagesAreDrawnAsAViewerShowsThem) {
  const auto pdf = Sheet()
                       .page(kCorners, 200, 100, "/Rotate 90")
                       .page(kCorners, 200, 100, "/Rotate 180")
                       .page(kCorners, 200, 100, "/CropBox [0 0 50 40]")
                       .page(kCorners, 200, 100, "/Rotate 270 /CropBox [100 20 200 100]")
                       .bytes();
  const auto all = pictures(pdf, {{"Dpi", "72"}});
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].width, 100);
  EXPECT_EQ(all[0].height, 200);
  EXPECT_EQ(all[0].at(10, 10), kRed);
  EXPECT_EQ(all[0].at(90, 190), kBlue);
  EXPECT_EQ(all[1].at(190, 10), kRed);
  EXPECT_EQ(all[2].width, 50);
  EXPECT_EQ(all[2].height, 40);
  EXPECT_EQ(all[2].at(25, 20), kRed);
  EXPECT_EQ(all[3].width, 80);
  EXPECT_EQ(all[3].height, 100);
  EXPECT_EQ(all[3].at(10, 10), kBlue);
}

TEST_F(RasterEngineTest, AnEmptyPageIsWhite) {
  const auto got = picture(Sheet().page("", 20, 10).bytes(), {{"Dpi", "72"}});
  EXPECT_EQ(got.bytes, std::string(std::size_t{20} * 10 * 3, '\xFF'));
}

TEST_F(RasterEngineTest, APictureDrawnInSeveralBandsIsTheOneDrawnAtOnce) {
  const auto pdf = Sheet().page("40 w 0 0 m 5000 4000 l S\n" + say("Great", 200, 600, "F1", 1500), 5000, 4000).bytes();
  const auto got = good("pdf-to-image", {pdf}, {{"Dpi", "72"}, {"Format", "Bmp"}});
  ASSERT_EQ(got.outputs.size(), 1u);
  const TempDir dir;
  std::ofstream(dir.path() + "/a.pdf", std::ios::binary) << pdf;
  output_of("pdftoppm -r 72 " + dir.path() + "/a.pdf " + dir.path() + "/a");
  EXPECT_TRUE(decoded(bytes_of(got), "bmp").bytes == decoded(file_bytes(dir.path() + "/a-1.ppm"), "ppm").bytes);
}

TEST_F(RasterEngineTest, APictureTooLargeIsRefusedWithTheDpiThatWouldDo) {
  const auto pdf = Sheet().page(kCorners, 14'400, 14'400).bytes();  // 200 inches
  expect_refused(run("pdf-to-image", pdf), ErrorCode::InputTooComplex, "30000 by 30000 pixels");
  expect_refused(run("pdf-to-image", pdf), ErrorCode::InputTooComplex, "Send a Dpi of 61 or less");
  expect_refused(run("pdf-to-image", pdf, {{"Format", "Webp"}}), ErrorCode::InputTooComplex, "Send a Dpi of 35 or less");
  const auto got = picture(pdf, {{"Dpi", "10"}});
  EXPECT_EQ(got.width, 2'000);
  EXPECT_EQ(got.height, 2'000);
}

TEST_F(RasterEngineTest, ThousandsOfPagesAreRefusedAsPicturesUnlessSomeAreChosen) {
  const auto pdf = Maker(words(2'000)).bytes();
  expect_refused(run("pdf-to-image", pdf), ErrorCode::TooManyPages, "1000");
  EXPECT_THAT(names_of(good("pdf-to-image", {pdf}, {{"StartPage", "1999"}, {"Dpi", "10"}, {"FilenamePrefix", "p"}})),
              ElementsAre("p1999.png", "p2000.png"));
  EXPECT_TRUE(text(pdf).ends_with("page1999\n\n\fpage2000\n\n\f"));
  auto limited = request("pdf-to-text", {pdf});
  limited.limits.pages = 1'999;
  expect_refused(host().convert(std::move(limited)), ErrorCode::TooManyPages, "has 2000 pages; the limit is 1999");
}

// --- thumbnails

TEST_F(RasterEngineTest, AThumbnailFitsAndKeepsItsShape) {
  const auto pdf = Sheet().page(kCorners).page(kCorners, 100, 300).bytes();
  const auto first = decoded(bytes_of(good("thumbnail", {pdf})), "png");
  EXPECT_EQ(first.width, 256);
  EXPECT_EQ(first.height, 128);
  EXPECT_EQ(first.at(10, 118), kRed);
  const auto got = good("thumbnail", {pdf}, {{"Page", "2"}, {"Width", "90"}, {"Height", "60"}, {"Format", "Jpeg"}});
  ASSERT_EQ(got.outputs.size(), 1u);
  EXPECT_EQ(got.outputs[0].extension, "jpg");
  const auto second = decoded(bytes_of(got), "jpg");
  EXPECT_EQ(second.width, 20);
  EXPECT_EQ(second.height, 60);
  expect_refused(run("thumbnail", pdf, {{"Page", "3"}}), ErrorCode::NotApplicable, "there is no page 3");
}

TEST_F(RasterEngineTest, AThumbnailOfAHugePageNeedsNoHugePicture) {
  const auto got = good("thumbnail", {Sheet().page(kCorners, 14'400, 14'400).bytes()}, {{"Width", "64"}, {"Height", "64"}});
  EXPECT_EQ(decoded(bytes_of(got), "png").width, 64);
}

}  // namespace
}  // namespace docmill::engines::raster
