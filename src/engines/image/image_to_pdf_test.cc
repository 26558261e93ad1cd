#include <tuple>

#include "engines/image/image_fixture.h"

namespace docmill::engines::image {
namespace {

using testing::HasSubstr;

class ImageToPdfTest : public ImageEngineTest {
 protected:
  static PdfFile pdf_of(const std::vector<Upload>& inputs, Params params = {}) {
    const auto got = good("to-pdf", inputs, std::move(params));
    return PdfFile(got.outputs.empty() ? std::string() : bytes_of(got));
  }

  static void expect_quarters(const VImage& page, double tolerance = 12) {
    EXPECT_TRUE(looks(page, 0.25, 0.25, kRed, tolerance));
    EXPECT_TRUE(looks(page, 0.75, 0.25, kGreen, tolerance));
    EXPECT_TRUE(looks(page, 0.25, 0.75, kBlue, tolerance));
    EXPECT_TRUE(looks(page, 0.75, 0.75, kYellow, tolerance));
  }
};

TEST_F(ImageToPdfTest, SaysWhatItIs) {
  EXPECT_EQ(host().engine().name(), "image");
  EXPECT_THAT(host().engine().version(), HasSubstr("image/8."));
}

TEST_F(ImageToPdfTest, EveryFormatBecomesAPageOfItsColours) {
  const auto picture = quarters(60, 40);
  for (const std::string suffix : {".png", ".jpg[Q=95]", ".jpg[Q=95,interlace=true]", ".gif", ".tif", ".tif[compression=lzw,tile=true]",
                                   ".webp[lossless=true]", ".heic[Q=95]", ".avif[Q=95]", ".png[interlace=true]"}) {
    SCOPED_TRACE(suffix);
    auto pdf = pdf_of({{encoded(picture, suffix), "a" + suffix}});
    EXPECT_EQ(pdf.page_size(), "45x30");  // 96 dots an inch
    EXPECT_TRUE(pdf.passes_qpdf());
    expect_quarters(pdf.drawn(1, 144), 30);
  }
}

TEST_F(ImageToPdfTest, ABitmapOfWindowsIsReadWithItsDensity) {
  auto pdf = pdf_of({{as_bmp(quarters(61, 40)), "a.bmp"}});
  EXPECT_EQ(pdf.page_size(), "29x19");  // 150 dots an inch
  expect_quarters(pdf.drawn(1, 144));
  EXPECT_TRUE(pdf.passes_qpdf());
}

TEST_F(ImageToPdfTest, AJpegIsTakenAsItIs) {
  for (const std::string suffix : {".jpg", ".jpg[interlace=true,subsample_mode=off]", ".jpg[optimize_coding=true]"}) {
    const auto jpeg = encoded(quarters(64, 48), suffix);
    auto pdf = pdf_of({{jpeg, "a.jpg"}});
    const auto raw = pdf.picture().getRawStreamData();
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize()), jpeg);
    EXPECT_EQ(pdf.picture().getDict().getKey("/Filter").getName(), "/DCTDecode");
  }
  auto grey = pdf_of({{encoded(plain(20, 20, {90}), ".jpg"), "a.jpg"}});
  EXPECT_EQ(grey.picture().getDict().getKey("/ColorSpace").getName(), "/DeviceGray");
  EXPECT_TRUE(looks(grey.drawn(), 0.5, 0.5, {90, 90, 90}));
}

TEST_F(ImageToPdfTest, AJobOfScannedPagesBecomesOnePdf) {
  const auto page = encoded(plain(1240, 1754, {250, 248, 240}), ".jpg");  // A4 at 150 dots an inch
  auto pdf = pdf_of(std::vector<Upload>(200, {page, "scan.jpg"}));
  EXPECT_EQ(pdf.pages(), 200U);
}

