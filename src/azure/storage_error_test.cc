#include "azure/storage_error.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace docmill::azure
