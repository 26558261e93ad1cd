#include "engines/child/text/text.h"

#include <gtest/gtest.h>

#include "base/fd.h"
#include "base/utf8.h"

namespace docmill::engines::child {
namespace {

using namespace std::string_literals;

Result<Text> read(const std::string& bytes, const std::string& encoding = {}) {
  auto file = memory_file("input");
  EXPECT_TRUE(file && write_all(file->get(), bytes));
  return Text::of(file->get(), encoding);
}

std::string as_utf8(const std::string& bytes, const std::string& encoding = {}) {
  const auto text = read(bytes, encoding);
  return text ? std::string(text->view()) + "|" + text->encoding() : "refused: " + text.error().message();
}

std::string utf16(std::u16string_view text, bool big) {
  std::string out;
  for (const char16_t c : text) {
    const char low = static_cast<char>(c & 0xFF);
    const char high = static_cast<char>(c >> 8);
    out += big ? high : low;
    out += big ? low : high;
  }
  return out;
}

TEST(Text, AMarkDecidesAndIsTakenAway) {
  EXPECT_EQ(as_utf8("\xEF\xBB\xBFZo\xC3\xAB"), "Zoë|UTF-8");
  EXPECT_EQ(as_utf8("\xFF\xFE" + utf16(u"Zoë\U0001F600", false)), "Zoë\U0001F600|UTF-16LE");
  EXPECT_EQ(as_utf8("\xFE\xFF" + utf16(u"Zoë", true)), "Zoë|UTF-16BE");
  EXPECT_EQ(as_utf8("\xFF\xFE\0\0A\0\0\0"s), "A|UTF-32LE");
}

TEST(Text, WithoutAMarkTheBytesDecide) {
  EXPECT_EQ(as_utf8("Zo\xC3\xAB"), "Zoë|UTF-8");
  EXPECT_EQ(as_utf8(utf16(u"name;amount\nZoë;12\n", false)), "name;amount\nZoë;12\n|UTF-16LE");
  EXPECT_EQ(as_utf8(utf16(u"name;amount\nZoë;12\n", true)), "name;amount\nZoë;12\n|UTF-16BE");
  EXPECT_EQ(as_utf8("Zo\xEB; 5 \x80"), "Zoë; 5 €|windows-1252");
  EXPECT_EQ(as_utf8(""), "|UTF-8");
}

TEST(Text, TheCallersWordDecidesWhereThereIsNoMark) {
  EXPECT_EQ(as_utf8("\xCC\xEE\xF1\xEA\xE2\xE0", "windows-1251"), "Москва|windows-1251");
  EXPECT_EQ(as_utf8("\xEF\xBB\xBF\xC3\xAB", "windows-1251"), "ë|UTF-8");
  EXPECT_EQ(as_utf8("a\xFF", "UTF-8"), "a\uFFFD|UTF-8");
  EXPECT_EQ(as_utf8("a", "no such thing"), "refused: Encoding: this name is not known; send one like UTF-8, UTF-16LE or windows-1252.");
}

TEST(Text, CutAndGarbageBytesNeverLeaveInvalidText) {
  for (const auto& bytes : {"\xFF\xFE\x3D"s, "\xFF\xFE\x3D\xD8"s, "\xC3"s, "\xED\xA0\x80"s, "\xF8\x88\x80\x80\x80"s}) {
    const auto text = read(bytes);
    if (text) EXPECT_TRUE(is_utf8(text->view())) << bytes;
  }
  ASSERT_FALSE(read("a\0b\0\0c"s));
  EXPECT_EQ(read("a\0b\0\0c"s).error().code(), ErrorCode::InputDamaged);
}

TEST(Text, ALongDocumentIsConvertedInPieces) {
  std::string latin;
  std::string utf8;
  for (int i = 0; i < 100'000; ++i) {
    latin += "\xE9t\xE9 \x80\n";
    utf8 += "été €\n";
  }
  EXPECT_EQ(as_utf8(latin, "windows-1252"), utf8 + "|windows-1252");
}

}  // namespace
}  // namespace docmill::engines::child