TEST_F(ImageToPdfTest, APngIsTakenAsItIsWhereThatCanBe) {
  const auto grey = plain(41, 30, {255}).insert(plain(20, 30, {0}), 0, 0);
  const auto data_of = [](const std::string& png) {
    const auto at = png.find("IDAT");
    return png.substr(at + 4, png.find("IEND") - at - 12);
  };
  for (const auto& [picture, suffix, bits] :
       std::vector<std::tuple<VImage, std::string, int>>{{quarters(41, 30), ".png", 8},
                                                         {quarters(41, 30), ".png[filter=all]", 8},
                                                         {quarters(41, 30), ".png[palette=true,bitdepth=8]", 8},
                                                         {quarters(41, 30), ".png[palette=true,bitdepth=2]", 2},
                                                         {grey, ".png[bitdepth=1]", 1},
                                                         {grey, ".png[bitdepth=4]", 4},
                                                         {grey, ".png", 8}}) {
    SCOPED_TRACE(suffix);
    const auto png = encoded(picture, suffix);
    auto pdf = pdf_of({{png, "a.png"}});
    const auto raw = pdf.picture().getRawStreamData();
    EXPECT_TRUE(std::string(reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize()) == data_of(png));
    EXPECT_EQ(pdf.picture().getDict().getKey("/BitsPerComponent").getIntValue(), bits);
    EXPECT_TRUE(pdf.passes_qpdf());
    const auto page = pdf.drawn(1, 96);
    for (const double x : {0.25, 0.75}) {
      for (const double y : {0.25, 0.75})
        EXPECT_TRUE(looks(page, x, y, picture.getpoint(static_cast<int>(x * 41), static_cast<int>(y * 30)), 3));
    }
  }
}

TEST_F(ImageToPdfTest, ACmykJpegKeepsItsInks) {
  const auto inks = plain(40, 40, {0, 255, 255, 0}).copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_CMYK));
  const auto jpeg = encoded(inks, ".jpg[Q=95]");
  auto pdf = pdf_of({{jpeg, "a.jpg"}});
  EXPECT_EQ(pdf.picture().getDict().getKey("/ColorSpace").getName(), "/DeviceCMYK");
  EXPECT_EQ(pdf.picture().getRawStreamData()->getSize(), jpeg.size());
  EXPECT_TRUE(looks(pdf.drawn(), 0.5, 0.5, {237, 28, 36}, 30));  // red, where inverted inks would be cyan
  auto plain_inks = jpeg;                                        // without Adobe's marker four components are not inverted
  const auto marker = plain_inks.find("\xFF\xEE");
  ASSERT_NE(marker, std::string::npos);
  plain_inks.erase(marker, 16);
  auto unmarked = pdf_of({{plain_inks, "a.jpg"}});
  EXPECT_FALSE(unmarked.picture().getDict().hasKey("/Decode"));
  auto tiff = pdf_of({{encoded(inks, ".tif"), "a.tif"}});
  EXPECT_EQ(tiff.picture().getDict().getKey("/ColorSpace").getName(), "/DeviceCMYK");
  EXPECT_TRUE(looks(tiff.drawn(), 0.5, 0.5, {237, 28, 36}, 30));
}

TEST_F(ImageToPdfTest, EveryOrientationOfExifIsHonoured) {
  const auto upright = quarters(80, 40);
  // How the stored picture must lie so that it is seen upright.
  const std::vector<VImage> stored{upright,
                                   upright.flip(VIPS_DIRECTION_HORIZONTAL),
                                   upright.rot180(),
                                   upright.flip(VIPS_DIRECTION_VERTICAL),
                                   upright.rot90().flip(VIPS_DIRECTION_HORIZONTAL),
                                   upright.rot270(),
                                   upright.rot270().flip(VIPS_DIRECTION_HORIZONTAL),
                                   upright.rot90()};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    auto picture = stored[static_cast<std::size_t>(orientation - 1)].copy_memory();
    picture.set(VIPS_META_ORIENTATION, orientation);
    const auto jpeg = encoded(picture, ".jpg[Q=95]");
    ASSERT_EQ(decoded(jpeg).autorot().width(), 80);
    for (const auto& [bytes, name] : std::vector<Upload>{{jpeg, "a.jpg"}, {encoded(picture, ".tif"), "a.tif"}}) {
      auto pdf = pdf_of({{bytes, name}});
      EXPECT_EQ(pdf.page_size(), "60x30");
      expect_quarters(pdf.drawn(1, 144), 30);
      if (name == "a.jpg") EXPECT_EQ(pdf.picture().getRawStreamData()->getSize(), jpeg.size());
    }
  }
}

