#include <cstdio>
// After cstdio, which it needs.
#include <jpeglib.h>

#include <boost/json/serialize.hpp>

#include "engines/image/image_fixture.h"

namespace docmill::engines::image {
namespace {

using testing::HasSubstr;
using testing::Not;

class ImageEditTest : public ImageEngineTest {
 protected:
  static std::string made(const std::string& operation, const std::string& input, Params params = {}) {
    const auto got = good(operation, {{input, "a.png"}}, std::move(params));
    return got.outputs.empty() ? std::string() : bytes_of(got);
  }
  static boost::json::value info(const std::string& input) { return boost::json::parse(made("info", input)); }
};

/// A photograph's worth of metadata.
VImage talkative(VImage image, int orientation = 1) {
  image = image.copy();
  image.set(VIPS_META_ORIENTATION, orientation);
  image.set("exif-ifd0-Make", "SecretCamera (SecretCamera, ASCII, 13 components, 13 bytes)");
  const std::string xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretPlace</x:xmpmeta>";
  vips_image_set_blob_copy(image.get_image(), VIPS_META_XMP_NAME, xmp.data(), xmp.size());
  return image.copy_memory();
}

TEST_F(ImageEditTest, ConvertsBetweenAllFormats) {
  const auto picture = quarters(60, 40);
  const auto heic = encoded(picture, ".heic[Q=95]");
  for (const auto& [format, extension, loader] : std::vector<std::array<std::string, 3>>{{"Png", "png", "pngload_buffer"},
                                                                                         {"Jpeg", "jpg", "jpegload_buffer"},
                                                                                         {"Webp", "webp", "webpload_buffer"},
                                                                                         {"Tiff", "tiff", "tiffload_buffer"},
                                                                                         {"Gif", "gif", "gifload_buffer"},
                                                                                         {"Avif", "avif", "heifload_buffer"}}) {
    SCOPED_TRACE(format);
    for (const auto& input : {encoded(picture, ".png"), heic, as_bmp(picture), encoded(picture, ".avif[Q=95]")}) {
      const auto got = good("convert-image", {{input, "a.png"}}, {{"Format", format}, {"Quality", "95"}});
      ASSERT_EQ(got.outputs.size(), 1U);
      EXPECT_EQ(got.outputs[0].extension, extension);
      const auto image = decoded(bytes_of(got));
      EXPECT_EQ(std::string(image.get_string("vips-loader")), loader);
      EXPECT_TRUE(looks(image, 0.25, 0.25, kRed, 30));
      EXPECT_TRUE(looks(image, 0.75, 0.75, kYellow, 30));
    }
  }
}

TEST_F(ImageEditTest, InksBecomeColoursOfEightBits) {
  const auto inks =
      encoded(plain(20, 20, {0, 255, 255, 0}).copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_CMYK)), ".jpg");
  for (const auto* format : {"Png", "Webp", "Gif", "Avif"}) {
    const auto image = decoded(made("convert-image", inks, {{"Format", format}}));
    EXPECT_EQ(image.format(), VIPS_FORMAT_UCHAR) << format;
    EXPECT_EQ(image.get_typeof(VIPS_META_ICC_NAME), 0U) << format;
    EXPECT_TRUE(looks(image, 0.5, 0.5, {237, 28, 36}, 30)) << format;
  }
}

TEST_F(ImageEditTest, FractionsBecomeColours) {
  const auto linear = encoded(plain(20, 20, kYellow).colourspace(VIPS_INTERPRETATION_scRGB), ".tif");
  const auto grey = encoded(plain(20, 20, {200}) / 255, ".tif");
  for (const auto* format : {"Png", "Jpeg", "Webp", "Gif", "Avif"}) {
    EXPECT_TRUE(looks(decoded(made("convert-image", linear, {{"Format", format}})), 0.5, 0.5, kYellow, 12)) << format;
    const auto shade = decoded(made("convert-image", grey, {{"Format", format}}));
    EXPECT_NEAR(shade.getpoint(10, 10)[0], 200, 5) << format;
  }
}

