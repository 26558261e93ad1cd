#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "templating/pictures/codes.h"
#include "templating/pictures/picture_size.h"

namespace docmill::templating {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

std::string size_of(const std::string& bytes) {
  const auto size = picture_size(bytes);
  if (!size) return "none";
  return std::to_string(static_cast<int>(size->width)) + "x" + std::to_string(static_cast<int>(size->height)) + "@" +
         std::to_string(static_cast<int>(size->dpi_x));
}

std::string png(const std::string& more = "") {
  return "\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\0\x8A\0\0\0\x32\x08\x06\0\0\0crc!"s + more;
}

TEST(PictureSize, IsReadFromTheHead) {
  EXPECT_EQ(size_of(png()), "138x50@96");
  EXPECT_EQ(size_of(png("\0\0\0\x09pHYs\0\0\x2E\x23\0\0\x2E\x23\x01"
                        "crc!"s)),
            "138x50@300");
  EXPECT_EQ(size_of("\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\x01\0\x48\0\x48\0\0\xFF\xC0\0\x11\x08\0\x20\0\x40\x03"s), "64x32@72");
  EXPECT_EQ(size_of("GIF89a\x10\0\x08\0"s), "16x8@96");
  EXPECT_EQ(size_of("RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x63\0\0\x31\0\0"s), "100x50@96");
  EXPECT_EQ(size_of("<?xml version='1.0'?><svg xmlns='x' width='2in' height='30px'><g/></svg>"), "192x30@96");
  EXPECT_EQ(size_of("<svg viewBox='0 0 40 20'/>"), "40x20@96");
}

TEST(PictureSize, IsNoneForWhatIsCutShortOrHasNone) {
  for (const auto& bytes : {""s, "no picture"s, "\x89PNG\r\n\x1a\n"s, "\xFF\xD8\xFF\xE0\xFF\xFF"s, "GIF89a"s,
                            "<svg width='0' height='1'/>"s, "<svg "s, "II*\0\xFF\xFF\xFF\xFF"s, "RIFF\0\0\0\0WEBPVP8 "s, "BM"s}) {
    EXPECT_EQ(size_of(bytes), "none") << testing::PrintToString(bytes);
  }
  const auto whole =
      png("\0\0\0\x09pHYs\0\0\x2E\x23\0\0\x2E\x23\x01"
          "crc!"s);
  for (std::size_t length = 0; length < whole.size(); ++length) picture_size(std::string_view(whole).substr(0, length));
}

TEST(PictureSize, OnThePageIsItsOwnOrTheOneAskedFor) {
  const PictureSize size{138, 50};
  EXPECT_EQ(drawn_size(size, 0, 0).cx, 1'314'450);
  EXPECT_EQ(drawn_size(size, 100, 100).cy, 952'500);
  EXPECT_EQ(drawn_size(size, 50, 0).cy, 172'554);
  EXPECT_EQ(drawn_size(size, 0, 25).cx, 657'225);
}

TEST(QrCode, IsAsLargeAsItsVersionAndModule) {
  const auto width = [](const std::string& text, int module) { return draw_qr_code({.text = text, .module = module}).value().width; };
  EXPECT_EQ(width("tel:+1-234-555-6677", 3), 99);
  EXPECT_EQ(width(std::string(21, 'a'), 5), 185);
  EXPECT_EQ(width(std::string(43, 'a'), 5), 205);
  EXPECT_EQ(draw_qr_code({.text = "x", .width = 150}).value().width, 150);
  EXPECT_EQ(picture_size(draw_qr_code({.text = "x", .module = 2}).value().png)->width, 58);
}

TEST(QrCode, RefusesWhatCannotBeOne) {
  EXPECT_THAT(draw_qr_code({.text = std::string(5000, 'a'), .module = 1}).error().message(), HasSubstr("too long"));
  EXPECT_THAT(draw_qr_code({.text = "", .module = 1}).error().message(), HasSubstr("no text"));
  EXPECT_THAT(draw_qr_code({.text = "a", .module = 1'000'000}).error().message(), HasSubstr("pixels"));
}

TEST(Barcode, HasTheSizeAskedForAndTakesDigitsWithOrWithoutCheck) {
  for (const auto& [type, text] : std::initializer_list<std::pair<std::string, std::string>>{{"CODE128", "Ab-1"},
                                                                                             {"CODE39", "ABC1234"},
                                                                                             {"CODE11", "12345678"},
                                                                                             {"UPCA", "72527273070"},
                                                                                             {"MSI", "1234"},
                                                                                             {"ISBN", "978-0-201-37962-4"},
                                                                                             {"ISBN", "978020137962"},
                                                                                             {"EAN13", "978020137962"},
                                                                                             {"EAN13", "9780201379624"},
                                                                                             {"ITF14", "01234567890123"}}) {
    const auto drawn = draw_barcode({.text = text, .type = type, .width = 200, .height = 100});
    ASSERT_TRUE(drawn) << type << " " << text << ": " << drawn.error().message();
    EXPECT_EQ(drawn->width, 200) << type;
    EXPECT_EQ(drawn->height, 100) << type;
  }
}

TEST(Barcode, RefusesWhatItsTypeCannotSay) {
  EXPECT_THAT(draw_barcode({.text = "1", .type = "NOPE", .width = 9, .height = 9}).error().message(), HasSubstr("NOPE"));
  EXPECT_FALSE(draw_barcode({.text = "letters", .type = "EAN13", .width = 200, .height = 100}));
  EXPECT_FALSE(draw_barcode({.text = "", .type = "CODE128", .width = 200, .height = 100}));
  EXPECT_FALSE(draw_barcode({.text = "1", .type = "CODE128", .width = 1e9, .height = 100}));
}

}  // namespace
}  // namespace docmill::templating
