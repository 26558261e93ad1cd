#include "actions/sniff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "actions/catalogue.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

using namespace std::string_literals;

/// A local file header as ZIP writers store it, with a little data behind it.
std::string zip_entry(const std::string& name, const std::string& data) {
  std::string header = "PK\x03\x04"s + std::string(22, '\0');
  header += static_cast<char>(name.size());
  header += "\0\0\0"s;
  return header + name + data;
}

const std::string kOle2 = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(504, '\0');
const std::string kDocx = zip_entry("[Content_Types].xml", "xxxx") + zip_entry("word/document.xml", "yyyy");
const std::string kXlsx = zip_entry("[Content_Types].xml", "xxxx") + zip_entry("xl/workbook.xml", "yyyy");
const std::string kOdt = zip_entry("mimetype", "application/vnd.oasis.opendocument.text");

const model::Action& action(std::string_view id) {
  const auto* found = find_action(id);
  EXPECT_NE(found, nullptr) << id;
  return *found;
}

std::string recognised(std::string_view id, const std::string& head, std::string_view filename) {
  const auto type = recognise(action(id), *main_file(action(id)), sniff(head), filename);
  return type ? std::string((*type)->extension) : "refused: " + type.error().message();
}

TEST(Sniff, FirstBytesProveTheTypeWhereTheFormatAllowsIt) {
  EXPECT_EQ(sniff("%PDF-1.7\n").extension, "pdf");
  EXPECT_EQ(sniff("junk before\n%PDF-1.4").family, Family::Pdf);
  EXPECT_EQ(sniff("{\\rtf1\\ansi").extension, "rtf");
  EXPECT_EQ(sniff("\x89PNG\r\n\x1A\n").extension, "png");
  EXPECT_EQ(sniff("\0\0\0\x18"
                  "ftypheic\0\0\0\0mif1heic"s)
                .extension,
            "heic");
  EXPECT_EQ(sniff("\0\0\0\x1C"
                  "ftypmif1\0\0\0\0mif1avifmiaf"s)
                .extension,
            "avif");
  EXPECT_EQ(sniff("\0\0\0\x14"
                  "ftypmif1\0\0\0\0mif1heic"s)
                .extension,
            "heif");  // what lies beyond the box does not count
  EXPECT_EQ(sniff("\0\0\0\x18"
                  "ftypisom\0\0\0\0isommp42"s)
                .extension,
            "");
  EXPECT_EQ(sniff(kOdt).extension, "odt");
  EXPECT_EQ(sniff(zip_entry("mimetype", "application/vnd.oasis.opendocument.text-template")).extension, "ott");
  EXPECT_EQ(sniff(kDocx).extension, "docx");
  EXPECT_EQ(sniff(kXlsx).extension, "xlsx");
  EXPECT_EQ(sniff(kOle2).family, Family::Ole2);
  EXPECT_EQ(sniff("<!DOCTYPE html><html>").extension, "html");
  EXPECT_EQ(
      sniff("\xEF\xBB\xBF<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.text\">").extension,
      "fodt");
  EXPECT_EQ(sniff("name;amount\nA;1\n").family, Family::Text);
  EXPECT_EQ(sniff("\xFF\xFEh\0i\0"s).family, Family::Text);
  EXPECT_EQ(sniff("\x7F"
                  "ELF\x02\x01\x01\0\0"s)
                .family,
            Family::Unknown);
  EXPECT_EQ(sniff("").family, Family::Empty);
}

const std::string kEml = "Return-Path: <a@example.com>\r\nReceived: by x\r\n\tid 1\r\nX-Own: 1\r\nFrom: a@example.com\r\n\r\n<html>";

/// An OLE2 file with the directory of an Outlook message.
std::string outlook() {
  auto out = kOle2;
  for (const char c : "__properties_version1.0"s) out += {c, '\0'};
  return out;
}

