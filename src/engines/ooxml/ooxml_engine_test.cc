#include "engines/ooxml/ooxml_engine.h"

#include "base/units.h"
#include "office/office_fixture.h"
#include "ooxml/word_maker.h"
#include "sandbox/sanitizer.h"

namespace docmill::engines::ooxml {
namespace {

using docmill::ooxml::book_of;
using docmill::ooxml::page_setup;
using docmill::ooxml::paragraph;
using docmill::ooxml::word_of;
using office::OfficeHost;
using testing::HasSubstr;

using Params = std::map<std::string, std::string>;

class OoxmlEngineTest : public testing::Test {
 protected:
  static EngineHost<OoxmlEngine>& host() {
    static EngineHost<OoxmlEngine> shared({.program = DOCMILL_OOXML_PROGRAM});
    return shared;
  }

  static StepRequest request(const std::string& kind, const std::vector<std::string>& documents, Params params = {}) {
    StepRequest out;
    out.operation = "merge-" + kind;
    out.target = kind;
    out.params = std::move(params);
    for (const auto& bytes : documents)
      out.inputs.push_back(document_of(bytes, kind, "part" + std::to_string(out.inputs.size() + 1) + "." + kind));
    return out;
  }

  static Result<StepResult> merge(const std::string& kind, const std::vector<std::string>& documents, Params params = {}) {
    return host().convert(request(kind, documents, std::move(params)));
  }

