#include "engines/office/child/pdf_facts.h"

#include <gmock/gmock.h>

#include "engines/office/child/font_record.h"

namespace docmill::engines::office {
namespace {

using testing::ElementsAre;

TEST(PdfFacts, CountsPagesAndListsFonts) {
  const auto facts = pdf_facts(
      "%PDF-1.6\n5 0 obj\n<</Type/FontDescriptor/FontName/BAAAAA+Carlito-Bold\n/Flags 4>>\n"
      "1 0 obj\n<</Type/Page/Parent 9 0 R>>\n2 0 obj\n<</Type/Page/Parent 9 0 R>>\n9 0 obj\n<</Type/Pages\n/Count 2>>\n");
  EXPECT_EQ(facts.pages, 2u);
  EXPECT_THAT(facts.fonts, ElementsAre("Carlito-Bold"));
}

TEST(PdfFacts, BytesThatEndAnywhereAreRead) {
  const std::string pdf = "/FontName/BAAAAA+X/Type/Page/Parent";
  for (std::size_t size = 0; size <= pdf.size(); ++size) EXPECT_LE(pdf_facts(pdf.substr(0, size)).pages, 1u);
}

const std::map<std::string, std::string> kRecord{{"Arial", "Liberation Sans"}, {"Calibri", "Carlito"}, {"Wingdings", "OpenSymbol"}};

std::vector<std::string> requested(const FontQuestion& question) {
  std::vector<std::string> names;
  for (const auto& font : fonts_of(question, kRecord)) names.push_back(font.requested);
  return names;
}

TEST(FontRecord, ListsWhatTheDocumentNamesAndTheResultHolds) {
  EXPECT_THAT(requested({.named = {"calibri", "Wingdings"}, .inherited = {}, .bytes = {}, .embedded = {"Carlito-Bold"}}),
              ElementsAre("Calibri"));
}

TEST(FontRecord, WithoutNamesInheritedFontsCountOnlyWhenTheBytesSpeakOfThem) {
  const std::string utf16("A\0r\0i\0a\0l\0", 10);
  const FontQuestion question{.named = {}, .inherited = {"Arial", "Calibri"}, .bytes = utf16, .embedded = {}};
  EXPECT_THAT(requested(question), ElementsAre("Arial", "Wingdings"));
}

TEST(FontRecord, WarnsOnlyWhenWidthsDiffer) {
  EXPECT_TRUE(warnings_of({{"Calibri", "Carlito"}, {"DejaVu Sans", "DejaVu Sans"}}).empty());
  EXPECT_EQ(warnings_of({{"Comic Neue", "DejaVu Sans"}}).size(), 1u);
}

}  // namespace
}  // namespace docmill::engines::office
