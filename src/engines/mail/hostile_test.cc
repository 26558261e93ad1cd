#include <random>

#include "mail/mail_fixture.h"
#include "mail/mime_maker.h"
#include "mail/msg_maker.h"

namespace docmill::engines::mail {
namespace {

using namespace documents;

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string nested(std::size_t depth) {
  auto inner = part("Content-Type: text/plain", "core");
  for (std::size_t i = 0; i < depth; ++i) inner = multipart("mixed", {inner});
  return letter(inner);
}

TEST_F(MailTest, WhatIsNoMessageIsRefused) {
  expect_refused(run("email-to-html", ""), ErrorCode::InputDamaged, "empty");
  expect_refused(run("email-to-html", "just some words"), ErrorCode::InputDamaged, "no e-mail message");
  expect_refused(run("email-to-html", "%PDF-1.7\n"), ErrorCode::InputDamaged, "no e-mail message");
  expect_refused(run("email-to-html", std::string(1000, '\0')), ErrorCode::InputDamaged, "no e-mail message");
  expect_refused(run("no-such", text_letter("x")), ErrorCode::EngineFailed, "does not know");
}

TEST_F(MailTest, DeepNestingIsRefused) {
  EXPECT_THAT(html_of(nested(40)), HasSubstr("core"));
  expect_refused(run("email-to-html", nested(60)), ErrorCode::InputTooComplex, "nested more than 50 deep");
  expect_refused(run("email-to-html", nested(900)), ErrorCode::InputTooComplex, "nested more than 50 deep");
}

TEST_F(MailTest, NestedMessagesAreOpenedToADepth) {
  auto message = text_letter("innermost");
  for (int i = 0; i < 7; ++i) message = letter(part("Content-Type: message/rfc822", message), "Level " + std::to_string(i));
  const auto got = merged(message);
  EXPECT_EQ(got.outputs.size(), 6u);
  EXPECT_THAT(got.warnings, testing::Contains(HasSubstr("nested more than 5 deep")));
}

TEST_F(MailTest, ManyPartsAreRefused) {
  const auto one = part("Content-Type: application/pdf", "%PDF-");
  EXPECT_EQ(good("extract-attachments", letter(multipart("mixed", std::vector<std::string>(900, one)))).outputs.size(), 900u);
  expect_refused(run("email-to-html", letter(multipart("mixed", std::vector<std::string>(1100, one)))), ErrorCode::InputTooComplex,
                 "more than 1000 parts");
  expect_refused(run("email-to-html", letter(multipart("mixed", std::vector<std::string>(100'000, "\n")))), ErrorCode::InputTooComplex,
                 "more than 1000 parts");
}

TEST_F(MailTest, MoreFilesThanCanBeMergedAreAWarning) {
  const auto got = merged(letter(multipart("mixed", std::vector<std::string>(250, part("Content-Type: application/pdf", "%PDF-")))));
  EXPECT_EQ(got.outputs.size(), kMostInputs);
  EXPECT_THAT(got.warnings, testing::Contains(HasSubstr("more than can be merged")));
}

TEST_F(MailTest, HugeHeadersEnd) {
  expect_refused(run("email-to-html", letter(part("Content-Type: text/plain", "x"), std::string(3 << 20, 'a'))), ErrorCode::InputTooComplex,
                 "headers are longer");
  EXPECT_THAT(html_of(letter(part("Content-Type: text/plain", "shown"), std::string(1 << 20, 'a'))), HasSubstr(">shown"));
  EXPECT_THAT(html_of(letter(part("Content-Type: text/plain", "shown"), "s", "Cc: " + repeated("a@b.c, ", 200'000) + "\n")),
              HasSubstr(">shown"));
  EXPECT_THAT(html_of(letter(part("Content-Type: text/plain", "shown"), repeated("=?utf-8?Q?=C3?= ", 100'000))), HasSubstr(">shown"));
  EXPECT_THAT(html_of(letter(part("Content-Type: text/plain", "shown"), "s", repeated("X-A: b\n", 200'000))), HasSubstr(">shown"));
  EXPECT_THAT(html_of(letter(part("Content-Type: text/plain" + repeated("; a*0=b", 20'000), "shown"))), HasSubstr("shown"));
  EXPECT_THAT(html_of(letter(part("Content-Type: text/plain", "shown"), "s", "To: " + std::string(500'000, '(') + "\n")),
              HasSubstr(">shown"));
  const auto groups = letter(part("Content-Type: text/plain", "shown"), "s", "To: " + repeated("a:", 200'000) + "\n");
  expect_refused(run("email-to-html", groups), ErrorCode::InputTooComplex, "more groups");
  expect_refused(run("email-to-html", letter(part("Content-Type: message/rfc822", groups))), ErrorCode::InputTooComplex, "more groups");
}

TEST_F(MailTest, APictureShownOftenStaysWithinTheLimit) {
  const auto picture = file_part("image/png", "big.png", pixel_png() + std::string(1'000'000, 'x'), "Content-ID: <p>\n");
  auto asked =
      request("email-to-html", letter(multipart("related", {part("Content-Type: text/html", repeated("<img src=cid:p>", 1000)), picture})));
  asked.limits.output_size = 20'000'000;
  const auto got = host().convert(std::move(asked));
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_THAT(got->warnings, testing::Contains(HasSubstr("Some pictures were left out")));
}

TEST_F(MailTest, DeepAndBrokenHtmlEnds) {
  EXPECT_THAT(html_of(html_letter(repeated("<div>", 20'000) + "core")), HasSubstr("core"));
  EXPECT_THAT(html_of(html_letter(repeated("<b><p>", 2'000) + "core")), HasSubstr("core"));
  EXPECT_THAT(html_of(html_letter(repeated("<a href=x", 20'000) + "><table><tr><td core")), Not(HasSubstr("<script")));
  EXPECT_THAT(info_of(html_letter(repeated("<span>", 20'000) + "core")).at("text").as_string().c_str(), HasSubstr("core"));
}

TEST_F(MailTest, HtmlOfAnyDepthOrHungerForMemoryIsRefusedWithItsLimit) {
  expect_refused(run("email-to-html", html_letter(repeated("<div>", 1'000'000))), ErrorCode::InputTooComplex, "more than 50,000 deep");
  expect_refused(run("email-info", html_letter(repeated("<i>", 1'000'000))), ErrorCode::InputTooComplex, "more than 50,000 deep");
  // Elements left open are opened anew in every paragraph after them.
  std::string costly = "<p>";
  for (int i = 0; i < 3'000; ++i) costly += "<font size=" + std::to_string(i) + ">";
  expect_refused(run("email-to-html", html_letter(costly + repeated("<p>x", 20'000))), ErrorCode::InputTooComplex, "more than 640 MB");
}

TEST_F(MailTest, NoByteOfAMessageBreaksTheEngine) {
  const auto whole = letter(multipart("mixed", {multipart("alternative", {part("Content-Type: text/plain; format=flowed", "a \nb"),
                                                                          part("Content-Type: text/html", "<p style='x:y'>c")}),
                                                file_part("image/png", "a.png", pixel_png(), "Content-ID: <i>\n"),
                                                part("Content-Type: message/rfc822", text_letter("in"))}));
  std::mt19937 random(7);
  for (int i = 0; i < 60; ++i) {
    auto bytes = whole;
    for (int k = 0; k < 8; ++k) bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto got = run("email-to-html", bytes.substr(0, random() % bytes.size()), {{"MergeAttachments", "true"}});
    if (!got) EXPECT_EQ(got.error().code(), ErrorCode::InputDamaged) << got.error().describe();
  }
}

TEST_F(MailTest, NoByteOfAnOutlookMessageBreaksTheEngine) {
  MsgItem message{.texts = {{0x0037, "Subject"}, {0x1000, "Body"}}};
  message.binaries[0x1009] = std::string(100, 'L');
  message.attachments = {{.texts = {{0x3707, "a.pdf"}}, .binaries = {{0x3701, std::string(6000, 'x')}}}};
  const auto whole = MsgWriter::bytes(message);
  std::mt19937 random(11);
  for (int i = 0; i < 150; ++i) {
    auto bytes = whole;
    for (int k = 0; k < 6; ++k) bytes[random() % (k < 3 ? std::size_t{512} : bytes.size())] = static_cast<char>(random());
    if (i % 3 == 0) bytes.resize(random() % bytes.size());
    const auto got = run("email-to-html", bytes, {{"MergeAttachments", "true"}});
    if (got) continue;
    const auto code = got.error().code();
    EXPECT_TRUE(code == ErrorCode::InputDamaged || code == ErrorCode::InputTooComplex) << i << ": " << got.error().describe();
  }
}

/// An OLE2 file whose directory's chain of sectors runs in a circle, and whose entries are each other's neighbours.
TEST_F(MailTest, CyclesInAnOutlookFileEnd) {
  auto bytes = MsgWriter::bytes({.texts = {{0x0037, "Subject"}}});
  const auto word = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i) value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    return value;
  };
  const auto put = [&](std::size_t at, std::uint32_t value) {
    for (unsigned i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>((value >> (8 * i)) & 0xFFU);
  };
  const auto directory = word(48);
  const auto whole = bytes;
  put((word(76) + 1) * 512 + 4 * directory, directory);
  const auto circle = run("email-to-html", bytes);
  ASSERT_FALSE(circle);
  EXPECT_TRUE(circle.error().code() == ErrorCode::InputDamaged || circle.error().code() == ErrorCode::InputTooComplex)
      << circle.error().describe();
  bytes = whole;
  const auto entries = (directory + 1) * 512;
  for (std::size_t entry = 1; entry < 4; ++entry)
    put(entries + entry * 128 + 68, 1), put(entries + entry * 128 + 72, 2), put(entries + entry * 128 + 76, 0);
  const auto tree = run("email-to-html", bytes);
  if (!tree) EXPECT_EQ(tree.error().code(), ErrorCode::InputDamaged) << tree.error().describe();
}

/// An OLE2 file by hand (MS-CFB 2): so many folders in its root, each the left neighbour of the one before instead of a balanced tree.
std::string ole_with_neighbours(std::uint32_t count) {
  const auto number = [](std::uint64_t value, unsigned width) {
    std::string out;
    for (unsigned i = 0; i < width; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
    return out;
  };
  constexpr std::uint32_t kNone = 0xFFFFFFFF;
  constexpr std::uint32_t kEnd = 0xFFFFFFFE;
  const auto directory_sectors = (count + 4) / 4;
  const auto tables = directory_sectors / 127 + 1;
  std::string out = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0') + number(0x3E, 2) + number(3, 2) + number(0xFFFE, 2) +
                    number(9, 2) + number(6, 2) + std::string(10, '\0') + number(tables, 4) + number(tables, 4) + number(0, 4) +
                    number(4096, 4) + number(kEnd, 4) + number(0, 4) + number(kEnd, 4) + number(0, 4);
  for (std::uint32_t i = 0; i < 109; ++i) out += number(i < tables ? i : kNone, 4);
  for (std::uint32_t i = 0; i < tables * 128; ++i) {
    const auto last = tables + directory_sectors - 1;
    out += number(i < tables ? 0xFFFFFFFD : i < last ? i + 1 : i == last ? kEnd : kNone, 4);
  }
  for (std::uint32_t i = 0; i < directory_sectors * 4; ++i) {
    std::string name;
    for (const char c : "n" + std::to_string(i)) name += {c, '\0'};
    out += name + std::string(64 - name.size(), '\0') + number(name.size() + 2, 2) + number(i == 0 ? 5 : 1, 1) + number(1, 1) +
           number(i == 0 || i >= count ? kNone : i + 1, 4) + number(kNone, 4) + number(i == 0 ? 1 : kNone, 4) + std::string(36, '\0') +
           number(kEnd, 4) + number(0, 8);
  }
  return out;
}

TEST_F(MailTest, ADirectoryAsDeepAsItIsLongIsNoDanger) {
  for (const std::uint32_t count : {10U, 1000U, 19'000U, 200'000U}) {
    const auto got = run("email-to-html", ole_with_neighbours(count));
    ASSERT_FALSE(got);
    const auto code = got.error().code();
    EXPECT_TRUE(code == ErrorCode::InputDamaged || code == ErrorCode::InputTooComplex) << count << ": " << got.error().describe();
  }
}

TEST_F(MailTest, OtherFilesOfTheOfficeFamilyAreRefused) {
  MsgItem none;
  auto bytes = MsgWriter::bytes(none);
  for (auto at = bytes.find("p\0r\0o\0p\0", 0, 8); at != std::string::npos; at = bytes.find("p\0r\0o\0p\0", at + 1, 8)) bytes[at] = 'q';
  expect_refused(run("email-to-html", bytes), ErrorCode::InputDamaged, "no Outlook message");
}

TEST_F(MailTest, ManyPropertiesAndSharedStreamsStayWithinTheLimits) {
  MsgItem message;
  for (int i = 0; i < 300; ++i) message.attachments.push_back({.binaries = {{0x3701, std::string(100'000, 'x')}}});
  auto asked = request("email-info", MsgWriter::bytes(message));
  asked.limits.unpacked_size = 10'000'000;
  expect_refused(host().convert(std::move(asked)), ErrorCode::InputTooComplex, "unpacks to more");
}

}  // namespace
}  // namespace docmill::engines::mail
