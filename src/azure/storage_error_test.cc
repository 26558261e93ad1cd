#include "azure/storage_error.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "azure/http_date.h"
#include "azure/xml.h"

namespace docmill::azure {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

Answer answer(int status, const std::string& code) {
  Answer made{.status = status};
  made.headers.add("x-ms-error-code", code);
  return made;
}

TEST(StorageError, TheCodeSaysWhatTheCallerShouldDo) {
  const std::tuple<int, std::string, ErrorCode> rows[] = {{403, "AuthenticationFailed", ErrorCode::PermissionDenied},
                                                          {401, "NoAuthenticationInformation", ErrorCode::PermissionDenied},
                                                          {404, "QueueNotFound", ErrorCode::NotFound},
                                                          {409, "BlobAlreadyExists", ErrorCode::AlreadyExists},
                                                          {409, "QueueBeingDeleted", ErrorCode::Conflict},
                                                          {412, "ConditionNotMet", ErrorCode::Conflict},
                                                          {413, "RequestBodyTooLarge", ErrorCode::PayloadTooLarge},
                                                          {416, "InvalidRange", ErrorCode::RangeNotSatisfiable},
                                                          {503, "ServerBusy", ErrorCode::Unavailable},
                                                          {507, "", ErrorCode::StorageFull},
                                                          {400, "InvalidHeaderValue", ErrorCode::Internal},
                                                          {302, "", ErrorCode::Internal}};
  for (const auto& [status, code, expected] : rows) EXPECT_EQ(storage_error(answer(status, code), "x").code(), expected) << status << code;
}

TEST(StorageError, ARefusalNamesARemedyAndNothingOfTheBody) {
  auto refused = answer(403, "AuthenticationFailed");
  refused.headers.add("x-ms-request-id", "5d7f-1");
  refused.body =
      "<Error><Code>AuthenticationFailed</Code><AuthenticationErrorDetail>'c2lnbmF0dXJl' is wrong</AuthenticationErrorDetail></Error>";
  const auto text = storage_error(refused, "put").describe();
  EXPECT_THAT(text, HasSubstr("clock"));
  EXPECT_THAT(text, HasSubstr("request 5d7f-1"));
  EXPECT_THAT(text, Not(HasSubstr("c2lnbmF0dXJl")));
  EXPECT_THAT(storage_error(answer(403, "AuthorizationPermissionMismatch"), "put").cause(), HasSubstr("Storage Queue Data Contributor"));
}

TEST(StorageError, TheCodeIsReadFromTheBodyWhenTheHeaderIsMissing) {
  EXPECT_EQ(storage_code({.status = 404, .body = "\xEF\xBB\xBF<?xml version=\"1.0\"?><Error><Code>QueueNotFound</Code></Error>"}),
            "QueueNotFound");
}

TEST(StorageError, ForeignTextIsNotACode) {
  for (const std::string& code : {std::string("Two Words"), std::string("a\nb"), std::string("<script>"), std::string(65, 'a')}) {
    EXPECT_EQ(storage_code(answer(400, code)), "");
    EXPECT_EQ(storage_code({.status = 400, .body = "<Error><Code><![CDATA[" + code + "]]></Code></Error>"}), "");
  }
  for (const auto* body : {"", "not xml", "<Error><Code>A</Code>", "<html><Code>A</Code></html>", "\xFF\xFE<Error/>"})
    EXPECT_EQ(storage_code({.status = 400, .body = body}), "") << body;
}

TEST(StorageError, TheServicesRetryAfterIsKept) {
  auto busy = answer(503, "ServerBusy");
  busy.headers.add("Retry-After", "7");
  EXPECT_EQ(storage_error(busy, "x").retry_after(), 7s);
}

TEST(AzureXml, ABombOfEntitiesStaysSmall) {
  std::string bomb = "<!DOCTYPE Error [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c < 'z'; ++c)
    bomb += fmt::format("<!ENTITY {0} \"&{1};&{1};&{1};&{1};&{1};&{1};&{1};&{1};\">", c, static_cast<char>(c - 1));
  const auto document = parse_xml(bomb + "]><Error><Code>&y;</Code></Error>", "Error");
  if (document) {
    EXPECT_LT(text_of((*document)->document_element(), "Code").size(), 10U);
  }
}

TEST(AzureXml, DepthAndNonsenseAreAnErrorNotACrash) {
  std::string deep = "<Error>";
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  EXPECT_FALSE(parse_xml(deep, "Error"));
  for (int i = 0; i < 200'000; ++i) deep += "</a>";
  EXPECT_TRUE(parse_xml(deep + "</Error>", "Error"));
  EXPECT_EQ(parse_xml("<Error", "Error").error().code(), ErrorCode::Corrupt);
  EXPECT_EQ(parse_xml("<Other/>", "Error").error().code(), ErrorCode::Corrupt);
}

TEST(AzureXml, EscapedTextComesBack) {
  const std::string text = "a <b> & \"c\" ]]>";
  EXPECT_EQ(text_of((*parse_xml("<E><T>" + xml_escaped(text) + "</T></E>", "E"))->document_element(), "T"), text);
}

TEST(HttpDate, MomentsComeBackToTheSecond) {
  const Timestamp moment(1'795'519'864'999ms);
  EXPECT_EQ(to_http_date(moment), "Tue, 24 Nov 2026 11:31:04 GMT");
  EXPECT_EQ(from_http_date("Tue, 24 Nov 2026 11:31:04 GMT"), Timestamp(1'795'519'864'000ms));
  EXPECT_EQ(to_http_date(Timestamp{}), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_TRUE(from_http_date("Tue, 29 Feb 2028 23:59:59 GMT"));
}

TEST(HttpDate, AnythingElseIsRefused) {
  for (const auto* text : {"", "Tue, 24 Nov 2026 11:31:04 UTC", "Mon, 24 Nov 2026 11:31:04 GMT", "Tue, 31 Feb 2026 11:31:04 GMT",
                           "Tue, 24 Foo 2026 11:31:04 GMT", "Tue, 24 Nov 2026 24:31:04 GMT", "Tue, 24 Nov 2026 11:31:04 GMT ",
                           "2026-11-24T11:31:04Z", "Tue, 2x Nov 2026 11:31:04 GMT"})
    EXPECT_FALSE(from_http_date(text)) << text;
}

}  // namespace
}  // namespace docmill::azure
