#include "engines/pdf/child/type/set_text.h"

#include <gmock/gmock.h>

#include "engines/pdf/child/type/embedded_fonts.h"

namespace docmill::engines::pdf::type {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const FontBook& book() {
  static const auto loaded = FontBook::load("/usr/share/fonts").value();
  return loaded;
}

TEST(FontBook, ADirectoryWithoutFontsIsToldWithWhatToInstall) {
  for (const auto* directory : {"/nonexistent", "/proc/self/fdinfo", "/etc"}) {
    const auto loaded = FontBook::load(directory);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code(), ErrorCode::Unavailable);
    EXPECT_THAT(loaded.error().message(), HasSubstr("fonts-liberation2"));
  }
  EXPECT_EQ(Face::open("/etc/passwd"), nullptr);
}

TEST(FontBook, OneFontServesForAllWhenThereAreNoOthers) {
  const auto few = FontBook::load("/usr/share/fonts/truetype/dejavu").value();
  EXPECT_EQ(few.face({.family = Family::Serif, .bold = true}).name(), "DejaVuSans");
  EXPECT_TRUE(set_line(few, U"山", {}).missing);
}

TEST(SetText, KerningAndLigaturesAreMinded) {
  const Style sans;
  EXPECT_LT(set_line(book(), U"AV", sans).width, set_line(book(), U"A", sans).width + set_line(book(), U"V", sans).width);
  EXPECT_EQ(set_line(book(), U"", sans).width, 0);
  EXPECT_NEAR(set_line(book(), U"iii", {.family = Family::Mono}).width, set_line(book(), U"WWW", {.family = Family::Mono}).width, 1e-9);
}

TEST(SetText, TextFromTheRightStandsInTheOrderItIsSeen) {
  const auto line = set_line(book(), U"ab שלום cd", {});
  EXPECT_FALSE(line.missing);
  std::u32string seen;
  for (const auto& run : line.runs) {
    for (const auto& glyph : run.glyphs) seen += line.text.substr(glyph.first, glyph.count);
  }
  EXPECT_EQ(utf8(seen), "ab םולש cd");
}

TEST(SetText, EveryCharacterIsStoodForOnce) {
  for (const auto* text : {U"नमस्ते क्षत्रिय", U"e\u0301\u0327x", U"ffi 👩‍👩‍👧 a\u200Db", U"مرحبا 123 abc", U"\u0301\u0301"}) {
    const auto line = set_line(book(), text, {});
    std::size_t stood_for = 0;
    for (const auto& run : line.runs) {
      for (const auto& glyph : run.glyphs) stood_for += glyph.count;
    }
    EXPECT_EQ(stood_for, line.text.size()) << utf8(text);
  }
}

TEST(SetText, UnicodeIsReadAndControlCharactersAreNot) {
  EXPECT_EQ(characters("a\xC3\xA4\x01\t\xFF\xF0\x9F\x98\x80"), U"aä    \uFFFD😀");
  EXPECT_EQ(utf8(U"aä😀"), "aä😀");
  EXPECT_THAT(lines_of(U"a\r\nb\rc\n"), ElementsAre(U"a", U"b", U"c", U""));
}

TEST(EmbeddedFonts, ATextWithoutGlyphsEmbedsNothing) {
  QPDF pdf;
  pdf.emptyPDF();
  EmbeddedFonts fonts(pdf);
  EXPECT_EQ(fonts.show(set_line(book(), U"", {}), 12), "");
  fonts.finish();
  EXPECT_TRUE(fonts.dictionary().getKeys().empty());
}

}  // namespace
}  // namespace docmill::engines::pdf::type
