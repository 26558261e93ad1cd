#include "console/test_console.h"

namespace docmill::console {
namespace {

using namespace std::chrono_literals;
using test::ConsoleHouse;
using test::expect_refused;
using test::Listener;
using testing::HasSubstr;

std::string stream_of(const std::string& job) {
  return "/console/api/jobs/" + job + "/events";
}

TEST(Stream, TellsAJobAtOnceAtEveryChangeAndEndsWithIt) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  Listener listener(house.server->port(), stream_of(id), who.reads());
  const auto head = listener.until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("200 OK"));
  EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream"));
  EXPECT_THAT(head, HasSubstr("Cache-Control: no-store"));
  EXPECT_THAT(listener.until("\n\n"), testing::AllOf(testing::StartsWith("event: job\ndata: {"), HasSubstr("\"state\":\"accepted\"")));
  house.events.began(JobId::trusted(id), 1, house.clock.now());
  EXPECT_THAT(listener.until("\n\n"), HasSubstr("\"state\":\"running\""));
  house.events.entered(JobId::trusted(id), "layout", house.clock.now());
  EXPECT_THAT(listener.until("\n\n"), HasSubstr("\"name\":\"layout\""));
  house.finish_next();
  const auto last = listener.rest();
  EXPECT_THAT(last, HasSubstr("\"state\":\"succeeded\""));
  EXPECT_THAT(last, HasSubstr("/d/"));
}

TEST(Stream, OfAnEndedJobIsOneEvent) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  house.finish_next();
  Listener listener(house.server->port(), stream_of(id), who.reads());
  const auto all = listener.rest();
  EXPECT_EQ(all.find("event: job"), all.rfind("event: job"));
  EXPECT_THAT(all, HasSubstr("\"state\":\"succeeded\""));
}

TEST(Stream, AResultFromAnotherProcessIsFoundByLooking) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  Listener listener(house.server->port(), stream_of(id), who.reads());
  (void)listener.until("\"accepted\"");
  house.finish_next({.tell = false});
  EXPECT_THAT(listener.rest(), HasSubstr("\"state\":\"succeeded\""));
}

TEST(Stream, ItsHeadAndItsRefusalsAreGuardedAsAllAnswersAre) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  const auto refused = house.send("GET", stream_of("aaaaaaaaaaaaaaaaaaaaaaaaaa"), who.reads());
  expect_refused(refused, 404, "not_found");
  EXPECT_EQ(refused.header("Cache-Control"), "no-store");
  EXPECT_EQ(refused.header("X-Content-Type-Options"), "nosniff");
  EXPECT_THAT(refused.header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
  const auto id = house.start_job(who);
  house.finish_next();
  Listener listener(house.server->port(), stream_of(id), who.reads());
  EXPECT_THAT(listener.until("\r\n\r\n"), HasSubstr("X-Content-Type-Options: nosniff"));
}

TEST(Stream, HasAHeartbeatAndAnEnd) {
  ConsoleHouse house({.heartbeat = 10ms, .longest_stream = 300ms});
  const auto who = house.sign_in();
  Listener listener(house.server->port(), stream_of(house.start_job(who)), who.reads());
  (void)listener.until("\n\n:\n\n");
  (void)listener.rest();
}

TEST(Stream, AKeyHasSoManyAndAClientThatLeavesGivesItsPlaceBack) {
  ConsoleHouse house({.heartbeat = 10ms, .most_streams = 2});
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  auto first = std::make_unique<Listener>(house.server->port(), stream_of(id), who.reads());
  Listener second(house.server->port(), stream_of(id), who.reads());
  (void)first->until("\n\n");
  (void)second.until("\n\n");
  const auto refused = house.send("GET", stream_of(id), who.reads());
  expect_refused(refused, 429, "rate_limited", "2 streams");
  EXPECT_EQ(refused.header("Retry-After"), "5");
  const auto other = house.sign_in(house.new_key("acme", {test::Scope::Console}));
  EXPECT_EQ(Listener(house.server->port(), stream_of(id), other.reads()).status(), 200) << "another key has places of its own";
  first.reset();
  const auto patience = Deadline::in(30s);
  while (Listener(house.server->port(), stream_of(id), who.reads()).status() != 200) ASSERT_FALSE(patience.passed());
}

TEST(Stream, AClientThatNeverReadsIsLeftAndHarmsNobody) {
  net::ServerOptions impatient;
  impatient.body_timeout = 1s;
  ConsoleHouse house({.most_streams = 1}, impatient);
  const auto who = house.sign_in();
  const auto id = house.start_job(who);
  Listener deaf(house.server->port(), stream_of(id), who.reads(), 2048);
  const auto patience = Deadline::in(50s);
  int attempt = 1;
  while (Listener(house.server->port(), stream_of(id), who.reads()).status() != 200) {
    ASSERT_FALSE(patience.passed()) << "it still has its place";
    house.events.began(JobId::trusted(id), static_cast<std::uint32_t>(attempt++), house.clock.now());
    for (int i = 0; i < 150; ++i) house.events.entered(JobId::trusted(id), "layout", house.clock.now());
  }
}

TEST(Stream, DrainingEndsIt) {
  ConsoleHouse house;
  const auto who = house.sign_in();
  Listener listener(house.server->port(), stream_of(house.start_job(who)), who.reads());
  (void)listener.until("\n\n");
  boost::asio::post(house.server->loop(), [&] { house.console->drain(); });
  (void)listener.rest();
}

}  // namespace
}  // namespace docmill::console
