#include "net/http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "net/text.h"

namespace docmill::net {
namespace {

using testing::Optional;

TEST(Headers, AreFoundWhateverTheirCaseAndTheFirstWins) {
  Headers headers;
  headers.add("Content-Type", "text/plain");
  headers.add("content-type", "text/html");
  EXPECT_THAT(headers.find("CONTENT-TYPE"), Optional(std::string_view("text/plain")));
  EXPECT_EQ(headers.find("Content"), std::nullopt);
}

TEST(Problem, SaysWhatWentWrongWithoutTheCause) {
  const auto error = fail(ErrorCode::RateLimited, "Too many.").cause("secret path /x").in(Phase::Door).retry_after(std::chrono::seconds(7));
  const auto response = problem(error, "req-1", "job-1");
  EXPECT_EQ(response.status, 429);
  EXPECT_THAT(response.headers.find("content-type"), Optional(std::string_view("application/problem+json")));
  EXPECT_THAT(response.headers.find("retry-after"), Optional(std::string_view("7")));
  const auto body = boost::json::parse(response.body).as_object();
  EXPECT_EQ(body.at("status"), 429);
  EXPECT_EQ(body.at("code"), "rate_limited");
  EXPECT_EQ(body.at("detail"), "Too many.");
  EXPECT_EQ(body.at("phase"), "door");
  EXPECT_EQ(body.at("retryable"), true);
  EXPECT_EQ(body.at("jobId"), "job-1");
  EXPECT_EQ(body.at("requestId"), "req-1");
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
}

TEST(Problem, LeavesOutAJobThatDoesNotExist) {
  const auto body = boost::json::parse(problem(fail(ErrorCode::BadRequest, "No."), "r").body).as_object();
  EXPECT_FALSE(body.contains("jobId"));
  EXPECT_EQ(body.at("retryable"), false);
}

TEST(QueryValue, IsDecodedAndTheFirstOneCounts) {
  EXPECT_THAT(query_value("a=1&b=x%20y+z&b=2", "b"), Optional(std::string("x y z")));
  EXPECT_THAT(query_value("a%5B0%5D=%2B", "a[0]"), Optional(std::string("+")));
  EXPECT_THAT(query_value("flag&b=2", "flag"), Optional(std::string()));
  EXPECT_THAT(query_value("b=100%", "b"), Optional(std::string("100%")));
  EXPECT_EQ(query_value("ab=1", "a"), std::nullopt);
  EXPECT_EQ(query_value("", "a"), std::nullopt);
}

TEST(CleanText, DropsControlsAndRepairsBrokenUtf8) {
  EXPECT_EQ(clean_text(std::string_view("a\r\n\0b\x7F\xC2\x85", 8)), "ab");
  EXPECT_EQ(clean_text("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x93\x84"), "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x93\x84");
  EXPECT_EQ(clean_text("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");                    // overlong '/'
  EXPECT_EQ(clean_text("x\xED\xA0\x80"), "x\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
  EXPECT_EQ(clean_text("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");                    // cut off
}

TEST(FieldValue, ReadsParametersQuotedAndBare) {
  const auto field = parse_field_value("Form-Data; name=\"a;b\\\"c\" ; FILENAME=plain.txt;");
  ASSERT_TRUE(field);
  EXPECT_EQ(field->value, "form-data");
  EXPECT_THAT(field->parameter("name"), Optional(std::string_view("a;b\"c")));
  EXPECT_THAT(field->parameter("filename"), Optional(std::string_view("plain.txt")));
}

TEST(FieldValue, RefusesWhatCanBeReadTwoWays) {
  EXPECT_FALSE(parse_field_value("form-data; name=a; name=b"));
  EXPECT_FALSE(parse_field_value("form-data; name=\"open"));
  EXPECT_FALSE(parse_field_value("form-data; name=\"a\"b"));
  EXPECT_FALSE(parse_field_value("form-data; name"));
  EXPECT_FALSE(parse_field_value("; name=a"));
}

std::string filename_of(std::string_view parameters) {
  const auto field = parse_field_value("form-data; " + std::string(parameters));
  return field ? disposition_filename(*field).value_or("(none)") : "(malformed)";
}

TEST(DispositionFilename, IsReducedToABaseName) {
  EXPECT_EQ(filename_of("filename=\"../../etc/passwd\""), "passwd");
  EXPECT_EQ(filename_of("filename=\"C:\\Users\\me\\a b.docx\""), "a b.docx");
  EXPECT_EQ(filename_of("filename=\"..\""), "");
  EXPECT_EQ(filename_of("filename=\"\""), "");
  EXPECT_EQ(filename_of("name=a"), "(none)");
}

TEST(DispositionFilename, UndoesWhatBrowsersEscape) {
  EXPECT_EQ(filename_of("filename=\"say %22hi%22%0D%0A.txt\""), "say \"hi\".txt");
  EXPECT_EQ(filename_of("filename=\"100%25.txt\""), "100%25.txt");
  EXPECT_EQ(filename_of("filename=\"a\\\"b.txt\""), "a\"b.txt");
}

TEST(DispositionFilename, PrefersTheExtendedFormWhenItIsSound) {
  EXPECT_EQ(filename_of("filename=\"plain.txt\"; filename*=UTF-8''%e2%82%ac%20rates.txt"), "\xE2\x82\xAC rates.txt");
  EXPECT_EQ(filename_of("filename*=iso-8859-1'en'%A3.txt"), "\xC2\xA3.txt");
  EXPECT_EQ(filename_of("filename*=UTF-8''..%2F..%5Cx.txt"), "x.txt");
  EXPECT_EQ(filename_of("filename=plain.txt; filename*=UTF-8''%ff"), "plain.txt");
  EXPECT_EQ(filename_of("filename=plain.txt; filename*=nonsense"), "plain.txt");
}

}  // namespace
}  // namespace docmill::net
