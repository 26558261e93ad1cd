#include <zlib.h>

#include "engines/image/image_fixture.h"

namespace docmill::engines::image {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

class HostileImageTest : public ImageEngineTest {};

std::string big_endian(std::uint32_t value) {
  std::string out;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) out += static_cast<char>((value >> shift) & 0xFFU);
  return out;
}

std::string chunk(const std::string& type, const std::string& data) {
  const auto body = type + data;
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(static_cast<std::uint32_t>(sum));
}

/// A PNG that says it is as large as this and has hardly any data.
std::string huge_png(std::uint32_t width, std::uint32_t height) {
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1A\n"s + chunk("IHDR", big_endian(width) + big_endian(height) + "\x08\x02\0\0\0"s) +
         chunk("IDAT", "\x78\x9C\x03\0\0\0\0\x01"s) + chunk("IEND", "");
}

const std::vector<std::string> kSuffixes{".png",  ".jpg",  ".gif",  ".tif[compression=lzw]",
                                         ".webp", ".heic", ".avif", ".png[interlace=true]"};

TEST_F(HostileImageTest, WhatIsNoPictureIsRefused) {
  for (const auto& bytes : {std::string("hello"), std::string(100'000, '\0'), std::string("%PDF-1.7\n"), std::string("BM")}) {
    for (const auto* operation : {"to-pdf", "info", "resize", "strip-metadata"}) {
      expect_refused(run(operation, {{bytes, "a.png"}}, {{"Width", "5"}}), ErrorCode::UnsupportedType, "of no known kind");
    }
  }
  expect_refused(run("to-pdf", {{encoded(quarters(9, 9), ".png"), "a.png"}, {"", "b.png"}}), ErrorCode::InputDamaged, "\"b.png\" is empty");
  expect_refused(run("no-such", {{encoded(quarters(9, 9), ".png"), "a.png"}}), ErrorCode::EngineFailed, "does not know");
}

TEST_F(HostileImageTest, FormatsOfOtherLoadersAreNotRead) {
  // libvips could read these by ImageMagick, Poppler or loaders it calls untrusted.
  for (const std::string suffix : {".ppm", ".hdr", ".jp2", ".jxl"}) {
    expect_refused(run("to-pdf", {{encoded(quarters(9, 9), suffix), "a.png"}}), ErrorCode::UnsupportedType, "of no known kind");
  }
}

TEST_F(HostileImageTest, AWrongExtensionDoesNotMatter) {
  EXPECT_EQ(good("to-pdf", {{encoded(quarters(9, 9), ".jpg"), "a.png"}, {encoded(quarters(9, 9), ".tif"), "b.svg"}}).pages, 2U);
}

TEST_F(HostileImageTest, ALongNameLeavesRoomForTheSentenceAroundIt) {
  std::string name;
  for (int i = 0; i < 600; ++i) name += "\xF0\x9F\x98\x80";  // a face
  expect_refused(run("to-pdf", {{encoded(quarters(9, 9), ".png"), "a.png"}, {"none", name + ".png"}}), ErrorCode::UnsupportedType,
                 "…\" is of no known kind; send PNG, ");
}

TEST_F(HostileImageTest, APictureCutShortIsRefusedWithItsName) {
  const auto noise = VImage::gaussnoise(160, 120, VImage::option()->set("mean", 128)->set("sigma", 60)).cast(VIPS_FORMAT_UCHAR);
  const auto photo = noise.bandjoin(noise).bandjoin(noise).copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
  for (const auto& suffix : kSuffixes) {
    SCOPED_TRACE(suffix);
    const auto whole = encoded(photo, suffix);
    const auto good_one = encoded(quarters(9, 9), ".png");
    for (const double part : {0.1, 0.5, 0.9}) {
      const auto bytes = whole.substr(0, static_cast<std::size_t>(static_cast<double>(whole.size()) * part));
      expect_refused(run("to-pdf", {{good_one, "a.png"}, {bytes, "b.png"}}), ErrorCode::InputDamaged, "\"b.png\" is damaged or cut short");
      expect_refused(run("resize", {{bytes, "b.png"}}, {{"Width", "50"}}), ErrorCode::InputDamaged, "The picture is damaged or cut short");
    }
  }
  const auto bmp = as_bmp(photo);
  expect_refused(run("to-pdf", {{bmp.substr(0, bmp.size() / 2)}}), ErrorCode::InputDamaged, "cut short");
  const auto jpeg = encoded(photo, ".jpg");
  expect_refused(run("strip-metadata", {{jpeg.substr(0, jpeg.size() / 2)}}), ErrorCode::InputDamaged, "cut short");
}

TEST_F(HostileImageTest, APreviewsEndIsNotTakenForThePicturesEnd) {
  const auto preview = encoded(quarters(16, 16), ".jpg");
  auto photo = encoded(quarters(200, 200), ".jpg");
  using namespace std::string_literals;
  const auto comment = "\xFF\xED"s + big_endian(static_cast<std::uint32_t>(preview.size() + 2)).substr(2) + preview;  // APP13
  photo.insert(2, comment);
  EXPECT_EQ(good("to-pdf", {{photo, "a.jpg"}}).pages, 1U);
  expect_refused(run("to-pdf", {{photo.substr(0, photo.size() - 200), "a.jpg"}}), ErrorCode::InputDamaged, "cut short");
}

TEST_F(HostileImageTest, AJpegDamagedInItsMiddleIsTakenWithAWarning) {
  const auto photo = encoded(VImage::gaussnoise(200, 200).cast(VIPS_FORMAT_UCHAR), ".jpg");
  EXPECT_THAT(good("to-pdf", {{photo, "a.jpg"}}).warnings, testing::IsEmpty());
  for (const auto* damage : {"\xFF\xD9", "\xFF\xD5", "\xFF\xFE"}) {
    auto broken = photo;
    broken.replace(broken.size() / 2, 2, damage);
    const auto got = good("to-pdf", {{photo, "a.jpg"}, {broken, "b.jpg"}});
    EXPECT_EQ(got.pages, 2U);
    EXPECT_THAT(got.warnings, testing::ElementsAre("\"b.jpg\" is damaged; look whether the PDF shows what it should."));
  }
  for (std::size_t at = 0; at < photo.size(); at += 97) {
    auto broken = photo;
    broken[at] = static_cast<char>(~broken[at]);
    const auto got = run("to-pdf", {{broken, "b.jpg"}});
    if (!got) EXPECT_THAT(got.error().code(), AnyOf(ErrorCode::InputDamaged, ErrorCode::UnsupportedType, ErrorCode::InputTooComplex)) << at;
  }
}

TEST_F(HostileImageTest, BombsAreRefusedByTheirHeaders) {
  for (const auto* operation : {"to-pdf", "resize", "info", "convert-image"}) {
    expect_refused(run(operation, {{huge_png(20'000, 20'000), "a.png"}}, {{"Width", "10"}}), ErrorCode::InputTooComplex,
                   "20000 × 20000 pixels; the limit is 100 million");
  }
  EXPECT_THAT(run("to-pdf", {{huge_png(0x7FFFFFFF, 0x7FFFFFFF)}}).error().code(),
              AnyOf(ErrorCode::InputTooComplex, ErrorCode::InputDamaged));
  EXPECT_THAT(run("to-pdf", {{huge_png(0, 5)}}).error().code(), ErrorCode::InputDamaged);
  auto bmp = as_bmp(quarters(8, 8));
  bmp.replace(18, 8, std::string("\x20\x4E\0\0\x20\x4E\0\0", 8));  // 20,000 by 20,000
  expect_refused(run("to-pdf", {{bmp}}), ErrorCode::InputTooComplex, "20000 × 20000 pixels");
}

TEST_F(HostileImageTest, ManyLargePicturesAreRefusedTogether) {
  const auto large = encoded(plain(9'000, 9'000, {255}), ".png[bitdepth=1]");
  const std::vector<Upload> five(5, {large, "a.png"});
  expect_refused(run("to-pdf", five), ErrorCode::InputTooComplex, "400 million pixels together");
  const auto frames = encoded(plain(20'000, 30'000, {255}), ".tif[page_height=1000,compression=deflate]");  // 30 pages of 20 million
  expect_refused(run("to-pdf", {{frames, "a.tif"}}), ErrorCode::InputTooComplex, "together");
  const std::vector<Upload> kept(40, {encoded(plain(9'500, 9'500, {255}), ".jpg"), "a.jpg"});  // 3,600 million, of which an eighth counts
  expect_refused(run("to-pdf", kept), ErrorCode::InputTooComplex, "together");
}

TEST_F(HostileImageTest, PagesInACircleEnd) {
  auto frames = encoded(plain(8, 24, {9}), ".tif[page_height=8]");
  const auto at = static_cast<std::size_t>(static_cast<unsigned char>(frames[4]) + 256 * static_cast<unsigned char>(frames[5]));
  const auto entries = static_cast<std::size_t>(static_cast<unsigned char>(frames[at]));
  frames.replace(at + 2 + 12 * entries, 4, frames.substr(4, 4));  // the first page is its own next one
  for (const auto* operation : {"to-pdf", "rotate", "info"}) {
    const auto got = run(operation, {{frames, "a.tif"}}, {{"Angle", "90"}});
    if (!got) EXPECT_EQ(got.error().code(), ErrorCode::InputDamaged) << got.error().describe();
  }
}

TEST_F(HostileImageTest, MorePagesThanAllowedAreRefused) {
  auto asked = request("to-pdf", {{encoded(plain(8, 48, {9}), ".tif[page_height=8]"), "a.tif"}});
  asked.limits.pages = 5;
  expect_refused(host().convert(std::move(asked)), ErrorCode::TooManyPages, "more than 5 pages");
}

TEST_F(HostileImageTest, AResultBeyondTheLimitIsRefusedEarly) {
  const auto noise = encoded(VImage::gaussnoise(1'000, 1'000, VImage::option()->set("sigma", 60)).cast(VIPS_FORMAT_UCHAR), ".png");
  auto asked = request("to-pdf", {{noise, "a.png"}});
  asked.limits.output_size = 100'000;
  expect_refused(host().convert(std::move(asked)), ErrorCode::InputTooComplex, "The result is larger than");
}

TEST_F(HostileImageTest, ADrawingReachesNothingOutsideItself) {
  const TempDir dir;
  const auto secret = dir.path() + "/secret.png";
  std::ofstream(secret, std::ios::binary) << encoded(plain(50, 50, kRed), ".png");
  std::filesystem::permissions(secret, std::filesystem::perms::all);
  for (const auto& target :
       {"file://" + secret, secret, std::string("http://127.0.0.1:9/a.png"), std::string("file:///usr/share/pixmaps/debian-logo.png")}) {
    const auto svg =
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='50' height='50'><image width='50' "
        "height='50' xlink:href='" +
        target + "'/><use xlink:href='" + target + "#a'/></svg>";
    const auto drawn = PdfFile(bytes_of(good("to-pdf", {{svg, "a.svg"}}))).drawn();
    EXPECT_EQ(drawn.min(), 255) << target;
    const auto raster = decoded(bytes_of(good("convert-image", {{svg, "a.svg"}}, {{"Format", "Png"}})));
    EXPECT_EQ(raster.max(), 0) << target;  // nothing but transparency
  }
}

TEST_F(HostileImageTest, EntitiesOfADrawingOpenNoFilesAndDoNotGrow) {
  const std::string file =
      "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg' "
      "width='200' height='50'><text y='20'>&x;</text></svg>";
  const auto got = run("to-pdf", {{file, "a.svg"}});
  if (got) EXPECT_THAT(text_of(*got), Not(HasSubstr("root")));
  std::string bomb = "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a0 'lol'>";
  for (int i = 1; i < 12; ++i) {
    const auto before = "&a" + std::to_string(i - 1) + ";";
    bomb += "<!ENTITY a" + std::to_string(i) + " '";
    for (int n = 0; n < 10; ++n) bomb += before;
    bomb += "'>";
  }
  bomb += "]><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>&a11;</text></svg>";
  expect_refused(run("to-pdf", {{bomb, "a.svg"}}), ErrorCode::InputDamaged, "");
  std::string deep = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>";
  for (int i = 0; i < 100'000; ++i) deep += "<g>";
  EXPECT_FALSE(run("to-pdf", {{deep, "a.svg"}}));
}

TEST_F(HostileImageTest, ADrawingOfUnheardOfSizeIsRefused) {
  const auto sized = [](const std::string& size) {
    return "<svg xmlns='http://www.w3.org/2000/svg' width='" + size + "' height='" + size + "'><rect width='1' height='1'/></svg>";
  };
  expect_refused(run("convert-image", {{sized("100000"), "a.svg"}}, {{"Format", "Png"}}), ErrorCode::InputTooComplex,
                 "100000 × 100000 pixels");
  for (const auto* operation : {"to-pdf", "convert-image", "info"}) {
    for (const std::string size : {"1e9", "0"}) {
      expect_refused(run(operation, {{sized(size), "a.svg"}}), ErrorCode::InputDamaged, "no size, or one that no page can have");
    }
  }
  EXPECT_EQ(PdfFile(bytes_of(good("to-pdf", {{sized("30000"), "a.svg"}}))).page_size(), "14400x14400");
}

TEST_F(HostileImageTest, AnyByteMayBeWrong) {
  const auto picture = quarters(40, 30);
  for (const auto& suffix : kSuffixes) {
    const auto whole = encoded(picture, suffix);
    for (std::size_t at = 4; at < whole.size(); at += 1 + whole.size() / 12) {
      auto bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
      for (const auto* operation : {"to-pdf", "rotate"}) {
        const auto got = run(operation, {{bytes, "a.png"}}, {{"Angle", "90"}});
        if (got) continue;
        EXPECT_THAT(got.error().code(), AnyOf(ErrorCode::InputDamaged, ErrorCode::UnsupportedType, ErrorCode::InputTooComplex))
            << suffix << at << got.error().describe();
      }
    }
  }
}

}  // namespace
}  // namespace docmill::engines::image