TEST(Sniff, MessagesAreKnownByTheirHeadersOrTheirDirectory) {
  EXPECT_EQ(sniff(kEml).extension, "eml");
  EXPECT_EQ(sniff("From a@example.com Fri Nov 27\nFrom: a\nTo: b\nSubject: c\n").extension, "eml");
  EXPECT_EQ(sniff("From: the start of a note\nDate: today\n\nSubject: none").extension, "");
  EXPECT_EQ(sniff("name: x\ntwo words: y\nfrom: a\nto: b\ndate: c").extension, "");
  EXPECT_EQ(sniff(outlook()).extension, "msg");
}

TEST(Recognise, TextLikeAMessageIsOneWhereMessagesAreTaken) {
  EXPECT_EQ(recognised("mail/parse", kEml, ""), "eml");
  EXPECT_EQ(recognised("mail/parse", "X-Only: 1\n\nbody", "a.eml"), "eml");
  EXPECT_EQ(recognised("mail/parse", outlook(), "upload"), "msg");
  EXPECT_EQ(recognised("mail/parse", kOle2, ""), "msg");
  EXPECT_EQ(recognised("convert/any-to-pdf", kEml, "upload"), "eml");
  EXPECT_EQ(recognised("convert/any-to-pdf", kEml, "log.txt"), "txt");
  EXPECT_EQ(recognised("convert/any-to-pdf", outlook(), "a.doc"), "msg");
  EXPECT_EQ(recognised("convert/markdown-to-html", kEml, "a.md"), "md");
  EXPECT_EQ(recognised("convert/markdown-to-html", kEml, ""), "md");
  EXPECT_EQ(recognised("convert/docx-to-pdf", outlook(), "a.docx").substr(0, 8), "refused:");
}

TEST(Sniff, LettersInsideCompressedDataAreNotTakenForEntryNames) {
  EXPECT_EQ(sniff(zip_entry("[Content_Types].xml", "random xl/ bytes word/")).extension, "");
}

TEST(Sniff, ATruncatedHeadIsNeverReadBeyondItsEnd) {
  for (const auto& whole : {"\0\0\xFF\xFF"
                            "ftypmif1\0\0\0\0miafmif1"s,
                            kDocx, kOdt, kOle2, "BM"s + std::string(30, '\0'), "\x01\0\0\0"s + std::string(60, 'x')}) {
    for (std::size_t size = 0; size <= whole.size(); ++size) (void)sniff(std::string(whole, 0, size));
  }
}

TEST(Recognise, AnActionForOneKindTakesItWithoutAName) {
  EXPECT_EQ(recognised("convert/docx-to-pdf", kDocx, ""), "docx");
  EXPECT_EQ(recognised("convert/docx-to-pdf", zip_entry("customXml/item1.xml", "x"), "upload.tmp"), "docx");
  EXPECT_EQ(recognised("convert/docx-to-pdf", kDocx, "Template.dotx"), "dotx");
  EXPECT_EQ(recognised("convert/doc-to-docx", kOle2, ""), "doc");
}

TEST(Recognise, AProtectedOfficeFileIsOle2AndStillPassesTheDoor) {
  EXPECT_EQ(recognised("convert/docx-to-pdf", kOle2, "secret.docx"), "docx");
  EXPECT_EQ(recognised("convert/any-to-pdf", kOle2, "secret.xlsx"), "xlsx");
}

TEST(Recognise, AnotherDocumentIsRefusedByWhatItLooksLikeAndWhatIsTaken) {
  const auto pdf = recognise(action("convert/docx-to-pdf"), *main_file(action("convert/docx-to-pdf")), sniff("%PDF-1.7"), "a.docx");
  ASSERT_FALSE(pdf.has_value());
  EXPECT_EQ(pdf.error().code(), ErrorCode::UnsupportedType);
  EXPECT_NE(pdf.error().message().find("looks like a PDF document; DOCX to PDF takes DOCX, DOCM"), std::string::npos)
      << pdf.error().message();
  EXPECT_EQ(recognised("convert/docx-to-pdf", kXlsx, "a.docx").substr(0, 8), "refused:");
  EXPECT_EQ(recognised("convert/docx-to-pdf", kOdt, "a.docx").substr(0, 8), "refused:");
  EXPECT_FALSE(check_beginning(action("convert/docx-to-pdf"), *main_file(action("convert/docx-to-pdf")), sniff("hello")).has_value());
  EXPECT_TRUE(check_beginning(action("convert/any-to-pdf"), *main_file(action("convert/any-to-pdf")), sniff("hello")).has_value());
}