  /// What LibreOffice shows of the merged document.
  static std::string shown(const std::string& kind, const std::vector<std::string>& documents, Params params = {}) {
    const auto got = good_or_failure(merge(kind, documents, std::move(params)));
    if (got.outputs.size() != 1) return {};
    EXPECT_EQ(got.outputs[0].extension, kind);
    return text_of(good_or_failure(OfficeHost::shared().convert(office::request_for(bytes_of(got), kind))));
  }
};

TEST_F(OoxmlEngineTest, SaysWhatItIs) {
  EXPECT_EQ(host().engine().name(), "ooxml");
  EXPECT_THAT(host().engine().version(), HasSubstr("ooxml/1.7"));
}

TEST_F(OoxmlEngineTest, WhatAChildOwnsAheadCountsAsItsMemory) {
  if (sandbox::kSanitized) GTEST_SKIP() << "a sanitizer's malloc() has no room of ours";
  const auto small = good_or_failure(merge("docx", {word_of(paragraph("one") + page_setup()), word_of(paragraph("two") + page_setup())}));
  EXPECT_GE(small.peak_memory, 2 * kMiB);
  EXPECT_LT(small.peak_memory, 10 * kMiB);
  // More than is there ahead comes in large pages too, each by one fault.
  std::string text;
  for (std::uint32_t i = 0; text.size() < 16 * kMiB; ++i) text += std::to_string(i * 2654435761U);  // packs as text does
  const auto large = good_or_failure(merge("docx", {word_of(paragraph(text) + page_setup()), word_of(paragraph("two") + page_setup())}));
  EXPECT_GT(large.peak_memory, 16 * kMiB);
}

TEST_F(OoxmlEngineTest, LibreOfficeShowsWhatWasMerged) {
  if (OfficeHost::program().empty()) GTEST_SKIP() << "LibreOffice does not run under ThreadSanitizer";
  const auto text =
      shown("docx", {office::example("invoice.docx"), office::sample("docx"), office::example("invoice.docx")}, {{"AddPageBreak", "true"}});
  EXPECT_LT(text.find("Total due"), text.find("Docmill reads docx"));
  EXPECT_LT(text.find("Docmill reads docx"), text.rfind("Total due"));
  const auto sheets = shown("xlsx", {office::example("budget.xlsx"), office::sample("xlsx"), office::example("budget.xlsx")});
  EXPECT_THAT(sheets, HasSubstr("Docmill reads xlsx"));
}

TEST_F(OoxmlEngineTest, FormulasOfRenamedSheetsGiveTheirOwnResults) {
  if (OfficeHost::program().empty()) GTEST_SKIP() << "LibreOffice does not run under ThreadSanitizer";
  const auto book = [](const std::string& number) {
    return book_of({{"Sheet1", "<sheetData><row r=\"1\"><c r=\"A1\"><v>" + number +
                                   "</v></c><c r=\"B1\"><f>Sheet1!A1*2+Other!A1</f></c></row></sheetData>"},
                    {"Other", "<sheetData><row r=\"1\"><c r=\"A1\"><v>1000</v></c></row></sheetData>"}});
  };
  const auto text = shown("xlsx", {book("11"), book("22"), book("33")});
  for (const auto* result : {"1022", "1044", "1066"}) EXPECT_THAT(text, HasSubstr(result));
}

TEST_F(OoxmlEngineTest, HeadersStandOnThePagesOfTheirDocument) {
  if (OfficeHost::program().empty()) GTEST_SKIP() << "LibreOffice does not run under ThreadSanitizer";
  const auto with_header = [](const std::string& text) {
    return word_of(paragraph("body") + page_setup("<w:headerReference w:type=\"default\" r:id=\"h\"/>"),
                   {{"header1.xml", "header", "<w:hdr>" + paragraph(text) + "</w:hdr>", "h"}});
  };
  const std::vector<std::string> documents{with_header("alpha"), word_of(paragraph("bare") + page_setup()), with_header("gamma")};
  const auto pages = [&](Params params) {
    auto text = shown("docx", documents, std::move(params));
    std::vector<std::string> out;
    for (std::size_t at = 0; (at = text.find('\f')) != std::string::npos; text.erase(0, at + 1)) out.push_back(text.substr(0, at));
    return out;
  };
  const auto own = pages({{"AddPageBreak", "true"}});
  ASSERT_EQ(own.size(), 3u);
  EXPECT_THAT(own[0], HasSubstr("alpha"));
  EXPECT_THAT(own[1], testing::Not(HasSubstr("alpha")));
  EXPECT_THAT(own[2], HasSubstr("gamma"));
  const auto first = pages({{"AddPageBreak", "true"}, {"ApplyHeaderAndFooter", "true"}});
  ASSERT_EQ(first.size(), 3u);
  for (const auto& page : first) EXPECT_THAT(page, HasSubstr("alpha"));
  EXPECT_EQ(pages({}).size(), 1u);
}

TEST_F(OoxmlEngineTest, HostileDocumentsAreNamedInTheAnswer) {
  const auto good = word_of(paragraph("x") + page_setup());
  const auto protected_one = documents::read(office::kSource + "/tests/documents/bad/password.docx");
  expect_refused(merge("docx", {good, protected_one}), ErrorCode::PasswordRequired,
                 "part2.docx: The document is protected by a password; take");
  expect_refused(merge("docx", {good, good.substr(0, good.size() / 2)}), ErrorCode::InputDamaged, "part2.docx");
  expect_refused(merge("docx", {"hello"}), ErrorCode::InputDamaged, "part1.docx");
  expect_refused(merge("docx", {good, book_of({{"a", "<sheetData/>"}})}), ErrorCode::UnsupportedType,
                 "part2.docx: This is no Word document");
  expect_refused(merge("xlsx", {good}), ErrorCode::UnsupportedType, "part1.xlsx: This is no workbook");
  expect_refused(merge("xlsx", {office::sample("xls")}), ErrorCode::UnsupportedType, "before Office 2007");
  const auto bomb = word_of(paragraph(std::string(40'000'000, 'x')));
  expect_refused(merge("docx", {bomb}), ErrorCode::InputTooComplex, "200 times");
  expect_refused(merge("docx", {}), ErrorCode::BadRequest, "1 to 200 documents");
  auto unknown = request("docx", {good});
  unknown.operation = "draw";
  expect_refused(host().convert(std::move(unknown)), ErrorCode::EngineFailed, "does not know");
}

TEST_F(OoxmlEngineTest, TwoHundredDocumentsAreMergedAtOnce) {
  const auto got =
      good_or_failure(merge("docx", std::vector<std::string>(200, word_of(paragraph("x") + page_setup())), {{"AddPageBreak", "true"}}));
  EXPECT_EQ(got.outputs.size(), 1u);
}

}  // namespace
}  // namespace docmill::engines::ooxml
