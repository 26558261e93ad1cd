#include "engines/office/child/font_record.h"

#include <gmock/gmock.h>

namespace docmill::engines::office {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FontRecord, WhatLooksTheSameIsNothingToBeWarnedOf) {
  EXPECT_THAT(warnings_of({{"Calibri", "Carlito"}, {"Symbol", "OpenSymbol"}, {"StarSymbol", "OpenSymbol"}, {"Lato", "Lato"}}), IsEmpty());
  EXPECT_THAT(warnings_of({{"Symbol", "Standard Symbols PS"}, {"Nonexistent", "Lato"}}),
              ElementsAre(HasSubstr("The font Symbol is not installed"), HasSubstr("Nonexistent")));
}

TEST(FontRecord, ANameIsMissedWhereTheDocumentSpeaksOfIt) {
  const std::map<std::string, std::string> recorded{{"0", "Lato"}, {"Arial Unicode MS", "Lato"}, {"Own", "Lato"}};
  const auto missed = [&](const std::string& bytes) {
    std::vector<std::string> out;
    for (const auto& font : fonts_of({.named = {}, .inherited = {}, .bytes = bytes, .embedded = {}}, recorded, FontBook()))
      out.push_back(font.requested);
    return out;
  };
  EXPECT_THAT(missed("{\\rtf1 {\\f0 Own;} 0}"), ElementsAre("Own"));
  EXPECT_THAT(missed("\xD0\xCF\x11\xE0 packed"), ElementsAre("Arial Unicode MS", "Own")) << "which may be protected";
}

}  // namespace
}  // namespace docmill::engines::office