TEST_F(ImageEditTest, TransparencyGetsABackgroundWhereThereIsNone) {
  const auto clear = encoded(plain(20, 20, {0, 0, 0, 0}), ".png");
  EXPECT_TRUE(looks(decoded(made("convert-image", clear, {{"Format", "Jpeg"}})), 0.5, 0.5, {255, 255, 255}, 2));
  EXPECT_TRUE(looks(decoded(made("convert-image", clear, {{"Format", "Jpeg"}, {"Background", "#14be28"}})), 0.5, 0.5, kGreen, 5));
  EXPECT_TRUE(looks(decoded(made("convert-image", clear, {{"Format", "Png"}, {"Background", "14be28"}})), 0.5, 0.5, kGreen, 0));
  EXPECT_TRUE(looks(decoded(made("convert-image", clear, {{"Format", "Webp"}})), 0.5, 0.5, {0, 0, 0, 0}, 0));
  const auto grey = encoded(plain(20, 20, {10, 0}), ".png");
  EXPECT_TRUE(looks(decoded(made("convert-image", grey, {{"Format", "Jpeg"}, {"Background", "14be28"}})), 0.5, 0.5, kGreen, 5));
  expect_refused(run("convert-image", {{clear}}, {{"Format", "Jpeg"}, {"Background", "green"}}), ErrorCode::BadRequest,
                 "Background is no colour");
}

TEST_F(ImageEditTest, QualityDecidesTheSize) {
  const auto noise =
      encoded(VImage::gaussnoise(200, 200, VImage::option()->set("mean", 128)->set("sigma", 40)).cast(VIPS_FORMAT_UCHAR), ".png");
  for (const std::string format : {"Jpeg", "Webp", "Avif"}) {
    EXPECT_LT(made("convert-image", noise, {{"Format", format}, {"Quality", "20"}}).size() * 2,
              made("convert-image", noise, {{"Format", format}, {"Quality", "90"}}).size());
  }
}

TEST_F(ImageEditTest, FramesStayWhereBothFormatsHoldSeveral) {
  const auto moving = encoded(plain(30, 20, kRed).join(plain(30, 20, kBlue), VIPS_DIRECTION_VERTICAL), ".gif[page_height=20]");
  for (const std::string format : {"Webp", "Tiff", "Gif"}) {
    SCOPED_TRACE(format);
    const auto image = decoded(made("convert-image", moving, {{"Format", format}}), "n=-1");
    EXPECT_EQ(image.height(), 40);
    EXPECT_EQ(image.get_int("page-height"), 20);
    EXPECT_TRUE(looks(image, 0.5, 0.25, kRed, 20));
    EXPECT_TRUE(looks(image, 0.5, 0.75, kBlue, 20));
  }
  const auto turned = decoded(made("rotate", moving, {{"Angle", "90"}}), "n=-1");
  EXPECT_EQ(turned.width(), 20);
  EXPECT_EQ(turned.height(), 60);
  EXPECT_TRUE(looks(turned, 0.5, 0.75, kBlue));
  const auto still = good("convert-image", {{moving, "a.gif"}}, {{"Format", "Png"}});
  ASSERT_EQ(still.warnings.size(), 1U);
  EXPECT_THAT(still.warnings[0], HasSubstr("holds 2 pictures"));
  EXPECT_EQ(decoded(bytes_of(still)).height(), 20);
}