TEST_F(ImageToPdfTest, GreyStaysGreyAndBlackAndWhiteIsOneBit) {
  auto grey = pdf_of({{encoded(plain(30, 20, {77}), ".png"), "a.png"}});
  EXPECT_EQ(grey.picture().getDict().getKey("/ColorSpace").getName(), "/DeviceGray");
  EXPECT_EQ(grey.picture().getDict().getKey("/BitsPerComponent").getIntValue(), 8);
  EXPECT_TRUE(looks(grey.drawn(), 0.5, 0.5, {77, 77, 77}, 0));
  const auto stripes = plain(37, 20, {255}).insert(plain(10, 20, {0}), 5, 0);
  for (const std::string suffix : {".png[bitdepth=1]", ".png[interlace=true]", ".tif[bitdepth=1]", ".tif", ".gif"}) {
    SCOPED_TRACE(suffix);
    auto pdf = pdf_of({{encoded(stripes, suffix), "a"}});
    EXPECT_EQ(pdf.picture().getDict().getKey("/BitsPerComponent").getIntValue(), 1);
    const auto page = pdf.drawn(1, 96);
    EXPECT_TRUE(looks(page, 0.06, 0.5, {255, 255, 255}, 0));
    EXPECT_TRUE(looks(page, 0.27, 0.5, {0, 0, 0}, 0));
    EXPECT_TRUE(looks(page, 0.95, 0.5, {255, 255, 255}, 0));
    EXPECT_TRUE(pdf.passes_qpdf());
  }
}

TEST_F(ImageToPdfTest, WhatIsTransparentLetsThePageThrough) {
  const auto see_through = plain(40, 40, {220, 20, 30, 255}).insert(plain(20, 40, {0, 0, 0, 0}), 20, 0);
  for (const std::string suffix : {".png", ".png[palette=true]", ".gif", ".webp[lossless=true]", ".tif"}) {
    SCOPED_TRACE(suffix);
    auto pdf = pdf_of({{encoded(see_through, suffix), "a"}});
    EXPECT_TRUE(pdf.picture().getDict().hasKey("/SMask"));
    const auto page = pdf.drawn(1, 96);
    EXPECT_TRUE(looks(page, 0.25, 0.5, kRed, 3));
    EXPECT_TRUE(looks(page, 0.75, 0.5, {255, 255, 255}, 0));
    EXPECT_TRUE(pdf.passes_qpdf());
  }
  const auto half = pdf_of({{encoded(plain(40, 40, {0, 0, 0, 128}), ".png"), "a.png"}});
  EXPECT_TRUE(looks(half.drawn(), 0.5, 0.5, {127, 127, 127}, 2));
  auto opaque = pdf_of({{encoded(plain(40, 40, {220, 20, 30, 255}), ".png"), "a.png"}});
  EXPECT_FALSE(opaque.picture().getDict().hasKey("/SMask"));
}

TEST_F(ImageToPdfTest, SixteenBitsBecomeEight) {
  const auto fine = (plain(20, 20, kGreen).cast(VIPS_FORMAT_USHORT) * 257)
                        .cast(VIPS_FORMAT_USHORT)
                        .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_RGB16));
  for (const std::string suffix : {".png", ".tif"}) {
    auto pdf = pdf_of({{encoded(fine, suffix), "a"}});
    EXPECT_EQ(pdf.picture().getDict().getKey("/BitsPerComponent").getIntValue(), 8);
    EXPECT_TRUE(looks(pdf.drawn(), 0.5, 0.5, kGreen, 0));
  }
}

