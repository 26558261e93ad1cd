#include "mail/mail_fixture.h"
#include "mail/mime_maker.h"
#include "mail/msg_maker.h"

namespace docmill::engines::mail {
namespace {

using namespace std::string_literals;
using documents::MsgItem;
using documents::MsgWriter;

// Property ids as in MS-OXPROPS.
MsgItem outlook_message() {
  MsgItem message;
  message.texts = {{0x0037, "From Outlook"},         {0x0C1A, "Grace"},      {0x5D01, "grace@example.com"},
                   {0x0C1F, "/O=EXCHANGE/CN=GRACE"}, {0x1000, "plain body"}, {0x1035, "<m1@example.com>"}};
  message.numbers = {{0x0039, 134402807400000000ULL}};  // 2026-11-27T19:19:00Z as FILETIME
  message.recipients = {{.texts = {{0x3001, "Bob"}, {0x39FE, "bob@example.org"}}, .numbers = {{0x0C15, 1}}},
                        {.texts = {{0x3001, "cc@example.org"}, {0x3003, "cc@example.org"}}, .numbers = {{0x0C15, 2}}}};
  return message;
}

MsgItem file(const std::string& name, const std::string& bytes) {
  return {.texts = {{0x3707, name}}, .binaries = {{0x3701, bytes}}, .numbers = {{0x3705, 1}}};
}

/// Rich Text that is stored as it is.
std::string uncompressed(const std::string& rtf) {
  std::string out;
  const auto word = [&](std::size_t value) {
    for (unsigned i = 0; i < 4; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
  };
  word(rtf.size() + 12), word(rtf.size()), word(0x414C454D), word(0);
  return out + rtf;
}

TEST_F(MailTest, AnOutlookMessageIsRead) {
  const auto bytes = MsgWriter::bytes(outlook_message());
  const auto info = info_of(bytes);
  EXPECT_EQ(info.at("subject"), "From Outlook");
  EXPECT_EQ(boost::json::serialize(info.at("from")), R"([{"name":"Grace","email":"grace@example.com"}])");
  EXPECT_EQ(boost::json::serialize(info.at("to")), R"([{"name":"Bob","email":"bob@example.org"}])");
  EXPECT_EQ(boost::json::serialize(info.at("cc")), R"([{"name":"","email":"cc@example.org"}])");
  EXPECT_EQ(info.at("date"), "2026-11-27T19:19:00+00:00");
  EXPECT_EQ(info.at("messageId"), "m1@example.com");
  EXPECT_EQ(info.at("text"), "plain body");
  EXPECT_THAT(html_of(bytes), HasSubstr("plain body"));
}

TEST_F(MailTest, TheZoneOfAnOutlookMessageComesFromItsHeaders) {
  auto message = outlook_message();
  message.texts[0x007D] = "Received: x\r\nDate: Fri, 27 Nov 2026 20:19:00 +0100\r\n\r\n";
  EXPECT_EQ(info_of(MsgWriter::bytes(message)).at("date"), "2026-11-27T20:19:00+01:00");
}

TEST_F(MailTest, OutlookHtmlIsShownInItsCodePageWithItsPictures) {
  auto message = outlook_message();
  message.numbers[0x3FDE] = 1251;
  message.binaries[0x1013] = "<p>\xCF\xF0\xE8</p><img src=\"cid:pic@1\"><script>alert(1)</script>";
  message.attachments.push_back(file("pic.png", documents::pixel_png()));
  message.attachments.back().texts[0x3712] = "pic@1";
  const auto html = html_of(MsgWriter::bytes(message));
  EXPECT_THAT(html, HasSubstr("При"));
  EXPECT_THAT(html, HasSubstr("src=\"data:image/png;base64,"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

TEST_F(MailTest, FilesAndMessagesInsideAnOutlookMessage) {
  auto inner = outlook_message();
  inner.texts[0x0037] = "Inner";
  inner.attachments = {file("deep.pdf", "%PDF-1")};
  auto message = outlook_message();
  message.attachments = {
      file("a.pdf", "%PDF-0"), {.numbers = {{0x3705, 5}}, .embedded = {inner}}, file("saved.msg", MsgWriter::bytes(outlook_message()))};
  const auto bytes = MsgWriter::bytes(message);
  EXPECT_EQ(names_of(merged(bytes)), "html a.pdf Inner.html deep.pdf saved.html");
  EXPECT_EQ(names_of(good("extract-attachments", bytes)), "a.pdf Inner.html saved.msg");
}

TEST_F(MailTest, NarrowTextIsReadInTheMessagesCodePage) {
  MsgItem message;
  message.numbers = {{0x3FFD, 932}};
  message.narrow = {{0x0037, "\x93\xFA\x96{"}, {0x1000, "x"}};
  EXPECT_EQ(info_of(MsgWriter::bytes(message)).at("subject"), "日本");
}

TEST_F(MailTest, CompressedRichTextIsReadAsText) {
  MsgItem message;
  message.binaries[0x1009] = std::string(
      "\x2d\x00\x00\x00\x2b\x00\x00\x00\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\x00\x0a\x00\x72\x63\x70\x67\x31\x32\x35\x42\x32\x0a\xf3\x20\x68"
      "\x65"
      "\x6c\x09\x00\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0",
      49);  // the example of MS-OXRTFCP 4.1
  EXPECT_EQ(info_of(MsgWriter::bytes(message)).at("text"), "hello world");
}

TEST_F(MailTest, RichTextSaysWhatItSays) {
  MsgItem message;
  message.binaries[0x1009] = uncompressed(
      R"({\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}{\colortbl;}{\*\generator x;}caf\'e9 \u8364?\par {\f1 \'cf\'f0}\tab \{x\}{\pict 00ff}})");
  EXPECT_EQ(info_of(MsgWriter::bytes(message)).at("text"), "café €\nПр\t{x}");
}

TEST_F(MailTest, HtmlWrappedInRichTextIsUnwrapped) {
  auto message = outlook_message();
  message.binaries[0x1009] = uncompressed(
      R"({\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p style="color:red">}\htmlrtf {\b\htmlrtf0 a {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0  b \'e9}\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}})");
  const auto html = html_of(MsgWriter::bytes(message));
  EXPECT_THAT(html, HasSubstr("<p style=\"color:red\">a &lt; b é"));
  EXPECT_THAT(html, Not(HasSubstr("plain body")));
}

TEST_F(MailTest, AWinmailDatIsOpened) {
  const auto attribute = [](char level, std::uint32_t id, const std::string& data) {
    std::string out(1, level);
    for (const auto value : {id, static_cast<std::uint32_t>(data.size())}) {
      for (unsigned i = 0; i < 4; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
    }
    return out + data + "\0\0"s;
  };
  const auto properties = "\1\0\0\0"s + "\x02\x01\x13\x10"s + "\1\0\0\0"s + "\x0B\0\0\0"s + "<b>bold</b>\0"s;
  const auto tnef = "\x78\x9F\x3E\x22\x01\x00"s + attribute(1, 0x00069003, properties) + attribute(2, 0x00069002, std::string(14, '\0')) +
                    attribute(2, 0x00018010, "in.pdf\0"s) + attribute(2, 0x0006800F, "%PDF-9");
  const auto message = documents::letter(documents::multipart(
      "mixed", {documents::part("Content-Type: text/plain", "text"), documents::file_part("application/ms-tnef", "winmail.dat", tnef)}));
  const auto got = merged(message);
  EXPECT_EQ(names_of(got), "html in.pdf");
  EXPECT_THAT(first(got), HasSubstr("<b>bold</b>"));
}

}  // namespace
}  // namespace docmill::engines::mail