TEST_F(ImageEditTest, ResizesInsideCoveringAndStretched) {
  const auto picture = encoded(quarters(200, 100), ".png");
  const auto size = [&](Params params) {
    const auto image = decoded(made("resize", picture, std::move(params)));
    EXPECT_TRUE(looks(image, 0.1, 0.1, kRed));
    EXPECT_TRUE(looks(image, 0.9, 0.9, kYellow));
    return std::to_string(image.width()) + "x" + std::to_string(image.height());
  };
  EXPECT_EQ(size({{"Width", "50"}}), "50x25");
  EXPECT_EQ(size({{"Height", "50"}}), "100x50");
  EXPECT_EQ(size({{"Width", "50"}, {"Height", "50"}}), "50x25");
  EXPECT_EQ(size({{"Width", "50"}, {"Height", "50"}, {"Fit", "Cover"}}), "50x50");
  EXPECT_EQ(size({{"Width", "50"}, {"Height", "50"}, {"Fit", "Stretch"}}), "50x50");
  EXPECT_EQ(size({{"Width", "400"}}), "200x100");
  EXPECT_EQ(size({{"Width", "400"}, {"Enlarge", "true"}}), "400x200");
  EXPECT_EQ(size({{"Width", "300"}, {"Height", "60"}, {"Fit", "Stretch"}}), "200x60");
  expect_refused(run("resize", {{picture}}), ErrorCode::BadRequest, "Width, Height or both");
  expect_refused(run("resize", {{picture}}, {{"Width", "50000"}, {"Enlarge", "true"}}), ErrorCode::InputTooComplex, "50000 × 25000");
}

TEST_F(ImageEditTest, EditsWhatIsSeenAndKeepsTheFormat) {
  auto stored = quarters(80, 40).rot270().copy_memory();  // stored on its side, as telephones do
  stored.set(VIPS_META_ORIENTATION, 6);
  const auto jpeg = encoded(stored, ".jpg[Q=95]");
  const auto resized = decoded(made("resize", jpeg, {{"Width", "40"}}));
  EXPECT_EQ(resized.width(), 40);
  EXPECT_EQ(resized.height(), 20);
  EXPECT_EQ(resized.autorot().width(), 40);
  EXPECT_EQ(std::string(resized.get_string("vips-loader")), "jpegload_buffer");
  EXPECT_TRUE(looks(resized, 0.25, 0.25, kRed, 30));
  const auto part = decoded(made("crop", jpeg, {{"Left", "50"}, {"Top", "0"}, {"Width", "20"}, {"Height", "15"}}));
  EXPECT_EQ(part.width(), 20);
  EXPECT_TRUE(looks(part, 0.5, 0.5, kGreen, 30));
  EXPECT_TRUE(looks(decoded(made("rotate", jpeg, {{"Angle", "180"}, {"Flip", "Vertical"}})), 0.25, 0.25, kGreen, 30));
}

TEST_F(ImageEditTest, TurnsClockwiseThenMirrors) {
  const auto picture = encoded(quarters(80, 40), ".png");
  const auto turned = decoded(made("rotate", picture, {{"Angle", "90"}}));
  EXPECT_EQ(turned.width(), 40);
  EXPECT_TRUE(looks(turned, 0.25, 0.25, kBlue));
  EXPECT_TRUE(looks(turned, 0.75, 0.25, kRed));
  EXPECT_TRUE(looks(decoded(made("rotate", picture, {{"Angle", "90"}, {"Flip", "Horizontal"}})), 0.25, 0.25, kRed));
}

TEST_F(ImageEditTest, CutsOutWhatLiesWithinThePicture) {
  const auto picture = encoded(quarters(80, 40), ".png");
  const auto part = decoded(made("crop", picture, {{"Left", "60"}, {"Top", "30"}, {"Width", "500"}, {"Height", "500"}}));
  EXPECT_EQ(part.width(), 20);
  EXPECT_EQ(part.height(), 10);
  EXPECT_TRUE(looks(part, 0.5, 0.5, kYellow));
  expect_refused(run("crop", {{picture}}, {{"Left", "80"}, {"Width", "1"}, {"Height", "1"}}), ErrorCode::NotApplicable, "80 × 40 pixels");
}

