#include "azure/identity.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "azure/service.h"
#include "azure/test_scripted.h"

namespace docmill::azure {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr net::RetryOptions kThreeQuickTries{.tries = 3, .first_delay = 1ms, .longest_delay = 2ms, .total = 20'000ms};

class IdentityTest : public ::testing::Test {
 protected:
  void SetUp() override { options_.endpoint = server_.url("/metadata/identity/oauth2/token"); }

  void answers_token(const std::string& token, std::chrono::seconds life) {
    const auto ends = std::chrono::floor<std::chrono::seconds>(clock_.now() + life).time_since_epoch().count();
    server_.answers(200, fmt::format(R"({{"access_token":"{}","expires_on":"{}","token_type":"Bearer"}})", token, ends));
  }
  std::string token(TokenSource& source) {
    const auto token = run_to_end(source.token());
    return token ? std::string(token->reveal()) : token.error().describe();
  }

  ManualClock clock_{Timestamp(1'795'519'864'000ms)};
  test::ScriptedServer server_;
  net::HttpClient http_;
  IdentityOptions options_{.retry = kThreeQuickTries};
};

TEST_F(IdentityTest, TheMetadataServiceIsAskedAsDocumented) {
  answers_token("one", 24h);
  options_.client_id = "1234-ab";
  TokenSource source(http_, clock_, options_);
  EXPECT_EQ(token(source), "one");
  const auto asked = server_.asked().at(0);
  EXPECT_EQ(asked.header("Metadata"), "true");
  EXPECT_EQ(asked.request.path, "/metadata/identity/oauth2/token");
  EXPECT_EQ(asked.request.query, "api-version=2018-02-01&resource=https%3A%2F%2Fstorage.azure.com%2F&client_id=1234-ab");
}

TEST_F(IdentityTest, AppServiceIsAskedWithItsHeader) {
  answers_token("one", 24h);
  options_.header = Secret("the header");
  TokenSource source(http_, clock_, options_);
  EXPECT_EQ(token(source), "one");
  const auto asked = server_.asked().at(0);
  EXPECT_EQ(asked.header("X-IDENTITY-HEADER"), "the header");
  EXPECT_EQ(asked.header("Metadata"), "");
  EXPECT_EQ(asked.request.query, "api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com%2F");
}

TEST_F(IdentityTest, ATokenServesUntilShortlyBeforeItsEnd) {
  answers_token("one", 1h);
  TokenSource source(http_, clock_, options_);
  EXPECT_EQ(token(source), "one");
  clock_.advance(54min);
  EXPECT_EQ(token(source), "one");
  EXPECT_EQ(server_.asked().size(), 1U);
  answers_token("two", 1h);
  clock_.advance(2min);
  EXPECT_EQ(token(source), "two");
}

TEST_F(IdentityTest, WhenRenewalFailsTheOldTokenServesToItsEnd) {
  answers_token("one", 1h);
  TokenSource source(http_, clock_, options_);
  EXPECT_EQ(token(source), "one");
  clock_.advance(56min);
  EXPECT_EQ(token(source), "one");
  EXPECT_EQ(server_.asked().size(), 4U);
  EXPECT_EQ(token(source), "one");
  EXPECT_EQ(server_.asked().size(), 4U);  // not asked again at once
  clock_.advance(5min);
  EXPECT_THAT(token(source), HasSubstr("unavailable"));
}

TEST_F(IdentityTest, ManyCallersShareOneFetch) {
  answers_token("one", 1h);
  TokenSource source(http_, clock_, options_);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { good += token(source) == "one" ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 8);
  EXPECT_EQ(server_.asked().size(), 1U);
}

TEST_F(IdentityTest, AnUpdatingMetadataServiceIsAskedAgain) {
  server_.answers(404);
  server_.answers(429);
  answers_token("one", 1h);
  TokenSource source(http_, clock_, options_);
  EXPECT_EQ(token(source), "one");
}

TEST_F(IdentityTest, AMachineWithoutIdentityIsToldWhatToDo) {
  server_.answers(400, R"({"error":"invalid_request","error_description":"Identity not found"})");
  TokenSource source(http_, clock_, options_);
  const auto token = run_to_end(source.token());
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().code(), ErrorCode::PermissionDenied);
  EXPECT_THAT(token.error().cause(), HasSubstr("assign a managed identity"));
}

TEST_F(IdentityTest, AnAnswerThatIsNoTokenIsRefused) {
  for (const std::string body :
       {"", "[]", "{}", R"({"access_token":7,"expires_on":"1"})", R"({"access_token":"a\r\nX: y","expires_in":"99"})",
        R"({"access_token":"","expires_in":"99"})", R"({"access_token":"a"})", R"({"access_token":"a","expires_on":"soon"})",
        R"({"access_token":"a","expires_in":-5})"}) {
    server_.answers(200, body);
    TokenSource source(http_, clock_, options_);
    EXPECT_FALSE(run_to_end(source.token())) << body;
  }
}

TEST_F(IdentityTest, AServiceSendsTheTokenAndFetchesAnotherWhenItIsRefused) {
  test::ScriptedServer storage;
  answers_token("revoked", 1h);
  answers_token("fresh", 1h);
  storage.answers(401);
  storage.answers(200);
  ServiceOptions options{.retry = kThreeQuickTries, .identity = options_};
  auto service = Service::open(http_, clock_, test::parsed("QueueEndpoint=" + storage.url()), ServiceKind::Queue, options).value();
  EXPECT_EQ(run_to_end(service->perform({.path = "/jobs"})).value().status, 200);
  EXPECT_EQ(storage.asked().at(0).header("Authorization"), "Bearer revoked");
  EXPECT_EQ(storage.asked().at(1).header("Authorization"), "Bearer fresh");
}

TEST_F(IdentityTest, AServiceThatRefusesEveryTokenIsAskedTwice) {
  test::ScriptedServer storage;
  answers_token("one", 1h);
  answers_token("two", 1h);
  storage.answers(401);
  storage.answers(401);
  ServiceOptions options{.retry = kThreeQuickTries, .identity = options_};
  auto service = Service::open(http_, clock_, test::parsed("QueueEndpoint=" + storage.url()), ServiceKind::Queue, options).value();
  EXPECT_EQ(run_to_end(service->perform({.path = "/jobs"})).value().status, 401);
  EXPECT_EQ(storage.asked().size(), 2U);
}

TEST(IdentityOptions, ComeFromTheVariablesAzureSets) {
  ::setenv("IDENTITY_ENDPOINT", "http://localhost:42356/msi/token", 1);
  EXPECT_THAT(IdentityOptions::from_environment().endpoint, HasSubstr("169.254.169.254"));  // not without its header
  ::setenv("IDENTITY_HEADER", "h", 1);
  ::setenv("AZURE_CLIENT_ID", "c", 1);
  const auto options = IdentityOptions::from_environment();
  EXPECT_EQ(options.endpoint, "http://localhost:42356/msi/token");
  EXPECT_EQ(options.header.reveal(), "h");
  EXPECT_EQ(options.client_id, "c");
  for (const auto* name : {"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_CLIENT_ID"}) ::unsetenv(name);
}

}  // namespace
}  // namespace docmill::azure