TEST(Recognise, APageMayBeginWithADrawing) {
  EXPECT_EQ(recognised("convert/html-to-pdf", "<svg width='9'></svg><p>text</p>", "page.html"), "html");
  EXPECT_EQ(recognised("convert/html-to-docx", "<svg width='9'></svg><p>text</p>", ""), "html");
  EXPECT_EQ(recognised("convert/image-to-pdf", "<svg width='9'></svg>", "logo"), "svg");
}

TEST(Recognise, AnyToPdfBelievesTheBytesBeforeTheName) {
  EXPECT_EQ(recognised("convert/any-to-pdf", "%PDF-1.7", "a.docx"), "pdf");
  EXPECT_EQ(recognised("convert/any-to-pdf", kDocx, "a.doc"), "docx");
  EXPECT_EQ(recognised("convert/any-to-pdf", "{\\rtf1", "a.doc"), "rtf");
  EXPECT_EQ(recognised("convert/any-to-pdf", "a,b\n1,2\n", "a.csv"), "csv");
  EXPECT_EQ(recognised("convert/any-to-pdf", "<html></html>", "page.txt"), "txt");
  EXPECT_EQ(recognised("convert/any-to-pdf", "hello", ""), "txt");
}

TEST(Recognise, AnyToPdfAsksForANameWhereTheBytesDoNotTell) {
  EXPECT_NE(recognised("convert/any-to-pdf", kOle2, "upload").find("Name the file with its extension"), std::string::npos);
  EXPECT_EQ(recognised("convert/any-to-pdf",
                       "\x7F"
                       "ELF\x02\x01\x01\0\0"s,
                       "a.docx")
                .substr(0, 8),
            "refused:");
  EXPECT_EQ(recognised("convert/any-to-pdf", zip_entry("readme.md", "x"), "stuff.zip").substr(0, 8), "refused:");
}

/// What a File field with types of its own makes of a document.
std::string taken_by(std::vector<std::string_view> accepts, const std::string& head, std::string_view filename) {
  model::Action whole;
  whole.title = "Test";
  whole.accepts = {"pdf"};
  model::Field field;
  field.name = "Extra";
  field.type = model::FieldType::File;
  field.accepts = std::move(accepts);
  if (auto begins = check_beginning(whole, field, sniff(head)); !begins) return "refused: " + begins.error().message();
  const auto type = recognise(whole, field, sniff(head), filename);
  return type ? std::string((*type)->extension) : "refused: " + type.error().message();
}

TEST(Sniff, AFieldMayTakeOtherTypesThanItsAction) {
  EXPECT_EQ(taken_by({"json"}, "{\"a\": 1}", ""), "json");
  EXPECT_EQ(taken_by({"png", "jpg"}, "\x89PNG\r\n\x1A\n", ""), "png");
  EXPECT_EQ(taken_by({"png", "jpg"}, "%PDF-1.7", "a.png"), "refused: The document looks like a PDF document; Extra takes PNG, JPG.");
}

TEST(Sniff, MarkUpIsTextWhereTextIsAskedFor) {
  EXPECT_EQ(taken_by({"txt"}, "<html></html>", ""), "txt");
  EXPECT_EQ(taken_by({"txt", "html"}, "<html></html>", ""), "html");
}

TEST(Sniff, WhereAnyKindIsTakenAllAreKnownByTheirBytesOrNameOrNot) {
  EXPECT_EQ(taken_by({"bin"}, "%PDF-1.7", "x.dat"), "pdf");
  EXPECT_EQ(taken_by({"bin"}, "a,b\n", "x.csv"), "csv");
  EXPECT_EQ(taken_by({"bin"}, "\x01\x02\x03", "x.dat"), "bin");
  EXPECT_EQ(taken_by({"bin"}, "\x01\x02\x03", ""), "bin");
}

}  // namespace
}  // namespace docmill::actions
