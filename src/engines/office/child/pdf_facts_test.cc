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

const std::map<std::string, std::string> kRecord{{"Verdana", "Noto Sans"}, {"Wingdings", "OpenSymbol"}};
const FontBook kBook({"Carlito", "Liberation Sans"},
                     R"(<node oor:name="calibri" oor:op="replace"><prop oor:name="SubstFonts"><value>gone;carlito</value></prop></node>
<node oor:name="arial" oor:op="replace"><prop oor:name="SubstFonts"><value>liberationsans</value></prop></node>)");

std::vector<std::string> pairs(const FontQuestion& question) {
  std::vector<std::string> out;
  for (const auto& font : fonts_of(question, kRecord, kBook)) out.push_back(font.requested + " > " + font.used);
  return out;
}

TEST(FontRecord, ListsWhatTheDocumentNamesAndTheResultHolds) {
  const FontQuestion question{
      .named = {"Calibri", "Carlito", "Arial", "Verdana", "zh-CN"}, .inherited = {}, .bytes = {}, .embedded = {"Carlito-Bold", "NotoSans"}};
  EXPECT_THAT(pairs(question), ElementsAre("Calibri > Carlito", "Carlito > Carlito", "Verdana > Noto Sans"));
}

TEST(FontRecord, WithoutNamesTheBytesAreSearchedForTheResultsFonts) {
  const auto utf16 = "\xD0\xCF\x11\xE0" + std::string("A\0r\0i\0a\0l\0", 10);
  const FontQuestion question{
      .named = {}, .inherited = {"Verdana"}, .bytes = utf16, .embedded = {"LiberationSans", "NotoSans", "OpenSymbol"}};
  EXPECT_THAT(pairs(question), ElementsAre("Arial > Liberation Sans", "Wingdings > OpenSymbol"));
}

TEST(FontRecord, ABookFromRubbishKnowsWhatIsInstalled) {
  const FontBook book({"Carlito"}, R"(<prop oor:name="SubstFonts"><value>x<node oor:name="<prop oor:name="SubstFonts">)");
  EXPECT_EQ(book.used_for("carlito"), "Carlito");
  EXPECT_EQ(book.used_for("Calibri"), "");
}

TEST(FontRecord, WarnsOnlyWhenWidthsDiffer) {
  EXPECT_TRUE(warnings_of({{"Calibri", "Carlito"}, {"DejaVu Sans", "DejaVu Sans"}}).empty());
  EXPECT_EQ(warnings_of({{"Comic Neue", "DejaVu Sans"}}).size(), 1u);
}

}  // namespace
}  // namespace docmill::engines::office
