#include "engines/office/child/inspect.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "documents/make_bad.h"
#include "engines/office/child/xml_guard.h"

namespace docmill::engines::office {
namespace {

using testing::HasSubstr;

const std::string kDocuments = DOCMILL_SOURCE_DIR "/tests/documents/";

std::string sample(const std::string& extension) {
  return documents::read(kDocuments + "formats/sample." + extension);
}

Result<Inspected> look(const std::string& bytes, const std::string& extension = "docx", bool by_content = false) {
  return inspect(bytes, {.extension = extension, .by_content = by_content}, DocumentLimits{});
}

void expect_refused(const Result<Inspected>& got, ErrorCode code, const std::string& word) {
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code(), code) << got.error().describe();
  EXPECT_THAT(got.error().message(), HasSubstr(word));
}

TEST(Inspect, KnowsEverySampleByItsContent) {
  for (const auto& row : readable()) {
    const std::string extension(row.extension);
    if (!std::filesystem::exists(kDocuments + "formats/sample." + extension))
      continue;  // another name of the same bytes, or none to be had
    const auto got = look(sample(extension), extension);
    ASSERT_TRUE(got) << extension << ": " << got.error().describe();
    EXPECT_EQ(got->type->family, row.family) << extension;
    EXPECT_EQ(got->type->container, row.container) << extension;
  }
}

TEST(Inspect, AnEmptyDocumentIsDamaged) {
  expect_refused(look(""), ErrorCode::InputDamaged, "empty");
}

TEST(Inspect, ATruncatedPackageIsDamaged) {
  const auto docx = sample("docx");
  expect_refused(look(documents::truncated(docx)), ErrorCode::InputDamaged, "cut short or damaged");
  for (const std::size_t size : {4UL, 22UL, 100UL, docx.size() - 1}) EXPECT_FALSE(look(docx.substr(0, size))) << size;
}

TEST(Inspect, AFlippedBitIsFoundAndItsPartNamed) {
  expect_refused(look(documents::flipped(sample("docx"), "word/document.xml")), ErrorCode::InputDamaged, "word/document.xml");
}

TEST(Inspect, AHeaderThatLiesAboutASizeIsFound) {
  const auto docx = documents::with_part(sample("docx"), "word/extra.xml", "<a>" + std::string(100'000, 'x') + "</a>");
  expect_refused(look(documents::lying_about_size(docx, "word/extra.xml", 10)), ErrorCode::InputDamaged, "word/extra.xml");
  expect_refused(look(documents::lying_about_size(docx, "word/extra.xml", 200'000)), ErrorCode::InputDamaged, "word/extra.xml");
}

TEST(Inspect, AZipBombIsTooComplex) {
  expect_refused(look(documents::zip_bomb(sample("docx"))), ErrorCode::InputTooComplex, "word/media/zeros.bin");
}

TEST(Inspect, EachLimitIsNamed) {
  const auto docx = sample("docx");
  DocumentLimits few;
  few.unpacked_entries = 3;
  const auto many_parts = inspect(docx, {.extension = "docx"}, few);
  expect_refused(many_parts, ErrorCode::InputTooComplex, "limit is 3");
  DocumentLimits small;
  small.unpacked_size = 5'000;
  expect_refused(inspect(docx, {.extension = "docx"}, small), ErrorCode::InputTooComplex, "5000 B");
}

TEST(Inspect, AnEntityBombIsRefusedHoweverItIsQuoted) {
  expect_refused(look(documents::entity_bomb(sample("docx"))), ErrorCode::InputDamaged, "word/document.xml");
  const auto styles =
      documents::with_part(sample("docx"), "word/styles.xml", "<?xml version='1.0'?><!-- '\" --><!DOCTYPE a SYSTEM \"x\"><a/>");
  expect_refused(look(styles), ErrorCode::InputDamaged, "word/styles.xml");
  std::string wide = "\xFF\xFE";
  for (char c : std::string("<!DOCTYPE a><a/>")) wide += {c, '\0'};
  expect_refused(look(documents::with_part(sample("docx"), "word/styles.xml", wide)), ErrorCode::InputDamaged, "word/styles.xml");
  const auto utf7 = documents::with_part(sample("docx"), "word/styles.xml", "<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a>");
  expect_refused(look(utf7), ErrorCode::InputDamaged,
                 "holds text in another encoding than UTF-8 and UTF-16, which is not allowed. Open the document");
  const auto flat =
      "<?xml version=\"1.0\"?><!DOCTYPE office:document [<!ENTITY a \"b\">]>" + sample("fodt").substr(sample("fodt").find("?>") + 2);
  expect_refused(look(flat, "fodt"), ErrorCode::InputDamaged, "document type declaration");
}

TEST(Inspect, OldManifestsMayNameTheirPublicDtd) {
  const auto manifest =
      documents::with_part(sample("odt"), "META-INF/manifest.xml",
                           "<!DOCTYPE manifest:manifest PUBLIC \"-//OpenOffice.org//DTD Manifest 1.0//EN\" \"Manifest.dtd\"><a/>");
  EXPECT_TRUE(look(manifest, "odt"));
  expect_refused(look(documents::with_part(sample("odt"), "content.xml", "<!DOCTYPE a><a/>"), "odt"), ErrorCode::InputDamaged,
                 "content.xml");
}

TEST(XmlGuard, FindsADeclarationAcrossTwoPieces) {
  const std::string text = "<?xml version=\"1.0\"?>" + std::string(100, ' ') + "<!DOCTYPE a><a/>";
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    XmlGuard guard(XmlGuard::Rule::NoDoctype);
    EXPECT_FALSE(guard.feed(text.substr(0, cut)) && guard.feed(text.substr(cut))) << cut;
  }
}

TEST(Inspect, PartsThatLeadOutOfThePackageAreRefused) {
  for (const std::string name : {"../evil.xml", "/etc/passwd", "word/../../evil.xml", "..\\evil.xml", "C:\\evil.xml"}) {
    expect_refused(look(documents::with_part(sample("docx"), name, "x")), ErrorCode::InputDamaged, "forbidden name");
  }
}

TEST(Inspect, TwoPartsOfOneNameAreRefused) {
  expect_refused(look(documents::with_part(sample("docx"), "WORD/document.xml", "<a/>")), ErrorCode::InputDamaged, "two parts");
}

TEST(Inspect, EncryptedDocumentsNeedAPassword) {
  expect_refused(look(documents::read(kDocuments + "bad/password.docx")), ErrorCode::PasswordRequired, "password");
  expect_refused(look(documents::read(kDocuments + "bad/password.odt"), "odt"), ErrorCode::PasswordRequired, "password");
}

TEST(Inspect, ADocumentThatIsSomethingElseIsToldWhatItLooksLike) {
  expect_refused(look(sample("xlsx")), ErrorCode::UnsupportedType, "an Excel workbook");
  expect_refused(look("%PDF-1.7\n"), ErrorCode::UnsupportedType, "a PDF");
  expect_refused(look("\x89PNG\r\n\x1A\n"), ErrorCode::UnsupportedType, "a PNG picture");
  expect_refused(look("BMW and MZ are text"), ErrorCode::UnsupportedType, "plain text");
  expect_refused(look("Dear Sirs,"), ErrorCode::UnsupportedType, "plain text");
  expect_refused(look(sample("html")), ErrorCode::UnsupportedType, "an HTML page");
  expect_refused(look(sample("docx"), "doc"), ErrorCode::UnsupportedType, "a Word document");
  expect_refused(look(sample("odt"), "ods"), ErrorCode::UnsupportedType, "an OpenDocument text");
}

TEST(Inspect, APageOrATextMayHoldADrawing) {
  for (const std::string extension : {"html", "txt", "csv"}) {
    const auto got = look("<p>Logo: <svg width='9'></svg></p>", extension);
    ASSERT_TRUE(got) << extension << ": " << got.error().describe();
    EXPECT_EQ(got->type->extension, extension);
  }
  expect_refused(look("<svg/>", "docx"), ErrorCode::UnsupportedType, "looks like an SVG picture");
}

TEST(Inspect, ByContentTheBytesWinOverTheName) {
  EXPECT_EQ(look(sample("xlsx"), "docx", true)->type->extension, "xlsx");
  EXPECT_EQ(look(sample("rtf"), "doc", true)->type->extension, "rtf");
  EXPECT_EQ(look(sample("docx"), "", false)->type->extension, "docx");
  EXPECT_EQ(look("a,b\n1,2\n", "csv", true)->type->extension, "csv");
  EXPECT_EQ(look("a,b\n1,2\n", "bin", true)->type->extension, "txt");
  EXPECT_EQ(look(sample("html"), "", true)->type->extension, "html");
  EXPECT_EQ(look("\x89PNG\r\n\x1A\n", "docx", true)->type->extension, "png");
  expect_refused(look("\x7F"
                      "ELF\x02",
                      "docx", true),
                 ErrorCode::UnsupportedType, "a program");
}

TEST(Inspect, ReadsTheFontsADocumentNames) {
  const auto got = look(documents::read(DOCMILL_SOURCE_DIR "/examples/invoice.docx"));
  ASSERT_TRUE(got);
  EXPECT_THAT(got->fonts, testing::Contains("Calibri"));
}

TEST(Inspect, NoCutOrFlippedByteOfAnOldBinaryDocumentHurts) {
  const auto doc = sample("doc");
  for (std::size_t size = 8; size < doc.size(); size += 97) static_cast<void>(look(doc.substr(0, size), "doc"));
  for (std::size_t at = 8; at < 4'000; at += 3) {
    auto bytes = doc;
    bytes[at] = '\xFE';
    static_cast<void>(look(bytes, "doc"));
  }
}

}  // namespace
}  // namespace docmill::engines::office
