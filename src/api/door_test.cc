#include <gmock/gmock.h>

#include "actions/catalogue.h"
#include "api/rate_limit.h"
#include "api/test_house.h"

namespace docmill::api {
namespace {

using test::Answer;
using test::Client;
using test::expect_problem;
using test::House;
using test::need;
using test::text;
using testing::HasSubstr;

TEST(Door, ARequestWithoutAGoodKeyIsRefusedBeforeItsBodyIsRead) {
  House house;
  const std::string head =
      "POST /api/v2/convert/docx-to-pdf HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\nExpect: 100-continue\r\n";
  for (const auto& header : {std::string(), std::string("Authorization: nonsense\r\n"), "Authorization: " + house.key + "x\r\n",
                             "Authorization: dm_aaaaaaaaaaaa_" + std::string(43, 'a') + "\r\n"}) {
    Client client(house.server->port());
    expect_problem(client.exchange(head + header + "\r\n"), 401, "unauthenticated");
  }
}

TEST(Door, AKeyWorksRawAndAfterBearer) {
  House house;
  EXPECT_EQ(house.start().status, 202);
  Client client(house.server->port());
  const auto answer = client.exchange(
      net::test::form_request("/api/v2/convert/jobs/docx-to-pdf", {House::file()}, "Authorization: Bearer " + house.key + "\r\n"));
  EXPECT_EQ(answer.status, 202);
}

TEST(Door, ARevokedKeyStopsWorkingWithinFiveSeconds) {
  House house;
  EXPECT_EQ(house.start().status, 202);
  need(run_to_end(house.accounts.revoke_key(house.newest_key_id)));
  house.clock.advance(std::chrono::milliseconds{5'000});
  expect_problem(house.start(), 401, "unauthenticated");
}

TEST(Door, ABusyKeyIsLookedUpOnceInItsLifetime) {
  House house;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(house.start().status, 202);
  EXPECT_EQ(house.accounts.faults().calls(accounts::FaultyAccounts::Call::FindKey), 1U);
}

TEST(Door, AKeyWithoutTheScopeIsRefused) {
  House house;
  house.key = house.new_key("acme", {model::Scope::Console});
  expect_problem(house.start(), 403, "permission_denied");
}

TEST(Door, TheAccountsDatabaseBeingAwayIsNotTheClientsFault) {
  House house;
  using Call = accounts::FaultyAccounts::Call;
  house.accounts.faults().arm(Call::FindKey, {.when = Faults<Call>::When::Before});
  const auto answer = house.start();
  expect_problem(answer, 503, "unavailable");
  EXPECT_NE(answer.header("Retry-After"), "");
  EXPECT_EQ(house.start().status, 202);
}

TEST(Door, MoreSubmissionsThanAllowedAreToldWhenToComeBack) {
  House house({.rate_limit = 2});
  EXPECT_EQ(house.start().status, 202);
  EXPECT_EQ(house.start().status, 202);
  const auto answer = house.start();
  expect_problem(answer, 429, "rate_limited");
  EXPECT_EQ(answer.header("Retry-After"), "30");
  house.clock.advance(std::chrono::seconds{30});
  EXPECT_EQ(house.start().status, 202);
}

TEST(Door, CallersThatAreInventedShareOneLimitOnceThereAreTooMany) {
  ManualClock clock;
  RateLimit limit(1, clock, "tries from this address");
  for (std::size_t i = 0; i < RateLimit::kMostCallers; ++i) ASSERT_TRUE(limit.take("caller " + std::to_string(i)));
  EXPECT_TRUE(limit.take("one more"));
  EXPECT_FALSE(limit.take("and another"));
  EXPECT_FALSE(limit.take("caller 7")) << "who is known is counted alone as before";
  clock.advance(std::chrono::minutes{1});
  EXPECT_TRUE(limit.take("and another"));
  EXPECT_TRUE(limit.take("a third")) << "those before are forgotten";
}

TEST(Door, UnknownAddressesAnswer404AndWrongMethods405WithWhatIsAllowed) {
  House house;
  for (const auto* path : {"/api/v2/convert/docx-to-xyz", "/api/v2/convert", "/api/v2/convert/jobs/docx-to-pdf/Not-An-Id/x", "/api/v1/x",
                           "/d/", "/health", "/favicon.ico", "/api/v2/preview/pdf", "/api/v2/preview/jobs/pdf"}) {
    expect_problem(house.get(path), 404, "not_found");
  }
  const auto answer = house.get("/api/v2/convert/docx-to-pdf");
  expect_problem(answer, 405, "method_not_allowed");
  EXPECT_EQ(answer.header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(house.ask("DELETE", "/d/abc").header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(house.ask("PUT", "/api/v2/convert/jobs/docx-to-pdf/abc").header("Allow"), "GET, HEAD, DELETE, OPTIONS");
  // Where the query is part of the address.
  EXPECT_EQ(house.get("/flow/v1/ProcessesFlow/jobs/ExecuteProcess?processId=abc").header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(house.get("/flow/v1/Documents/jobs/AddWatermarkToPdf?type=Image").header("Allow"), "POST, OPTIONS");
}

TEST(Door, ACompressedBodyIsRefusedAsThatBeforeItIsRead) {
  House house;
  const std::string head =
      "POST /api/v2/convert/docx-to-pdf HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\nExpect: 100-continue\r\n" + house.auth() +
      "Content-Type: multipart/form-data; boundary=b\r\nContent-Encoding: ";
  for (const auto* coding : {"gzip", "br", "identity, deflate", "x"}) {
    Client client(house.server->port());
    const auto answer = client.exchange(head + coding + "\r\n\r\n");
    expect_problem(answer, 415, "unsupported_type");
    EXPECT_EQ(answer.header("Accept-Encoding"), "identity");
    EXPECT_THAT(answer.body, HasSubstr("Content-Encoding"));
  }
  EXPECT_EQ(house.start("Content-Encoding: identity\r\n").status, 202);
  EXPECT_EQ(house.start("Content-Encoding:\r\n").status, 202);
}

TEST(Door, ABrowserMayAskFromAnyOrigin) {
  House house;
  const auto answer =
      house.ask("OPTIONS", "/api/v2/convert/docx-to-pdf", "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(answer.header("Access-Control-Allow-Methods"), "POST, OPTIONS");
  EXPECT_THAT(answer.header("Access-Control-Allow-Headers"), HasSubstr("Authorization"));
  const auto started = house.start();
  EXPECT_EQ(started.header("Access-Control-Allow-Origin"), "*");
  EXPECT_THAT(started.header("Access-Control-Expose-Headers"), HasSubstr("Location"));
}

TEST(Door, TheDescriptionOfTheApiIsServedAndRevalidated) {
  House house({.version = "9.8.7"});
  const auto answer = house.get("/openapi.json");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(House::json(answer).at("openapi"), "3.1.0");
  EXPECT_EQ(boost::json::parse(answer.body).at_pointer("/info/version"), "9.8.7");
  EXPECT_EQ(house.get("/openapi.json", "If-None-Match: " + answer.header("ETag") + "\r\n").status, 304);
  EXPECT_EQ(House::json(house.get("/")).at("service"), "docmill");
}

TEST(Health, ReadyNamesThePartThatFailsAndTheEngineThatIsNotWarm) {
  House house;
  house.engines = {{.name = "office", .version = "7.4", .ready = true, .layers = {{.name = "seccomp", .active = true, .detail = ""}}}};
  const auto ready = house.get("/health/ready");
  EXPECT_EQ(ready.status, 200) << ready.body;
  EXPECT_EQ(boost::json::parse(ready.body).at_pointer("/engines/0/layers/0/name"), "seccomp");

  House broken;
  broken.store.arm({.operation = store::Operation::Probe,
                    .error = fail(ErrorCode::StorageFull, "The service has no storage left."),
                    .name_contains = {}});
  const auto answer = broken.get("/health/ready");
  EXPECT_EQ(answer.status, 503);
  const auto body = boost::json::parse(answer.body);
  EXPECT_EQ(body.at("status"), "not_ready");
  EXPECT_EQ(body.at_pointer("/checks/store/ok"), false);
  EXPECT_THAT(std::string(body.at_pointer("/checks/store/detail").as_string()), HasSubstr("storage_full"));
  EXPECT_EQ(body.at_pointer("/checks/queue/ok"), true);
  EXPECT_EQ(broken.get("/health/live").status, 200);

  House cold;
  cold.engines = {{.name = "office", .version = "", .ready = false, .layers = {}}};
  EXPECT_EQ(cold.get("/health/ready").status, 503);
}

TEST(Health, ManyProbesCostTheHouseOneRoundOfQuestions) {
  House house;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(house.get("/health/ready").status, 200);
  EXPECT_LE(house.store.calls(store::Operation::Probe), 5U);
}

TEST(Health, LoadTellsWhatIsFreeAndWhatWaits) {
  House house;
  house.load = {.running = 25, .capacity = 100, .connections = 40};
  EXPECT_EQ(house.start().status, 202);
  const auto body = House::json(house.get("/health/load"));
  EXPECT_EQ(body.at("weight"), 75);
  EXPECT_EQ(body.at("running"), 25);
  EXPECT_EQ(body.at("connections"), 40);
  EXPECT_EQ(body.at("draining"), false);
  EXPECT_TRUE(body.at("oldestMessageSeconds").is_int64()) << boost::json::serialize(body) << " has 0E0 for nothing";
}

TEST(Health, WeightIsNeverNothingWhileWorkIsTakenAndNothingWhenDraining) {
  EXPECT_EQ(agent_line({.running = 0, .capacity = 4}, false), "up ready 100%\n");
  EXPECT_EQ(agent_line({.running = 1, .capacity = 4}, false), "up ready 75%\n");
  EXPECT_EQ(agent_line({.running = 4, .capacity = 4}, false), "up ready 1%\n");
  EXPECT_EQ(agent_line({.running = 9, .capacity = 4}, false), "up ready 1%\n");
  EXPECT_EQ(agent_line({.running = 1, .capacity = 4}, true), "drain\n");
  EXPECT_EQ(weight_of({.running = 1, .capacity = 0}, false), 100) << "no limit, no share";
}

TEST(Health, ARoleWithoutAccountsIsNotAskedForThem) {
  House house;
  Readiness readiness({.jobs = house.jobs, .completions = house.completions, .store = house.store, .metrics = house.metrics});
  const auto health = run_to_end(readiness.look());
  EXPECT_TRUE(health.ready);
  EXPECT_FALSE(health.parts.contains("accounts"));
  EXPECT_TRUE(health.parts.contains("store"));
}

TEST(Health, ADrainingProcessIsLiveButNotReadyAndStillAnswers) {
  House house;
  boost::asio::post(house.server->loop(), [&] { house.api.drain(Deadline::in(std::chrono::minutes{1})); });
  const auto answer = house.get("/health/ready");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(House::json(answer).at("status"), "draining");
  EXPECT_EQ(House::json(house.get("/health/load")).at("weight"), 0);
  EXPECT_EQ(house.get("/health/live").status, 200);
  EXPECT_EQ(house.start().status, 202);
}

TEST(Metrics, CountWhatHappensByActionAndCode) {
  House house;
  EXPECT_EQ(house.start().status, 202);
  (void)house.get("/nowhere");
  const auto text = house.get("/metrics").body;
  EXPECT_THAT(text, HasSubstr("docmill_jobs_accepted_total{action=\"convert/docx-to-pdf\"} 1"));
  EXPECT_THAT(text, HasSubstr("docmill_api_errors_total{code=\"not_found\"} 1"));
  EXPECT_THAT(text, HasSubstr("docmill_uploads_bytes_total " + std::to_string(test::docx().size())));
  EXPECT_THAT(text, HasSubstr("docmill_queue_messages{queue=\"jobs\",state=\"waiting\"} 1"));
}

TEST(Metrics, MayHaveAListenerOfTheirOwn) {
  House house({.serve_metrics = false});
  expect_problem(house.get("/metrics"), 404, "not_found");
  expect_problem(house.get("/health/load"), 404, "not_found");
  net::test::RunningServer operations(house.operations);
  Client client(operations.port());
  EXPECT_THAT(client.exchange(net::test::request_text("GET", "/metrics")).body, HasSubstr("docmill_ready"));
  EXPECT_EQ(client.exchange(net::test::request_text("GET", "/health/live")).status, 200);
  EXPECT_EQ(client.exchange(net::test::request_text("GET", "/openapi.json")).status, 404);
}

}  // namespace
}  // namespace docmill::api
