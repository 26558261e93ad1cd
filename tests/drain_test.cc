// How a process leaves: told at once, slowly, and with every request answered. And what each role says of its health.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <future>

#include "support/node.h"
#include "support/process.h"
#include "support/server.h"

namespace docmill::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

std::string make_key(const std::string& data) {
  const auto made = run({program("docmill"), "key", "create", "--data", data, "--tenant", "acme"});
  if (made.status != 0) throw std::runtime_error("key create: " + made.err);
  const auto text = made.out.substr(0, made.out.find_last_not_of('\n') + 1);
  return text.substr(text.rfind('\n') + 1);
}

TEST(Drain, AWaitingRequestIsAnsweredAndTheDoorStaysOpenForTheDelay) {
  const TempDir temp;
  const auto data = temp / "data";
  Node api({.data = data,
            .log = temp / "api.log",
            .flags = {"--agent-listen", "127.0.0.1:0", "--drain-delay", "4s", "--drain-timeout", "40s", "--poll-interval", "200ms"}});
  const auto agent = static_cast<std::uint16_t>(std::stoi(api.agent_port()));
  const auto key = make_key(data);
  EXPECT_EQ(said_on(agent), "up ready 100%\n");

  const FormPart file{.name = "File", .content = read_file(source("examples/invoice.docx")), .filename = "invoice.docx"};
  const Call convert{
      .method = "POST", .url = api.url() + "/api/v2/convert/docx-to-pdf", .headers = {"Authorization: " + key}, .form = {file}};
  auto waiting = std::async(std::launch::async, [&] { return call(convert); });
  ASSERT_TRUE(wait_until([&] { return api.running() == 1; }, 10s)) << "no worker is there yet, so the request waits";

  const auto told = std::chrono::steady_clock::now();
  api.service().signal(SIGTERM);
  ASSERT_TRUE(wait_until([&] { return said_on(agent) == "drain\n"; }, 2s));
  EXPECT_LT(std::chrono::steady_clock::now() - told, 1s);
  EXPECT_EQ(call({.url = api.url() + "/health/ready"}).status, 503);
  EXPECT_EQ(api.health("/health/ready").status, 503);
  EXPECT_EQ(api.health("/health/load").member("weight"), "0");
  EXPECT_EQ(api.health("/health/load").member("draining"), "true");
  const auto start =
      call({.method = "POST", .url = api.url() + "/api/v2/convert/jobs/docx-to-pdf", .headers = {"Authorization: " + key}, .form = {file}});
  EXPECT_EQ(start.status, 202) << "a new connection within the delay is served like any other";
  EXPECT_LT(std::chrono::steady_clock::now() - told, 4s);

  const auto closed = [&] { return call({.url = api.url() + "/health/live", .timeout = 1s}).status == 0; };
  ASSERT_TRUE(wait_until(closed, 10s));
  EXPECT_GE(std::chrono::steady_clock::now() - told, 4s);
  EXPECT_EQ(api.health("/health/live").status, 200) << "health is told until the end";
  EXPECT_EQ(said_on(agent), "drain\n");
  const Node worker({.role = "worker", .data = data, .log = temp / "worker.log"});
  const auto answer = waiting.get();
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr("\"link\""));
  EXPECT_TRUE(wait_until([&] { return !api.service().running(); }, 10s));
  EXPECT_EQ(api.service().stop(), 0);
}

TEST(Roles, EachTellsItsHealthAndWhatItNeeds) {
  const TempDir temp;
  const auto data = temp / "data";
  const Node api({.data = data, .log = temp / "api.log"});
  const Node worker({.role = "worker", .data = data, .log = temp / "worker.log", .flags = {"--slots", "2"}});
  const Node steward({.role = "steward", .data = data, .log = temp / "steward.log"});
  for (const auto* part : {"queue", "completions", "store"}) {
    for (const auto* node : {&api, &worker, &steward}) EXPECT_THAT(node->health("/health/ready").body, HasSubstr(part));
  }
  EXPECT_THAT(api.health("/health/ready").body, HasSubstr("accounts"));
  EXPECT_THAT(steward.health("/health/ready").body, HasSubstr("accounts"));
  const auto workers = worker.health("/health/ready").body;
  EXPECT_THAT(workers, Not(HasSubstr("accounts")));
  EXPECT_THAT(workers, HasSubstr("\"name\":\"office\""));
  EXPECT_EQ(worker.health("/health/load").member("capacity"), "2");
  EXPECT_EQ(steward.health("/health/load").member("weight"), "100");
  for (const auto* node : {&api, &worker, &steward}) {
    EXPECT_EQ(node->health("/health/live").status, 200);
    EXPECT_THAT(node->health("/metrics").body, HasSubstr("docmill_ready 1"));
    EXPECT_EQ(node->health("/openapi.json").status, 404);
  }
}

TEST(Roles, AnIdleStewardAndWorkerLeaveAtOnce) {
  const TempDir temp;
  const auto data = temp / "data";
  Node steward({.role = "steward", .data = data, .log = temp / "steward.log"});
  Node worker({.role = "worker", .data = data, .log = temp / "worker.log"});
  const auto told = std::chrono::steady_clock::now();
  EXPECT_EQ(steward.service().stop(), 0);
  EXPECT_EQ(worker.service().stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - told, 5s);
}

}  // namespace
}  // namespace docmill::testing
