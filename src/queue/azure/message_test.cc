#include "queue/azure/message.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "queue/limits.h"

namespace docmill::queue {
namespace {

std::string list(const std::string& id, const std::string& inserted, const std::string& count, const std::string& text) {
  return fmt::format(
      "\xEF\xBB\xBF<?xml version=\"1.0\" "
      "encoding=\"utf-8\"?><QueueMessagesList><QueueMessage><MessageId>{}</MessageId><InsertionTime>{}</InsertionTime>"
      "<ExpirationTime>Fri, 31 Dec 9999 23:59:59 GMT</ExpirationTime><PopReceipt>AgAA+/8=</PopReceipt>"
      "<TimeNextVisible>Tue, 24 Nov 2026 11:31:34 GMT</TimeNextVisible><DequeueCount>{}</DequeueCount><MessageText>{}</MessageText>"
      "</QueueMessage></QueueMessagesList>",
      id, inserted, count, text);
}

const std::string kNow = "Tue, 24 Nov 2026 11:31:04 GMT";

std::string body_of(const std::string& text) {
  const auto messages = read_messages(list("1-2", kNow, "1", text));
  return messages && messages->size() == 1 ? messages->front().body : "(none)";
}

TEST(AzureMessages, AreReadAsTheServiceWritesThem) {
  const auto messages = read_messages(list("5974b586-0df3", kNow, "2", crypto::to_base64("{\"a\":1}")));
  ASSERT_TRUE(messages);
  const auto& message = messages->at(0);
  EXPECT_EQ(message.id, "5974b586-0df3");
  EXPECT_EQ(message.receipt, "AgAA+/8=");
  EXPECT_EQ(message.body, "{\"a\":1}");
  EXPECT_EQ(message.delivery, 2U);
  EXPECT_EQ(message.visible_at - message.put_at, std::chrono::seconds{30});
}

TEST(AzureMessages, TextThatIsNotOursIsTakenAsItStands) {
  EXPECT_EQ(body_of("{&quot;plain&quot;:1}"), "{\"plain\":1}");
  EXPECT_EQ(body_of("abcd"), "abcd");  // base64, but not of text
  EXPECT_EQ(body_of(""), "");
  EXPECT_EQ(body_of("  "), "  ");
}

TEST(AzureMessages, BrokenAnswersAreAnError) {
  for (const auto& xml : {std::string(), std::string("<html/>"), list("../x", kNow, "1", ""), list("", kNow, "1", ""),
                          list("1", "yesterday", "1", ""), list("1", kNow, "-1", ""), list("1", kNow, "99999999999", ""),
                          list("1", kNow, "1 ", ""), list("1", kNow, "1", "<x").substr(0, 300)}) {
    const auto messages = read_messages(xml);
    ASSERT_FALSE(messages) << xml;
    EXPECT_EQ(messages.error().code(), ErrorCode::Corrupt);
  }
  EXPECT_TRUE(read_messages("<QueueMessagesList/>").value().empty());
}

AzureMessage poison(const std::string& body) {
  return {.id = "9-9", .receipt = {}, .body = body, .delivery = 0, .put_at = Timestamp(std::chrono::seconds{7}), .visible_at = {}};
}

TEST(AzureLetters, ComeBackWithAllThatWasKnown) {
  const Lease lease{.message_id = "1-2", .token = {}, .body = "{\"job\":\"ä\"}", .delivery = 3, .put_at = {}, .ends_at = {}};
  const auto letter = read_letter(poison(write_letter(lease, "engine_crashed: It \"crashed\".")));
  EXPECT_EQ(letter.message_id, "1-2");
  EXPECT_EQ(letter.body, lease.body);
  EXPECT_EQ(letter.delivery, 3U);
  EXPECT_EQ(letter.reason, "engine_crashed: It \"crashed\".");
  EXPECT_EQ(letter.buried_at, Timestamp(std::chrono::seconds{7}));
}

TEST(AzureLetters, AReasonThatIsNotTextDoesNotSpoilTheLetter) {
  const Lease lease{.message_id = "1-2", .token = {}, .body = "b", .put_at = {}, .ends_at = {}};
  EXPECT_EQ(read_letter(poison(write_letter(lease, "a\xFF\x01z"))).message_id, "1-2");
}

TEST(AzureLetters, EveryLetterFitsAMessage) {
  for (const char c : {'x', '"', '\\', '\x01'}) {
    const Lease lease{.message_id = "1-2", .token = {}, .body = std::string(kLongestBody, c), .put_at = {}, .ends_at = {}};
    const auto text = write_letter(lease, std::string(1000, 'r'));
    EXPECT_TRUE(check_body(text));
    EXPECT_EQ(read_letter(poison(text)).body, lease.body);
  }
}

TEST(AzureLetters, WhatIsNotAnEnvelopeIsABareMessage) {
  for (const std::string body : {"", "text", "[1]", "{\"docmill_dead_letter\":2,\"message_id\":\"1\",\"body\":\"b\"}",
                                 "{\"docmill_dead_letter\":1}", "{\"docmill_dead_letter\":1,\"message_id\":\"../1\",\"body\":\"b\"}",
                                 "{\"docmill_dead_letter\":1,\"message_id\":\"1\",\"body\":7}"}) {
    const auto letter = read_letter(poison(body));
    EXPECT_EQ(letter.message_id, "9-9");
    EXPECT_EQ(letter.body, body);
  }
  const auto odd = read_letter(poison(R"({"docmill_dead_letter":1,"message_id":"1","body":"b","delivery":-5,"reason":[]})"));
  EXPECT_EQ(odd.delivery, 0U);
  EXPECT_THAT(odd.reason, ::testing::HasSubstr("unknown"));
}

}  // namespace
}  // namespace docmill::queue