TEST_F(ImageEditTest, BlackAndWhiteStaysOneBit) {
  const auto stripes = encoded(plain(400, 400, {255}).insert(plain(150, 200, {0}), 50, 100), ".png[bitdepth=1]");
  const auto out = made("rotate", stripes, {{"Angle", "90"}});
  EXPECT_EQ(out.at(24), 1);  // bit depth, in IHDR
  EXPECT_LT(made("convert-image", stripes, {{"Format", "Tiff"}}).size(), 2'000U);
}

TEST_F(ImageEditTest, SaysWhatAPictureIs) {
  auto picture = quarters(60, 40).copy(VImage::option()->set("xres", 300 / 25.4)->set("yres", 300 / 25.4));
  picture.set(VIPS_META_ORIENTATION, 6);
  EXPECT_EQ(boost::json::serialize(info(encoded(picture, ".jpg"))),
            R"({"format":"JPEG","width":60,"height":40,"bands":3,"depth":8,"colourSpace":"RGB","alpha":false,"dpi":{"x":300,"y":300},)"
            R"("pages":1,"orientation":6,"hasProfile":false})");
  const auto tiff = info(encoded(plain(30, 20, {7}).join(plain(30, 20, {9}), VIPS_DIRECTION_VERTICAL), ".tif[page_height=20]"));
  EXPECT_EQ(tiff.at("pages"), 2);
  EXPECT_EQ(tiff.at("colourSpace"), "Grey");
  EXPECT_TRUE(tiff.at("dpi").is_null());
  EXPECT_EQ(info(encoded(plain(9, 9, {1, 2, 3, 4}), ".png")).at("alpha"), true);
  EXPECT_EQ(info(encoded(quarters(9, 9).icc_transform("p3", VImage::option()->set("input_profile", "srgb")), ".png")).at("hasProfile"),
            true);
  EXPECT_EQ(info(as_bmp(quarters(8, 8))).at("format"), "BMP");
  EXPECT_EQ(info("<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'/>").at("width"), 20);
}

TEST_F(ImageEditTest, MetadataGoesAndThePictureStaysAsItIs) {
  for (const std::string suffix : {".jpg[Q=80]", ".jpg[Q=80,interlace=true]", ".png", ".webp[Q=70]", ".tif"}) {
    SCOPED_TRACE(suffix);
    const auto before = encoded(talkative(quarters(64, 48), 6), suffix);
    ASSERT_NE(decoded(before).get_typeof(VIPS_META_XMP_NAME), 0U);
    const auto after = made("strip-metadata", before);
    EXPECT_EQ(decoded(after).get_typeof(VIPS_META_XMP_NAME), 0U);
    EXPECT_EQ(decoded(after).get_typeof("exif-ifd0-Make"), 0U);
    EXPECT_THAT(after, Not(HasSubstr("Secret")));
    const auto difference = decoded(after).autorot() - decoded(before).autorot();
    EXPECT_EQ(difference.abs().max(), 0);
  }
}

TEST_F(ImageEditTest, AProfileSurvivesTheStripping) {
  const auto picture = talkative(quarters(40, 40).icc_transform("p3", VImage::option()->set("input_profile", "srgb")));
  for (const std::string suffix : {".jpg", ".png", ".webp", ".tif"}) {
    const auto after = made("strip-metadata", encoded(picture, suffix));
    EXPECT_EQ(decoded(after).get_typeof(VIPS_META_ICC_NAME), VIPS_TYPE_BLOB) << suffix;
    EXPECT_THAT(after, Not(HasSubstr("Secret")));
  }
}

TEST_F(ImageEditTest, AMovingPictureKeepsItsFramesWithoutItsComments) {
  const auto moving = encoded(plain(30, 20, kRed).join(plain(30, 20, kBlue), VIPS_DIRECTION_VERTICAL), ".gif[page_height=20]");
  const auto image = decoded(made("strip-metadata", moving), "n=-1");
  EXPECT_EQ(image.height(), 40);
  EXPECT_TRUE(looks(image, 0.5, 0.75, kBlue, 4));
  expect_refused(run("strip-metadata", {{encoded(quarters(20, 20), ".heic")}}), ErrorCode::NotApplicable, "convert this HEIF first");
}

}  // namespace
}  // namespace docmill::engines::image
