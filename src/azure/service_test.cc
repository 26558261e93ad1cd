#include "azure/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "azure/shared_key.h"
#include "azure/storage_error.h"
#include "azure/test_azurite.h"
#include "azure/test_scripted.h"
#include "net/http_date.h"

namespace docmill::azure {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr net::RetryOptions kFourQuickTries{.tries = 4, .first_delay = 1ms, .longest_delay = 5ms, .total = 20'000ms};
const std::string kKeyText = "AccountKey=a2V5IG9mIHRoZSB0ZXN0cw==";  // "key of the tests"

class ServiceTest : public ::testing::Test {
 protected:
  std::unique_ptr<Service> open(const std::string& connection, net::RetryOptions retry = kFourQuickTries) {
    ServiceOptions options{.retry = retry};
    auto service = Service::open(http_, clock_, test::parsed(connection), ServiceKind::Queue, options);
    EXPECT_TRUE(service) << service.error().describe();
    return *std::move(service);
  }
  std::string with_key() const { return "AccountName=acme01;" + kKeyText + ";QueueEndpoint=" + primary_.url("/acme01"); }
  static Result<Answer> perform(Service& service, Request request) { return run_to_end(service.perform(std::move(request))); }

  ManualClock clock_;
  test::ScriptedServer primary_;
  test::ScriptedServer secondary_;
  net::HttpClient http_;
};

TEST_F(ServiceTest, ARequestIsDatedVersionedNamedAndSigned) {
  primary_.answers(200, "hello");
  auto service = open(with_key());
  Request request{.method = "POST", .path = "/jobs 1/messages", .query = {{"messagettl", "-1"}}, .body = "four"};
  request.headers.add("Content-Type", "application/xml");
  const auto answer = perform(*service, request);
  ASSERT_TRUE(answer) << answer.error().describe();
  EXPECT_EQ(answer->body, "hello");
  EXPECT_FALSE(answer->retried);
  const auto asked = primary_.asked().at(0);
  EXPECT_EQ(asked.request.path, "/acme01/jobs 1/messages");
  EXPECT_EQ(asked.request.query, "messagettl=-1");
  EXPECT_EQ(asked.body, "four");
  EXPECT_EQ(asked.header("x-ms-date"), net::to_http_date(clock_.now()));
  EXPECT_EQ(asked.header("x-ms-version"), "2024-08-04");
  SignedParts parts{
      .method = "POST", .url_path = "/acme01/jobs%201/messages", .query = request.query, .headers = request.headers, .content_length = 4};
  for (const auto* name : {"x-ms-date", "x-ms-version", "x-ms-client-request-id"}) parts.headers.add(name, asked.header(name));
  EXPECT_EQ(asked.header("Authorization"), shared_key_authorization("acme01", Secret("key of the tests"), parts));
}

TEST_F(ServiceTest, ASignatureOfTheConnectionStringIsAppendedToTheQuery) {
  primary_.answers(200);
  primary_.answers(200);
  auto service = open("SharedAccessSignature=sv=1&sig=a%2Bb;QueueEndpoint=" + primary_.url());
  ASSERT_TRUE(perform(*service, {.path = "/jobs", .query = {{"comp", "metadata"}}}));
  ASSERT_TRUE(perform(*service, {.path = "/jobs"}));
  EXPECT_EQ(primary_.asked().at(0).request.query, "comp=metadata&sv=1&sig=a%2Bb");
  EXPECT_EQ(primary_.asked().at(1).request.query, "sv=1&sig=a%2Bb");
  EXPECT_EQ(primary_.asked().at(0).header("Authorization"), "");
}

TEST_F(ServiceTest, TransientTroubleIsTriedAgainAndTheAnswerSaysSo) {
  for (const int status : {500, 503, 429}) primary_.answers(status);
  primary_.answers_code(404, "MessageNotFound");
  const auto answer = perform(*open(with_key()), {.method = "DELETE", .path = "/jobs/messages/1"});
  ASSERT_TRUE(answer) << answer.error().describe();
  EXPECT_EQ(answer->status, 404);
  EXPECT_TRUE(answer->retried);
  EXPECT_EQ(primary_.asked().size(), 4U);
}

TEST_F(ServiceTest, EveryTryHasARequestIdOfItsOwn) {
  primary_.answers(503);
  primary_.answers(200);
  ASSERT_TRUE(perform(*open(with_key()), {.path = "/jobs"}));
  EXPECT_NE(primary_.asked().at(0).header("x-ms-client-request-id"), primary_.asked().at(1).header("x-ms-client-request-id"));
}

TEST_F(ServiceTest, TheTriesEnd) {
  const auto answer = perform(*open(with_key()), {.path = "/jobs"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code(), ErrorCode::Unavailable);
  EXPECT_THAT(answer.error().cause(), HasSubstr("500"));
  EXPECT_EQ(primary_.asked().size(), 4U);
}

TEST_F(ServiceTest, ARequestCanAskForFewerTries) {
  EXPECT_FALSE(perform(*open(with_key()), {.path = "/jobs", .tries = 1}));
  EXPECT_EQ(primary_.asked().size(), 1U);
}

TEST_F(ServiceTest, AServiceThatAsksForALongerPauseThanThereIsTimeIsBelieved) {
  net::Headers headers;
  headers.add("Retry-After", "100");
  primary_.answers(503, {}, headers);
  const auto answer = perform(*open(with_key()), {.path = "/jobs"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().retry_after(), 100s);
  EXPECT_EQ(primary_.asked().size(), 1U);
}

TEST_F(ServiceTest, APauseLastsAtLeastAsLongAsTheServiceAsks) {
  net::Headers headers;
  headers.add("Retry-After", "1");
  primary_.answers(503, {}, headers);
  primary_.answers(200);
  const auto earliest = Deadline::in(1s);
  ASSERT_TRUE(perform(*open(with_key()), {.path = "/jobs"}));
  EXPECT_TRUE(earliest.passed());
}

TEST_F(ServiceTest, NoConnectionIsUnavailableAndSaysNoSecret) {
  auto service = open("AccountName=acme01;SharedAccessSignature=sig=hidden;QueueEndpoint=http://127.0.0.1:1");
  const auto answer = perform(*service, {.path = "/jobs"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code(), ErrorCode::Unavailable);
  EXPECT_THAT(answer.error().describe(), Not(HasSubstr("hidden")));
}

TEST_F(ServiceTest, OtherStatusesAreAnswersAtOnce) {
  for (const int status : {400, 403, 404, 409, 412}) {
    primary_.answers(status);
    EXPECT_EQ(perform(*open(with_key()), {.path = "/jobs"}).value().status, status);
  }
  EXPECT_EQ(primary_.asked().size(), 5U);
}

class SecondaryTest : public ServiceTest {
 protected:
  std::unique_ptr<Service> service_ = open(with_key() + ";QueueSecondaryEndpoint=" + secondary_.url("/acme01"));
};

TEST_F(SecondaryTest, AReadIsAnsweredByTheSecondaryWhenThePrimaryIsDown) {
  primary_.answers(503);
  secondary_.answers(200, "copy");
  EXPECT_EQ(perform(*service_, {.path = "/jobs", .read = true}).value().body, "copy");
}

TEST_F(SecondaryTest, TheSecondarysNotFoundIsNotBelieved) {
  primary_.answers(503);
  secondary_.answers_code(404, "BlobNotFound");
  primary_.answers(503);
  primary_.answers(200, "here");
  EXPECT_EQ(perform(*service_, {.path = "/jobs", .read = true}).value().body, "here");
  EXPECT_EQ(secondary_.asked().size(), 1U);  // it was not asked again
}

TEST_F(SecondaryTest, ThePrimarysNotFoundIsBelieved) {
  primary_.answers(404);
  EXPECT_EQ(perform(*service_, {.path = "/jobs", .read = true}).value().status, 404);
  EXPECT_TRUE(secondary_.asked().empty());
}

TEST_F(SecondaryTest, AChangeNeverGoesToTheSecondary) {
  EXPECT_FALSE(perform(*service_, {.method = "PUT", .path = "/jobs"}));
  EXPECT_EQ(primary_.asked().size(), 4U);
  EXPECT_TRUE(secondary_.asked().empty());
}

TEST(AzureService, AMissingEndpointIsNamed) {
  net::HttpClient http;
  const ManualClock clock;
  const auto account = test::parsed("BlobEndpoint=https://b.example.com;SharedAccessSignature=sig=x");
  const auto service = Service::open(http, clock, account, ServiceKind::Queue);
  ASSERT_FALSE(service);
  EXPECT_THAT(service.error().message(), HasSubstr("QueueEndpoint"));
}

class AzuriteTest : public ::testing::Test {
 protected:
  Result<Answer> perform(const std::string& connection, Request request) {
    auto service = Service::open(http_, clock_, test::parsed(connection), kind_).value();
    return run_to_end(service->perform(std::move(request)));
  }

  test::Azurite& azurite_ = test::Azurite::shared();
  SystemClock clock_;
  net::HttpClient http_;
  ServiceKind kind_ = ServiceKind::Queue;
};

TEST_F(AzuriteTest, AcceptsOurSignaturesOfBothServices) {
  const auto name = test::Azurite::fresh_name();
  EXPECT_EQ(perform(azurite_.connection(), {.method = "PUT", .path = "/" + name}).value().status, 201);
  kind_ = ServiceKind::Blob;
  EXPECT_EQ(perform(azurite_.connection(), {.method = "PUT", .path = "/" + name, .query = {{"restype", "container"}}}).value().status, 201);
  Request put{.method = "PUT", .path = "/" + name + "/t/a job/in + 0", .body = "hello"};
  put.headers.add("x-ms-blob-type", "BlockBlob");
  put.headers.add("x-ms-meta-expires", "1");
  put.headers.add("If-None-Match", "*");
  EXPECT_EQ(perform(azurite_.connection(), put).value().status, 201);
  EXPECT_EQ(perform(azurite_.connection(), {.path = put.path}).value().body, "hello");
  const auto list =
      perform(azurite_.connection(), {.path = "/" + name, .query = {{"restype", "container"}, {"comp", "list"}, {"prefix", "t/a job/"}}});
  EXPECT_THAT(list.value().body, HasSubstr("<Name>t/a job/in + 0</Name>"));
}

TEST_F(AzuriteTest, RefusesAWrongKeyAndTheErrorNamesARemedy) {
  const auto answer = perform(azurite_.connection(kKeyText), {.method = "PUT", .path = "/never"});
  ASSERT_TRUE(answer) << answer.error().describe();
  const auto error = storage_error(*answer, "create the queue");
  EXPECT_EQ(error.code(), ErrorCode::PermissionDenied);
  EXPECT_THAT(error.cause(), HasSubstr("the account key"));
}

}  // namespace
}  // namespace docmill::azure