TEST_F(ImageToPdfTest, PixelsOutsidePlainColoursAreConverted) {
  const auto lab = plain(20, 20, kRed).colourspace(VIPS_INTERPRETATION_LAB);
  const auto page = pdf_of({{encoded(lab, ".tif"), "a.tif"}});
  EXPECT_TRUE(looks(page.drawn(), 0.5, 0.5, kRed, 3));
  const auto real = plain(20, 20, kRed).colourspace(VIPS_INTERPRETATION_scRGB);
  const auto linear = pdf_of({{encoded(real, ".tif"), "a.tif"}});
  EXPECT_TRUE(looks(linear.drawn(), 0.5, 0.5, kRed, 3));
  const auto grey = pdf_of({{encoded(plain(20, 20, {200}) / 255, ".tif"), "a.tif"}});
  EXPECT_TRUE(looks(grey.drawn(), 0.5, 0.5, {200, 200, 200}, 3));
}

TEST_F(ImageToPdfTest, AProfileIsKeptAndStoredOnce) {
  auto picture = quarters(30, 30).icc_transform("p3", VImage::option()->set("input_profile", "srgb"));
  ASSERT_EQ(picture.get_typeof(VIPS_META_ICC_NAME), VIPS_TYPE_BLOB);
  auto pdf = pdf_of({{encoded(picture, ".png"), "a.png"}, {encoded(picture, ".jpg[Q=95]"), "b.jpg"}});
  auto space = pdf.picture(0).getDict().getKey("/ColorSpace");
  ASSERT_TRUE(space.isArray());
  EXPECT_EQ(space.getArrayItem(0).getName(), "/ICCBased");
  EXPECT_EQ(space.getArrayItem(1).getDict().getKey("/N").getIntValue(), 3);
  EXPECT_EQ(space.getObjGen(), pdf.picture(1).getDict().getKey("/ColorSpace").getObjGen());
  EXPECT_TRUE(pdf.passes_qpdf());
}

TEST_F(ImageToPdfTest, EveryPageOfATiffComesWithItsOwnSize) {
  const auto several =
      encoded(plain(50, 20, kRed).join(plain(50, 20, kBlue), VIPS_DIRECTION_VERTICAL).join(plain(50, 20, kGreen), VIPS_DIRECTION_VERTICAL),
              ".tif[page_height=20]");
  const auto got = good("to-pdf", {{several, "scan.tif"}, {encoded(plain(96, 96, kYellow), ".png"), "b.png"}});
  EXPECT_EQ(got.pages, 4U);
  EXPECT_TRUE(got.warnings.empty());
  PdfFile pdf(bytes_of(got));
  ASSERT_EQ(pdf.pages(), 4U);
  EXPECT_TRUE(looks(pdf.drawn(1), 0.5, 0.5, kRed));
  EXPECT_TRUE(looks(pdf.drawn(2), 0.5, 0.5, kBlue));
  EXPECT_TRUE(looks(pdf.drawn(3), 0.5, 0.5, kGreen));
  EXPECT_TRUE(looks(pdf.drawn(4), 0.5, 0.5, kYellow));
  EXPECT_EQ(pdf.page_size(3), "72x72");
}

/// A TIFF whose pages are grey, of one strip each and of these sizes.
std::string tiff_of(const std::vector<std::pair<std::size_t, std::size_t>>& sizes) {
  const auto little = [](std::size_t value, int bytes) {
    std::string out;
    for (; bytes > 0; --bytes, value >>= 8U) out += static_cast<char>(value & 0xFFU);
    return out;
  };
  std::string out = "II*" + std::string(1, '\0') + little(8, 4);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto [width, height] = sizes[i];
    const auto pixels = out.size() + 2 + 9 * 12 + 4;
    const auto padded = (width * height + 1) / 2 * 2;
    out += little(9, 2);
    const std::vector<std::pair<std::size_t, std::size_t>> entries{
        {256, width}, {257, height}, {258, 8}, {259, 1}, {262, 1}, {273, pixels}, {277, 1}, {278, height}, {279, width * height}};
    for (const auto& [tag, value] : entries) out += little(tag, 2) + little(4, 2) + little(1, 4) + little(value, 4);
    out += little(i + 1 < sizes.size() ? pixels + padded : 0, 4) + std::string(padded, static_cast<char>(10 * (i % 20)));
  }
  return out;
}

TEST_F(ImageToPdfTest, PagesOfATiffMayDifferAndBeMany) {
  auto pdf = pdf_of({{tiff_of({{96, 48}, {48, 96}, {192, 192}}), "a.tif"}});
  ASSERT_EQ(pdf.pages(), 3U);
  EXPECT_EQ(pdf.page_size(0), "72x36");
  EXPECT_EQ(pdf.page_size(1), "36x72");
  EXPECT_EQ(pdf.page_size(2), "144x144");
  EXPECT_TRUE(looks(pdf.drawn(2), 0.5, 0.5, {10, 10, 10}, 1));
  EXPECT_TRUE(looks(pdf.drawn(3), 0.5, 0.5, {20, 20, 20}, 1));
  const auto many = good("to-pdf", {{tiff_of(std::vector<std::pair<std::size_t, std::size_t>>(2'000, {10, 10})), "a.tif"}});
  EXPECT_EQ(many.pages, 2'000U);
  PdfFile last(bytes_of(many));
  EXPECT_TRUE(looks(last.drawn(1'999), 0.5, 0.5, {180, 180, 180}, 1));
}

TEST_F(ImageToPdfTest, OfAMovingPictureTheFirstFrameIsTaken) {
  const auto frames = encoded(plain(30, 20, kRed).join(plain(30, 20, kBlue), VIPS_DIRECTION_VERTICAL), ".gif[page_height=20]");
  const auto got = good("to-pdf", {{frames, "a.gif"}});
  EXPECT_EQ(got.pages, 1U);
  ASSERT_EQ(got.warnings.size(), 1U);
  EXPECT_THAT(got.warnings[0], HasSubstr("holds 2 pictures; the first was taken"));
  EXPECT_TRUE(looks(PdfFile(bytes_of(got)).drawn(), 0.5, 0.5, kRed));
}

// --- pages

TEST_F(ImageToPdfTest, APageIsAsLargeAsItsPictureByItsDensity) {
  const auto at300 = encoded(plain(300, 150, kRed).copy(VImage::option()->set("xres", 300 / 25.4)->set("yres", 300 / 25.4)), ".png");
  EXPECT_EQ(pdf_of({{at300}}).page_size(), "72x36");
  EXPECT_EQ(pdf_of({{at300}}, {{"Margin", "10"}}).page_size(), "92x56");
  const auto fax = encoded(plain(204, 98, {255}).copy(VImage::option()->set("xres", 204 / 25.4)->set("yres", 98 / 25.4)), ".tif");
  EXPECT_EQ(pdf_of({{fax}}).page_size(), "72x72");
  EXPECT_EQ(pdf_of({{encoded(plain(300, 150, kRed), ".png")}}, {{"Dpi", "150"}}).page_size(), "144x72");
  EXPECT_EQ(pdf_of({{encoded(plain(60'000, 10, {9}), ".png")}}, {{"Dpi", "72"}}).page_size(), "14400x3");
}

TEST_F(ImageToPdfTest, OnPaperAPictureIsContainedCoveringOrAsItIs) {
  const auto wide = encoded(quarters(200, 100), ".png");
  auto contained = pdf_of({{wide}}, {{"PageSize", "A4"}, {"Margin", "0"}});
  EXPECT_EQ(contained.page_size(), "842x595");
  auto page = contained.drawn();
  EXPECT_TRUE(looks(page, 0.02, 0.48, kRed));
  EXPECT_TRUE(looks(page, 0.5, 0.05, {255, 255, 255}, 0));
  EXPECT_EQ(pdf_of({{wide}}, {{"PageSize", "Letter"}, {"Orientation", "Portrait"}}).page_size(), "612x792");
  const auto covering = pdf_of({{wide}}, {{"PageSize", "A4"}, {"Fit", "Cover"}, {"Margin", "50"}});
  page = covering.drawn();
  EXPECT_TRUE(looks(page, 0.1, 0.12, kRed));
  EXPECT_TRUE(looks(page, 0.9, 0.88, kYellow));
  EXPECT_TRUE(looks(page, 0.03, 0.5, {255, 255, 255}, 0));  // the margin stays free
  page = pdf_of({{wide}}, {{"PageSize", "A4"}, {"Fit", "None"}}).drawn();
  EXPECT_TRUE(looks(page, 0.46, 0.47, kRed));
  EXPECT_TRUE(looks(page, 0.3, 0.5, {255, 255, 255}, 0));
  expect_refused(run("to-pdf", {{wide}}, {{"PageSize", "A5"}, {"Margin", "300"}}), ErrorCode::BadRequest, "Margin leaves no room");
}

TEST_F(ImageToPdfTest, PicturesShareAPageInRows) {
  const std::vector<Upload> five{{encoded(plain(300, 200, kRed), ".png")},
                                 {encoded(plain(300, 200, kGreen), ".jpg[Q=95]")},
                                 {encoded(plain(300, 100, kBlue), ".png")},
                                 {encoded(plain(2000, 100, kYellow), ".png")},
                                 {encoded(plain(100, 900, kRed), ".png")}};
  auto pdf = pdf_of(five, {{"ImagePerPage", "false"}, {"Margin", "36"}});
  ASSERT_EQ(pdf.pages(), 2U);  // the high one needs a page of its own
  EXPECT_EQ(pdf.page_size(), "595x842");
  const auto page = pdf.drawn();
  const auto at = [&](double x, double y, const Colour& colour) { return looks(page, x / 595, y / 842, colour); };
  EXPECT_TRUE(at(40, 40, kRed));
  EXPECT_TRUE(at(300, 40, kGreen));
  EXPECT_TRUE(at(40, 200, kBlue));
  EXPECT_TRUE(at(555, 280, kYellow));  // as wide as the room
  EXPECT_TRUE(at(570, 280, {255, 255, 255}));
  EXPECT_TRUE(looks(pdf.drawn(2), 60.0 / 595, 60.0 / 842, kRed));
  EXPECT_TRUE(pdf.passes_qpdf());
}

TEST_F(ImageToPdfTest, ManyPicturesBecomeManyPages) {
  const std::vector<Upload> many(60, {encoded(plain(20, 20, kRed), ".jpg"), "a.jpg"});
  EXPECT_EQ(good("to-pdf", many).pages, 60U);
}

// --- SVG

TEST_F(ImageToPdfTest, ADrawingStaysOneWithItsText) {
  const std::string svg =
      R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="100" height="100" fill="rgb(220,20,30)"/>
    <rect x="100" width="100" height="100" fill="rgb(30,40,210)"/><text x="10" y="50" font-size="20">Readable</text></svg>)svg";
  const auto got = good("to-pdf", {{svg, "a.svg"}});
  PdfFile pdf(bytes_of(got));
  EXPECT_EQ(pdf.page_size(), "150x75");
  EXPECT_EQ(pdf.picture().getDict().getKey("/Subtype").getName(), "/Form");
  EXPECT_TRUE(looks(pdf.drawn(), 0.3, 0.8, kRed, 2));
  EXPECT_TRUE(looks(pdf.drawn(), 0.8, 0.8, kBlue, 2));
  EXPECT_THAT(text_of(got), HasSubstr("Readable"));
  EXPECT_TRUE(pdf.passes_qpdf());
}

}  // namespace
}  // namespace docmill::engines::image
