#include <gmock/gmock.h>

#include "api/test_house.h"

namespace docmill::api {
namespace {

using namespace std::chrono_literals;
using test::Answer;
using test::Client;
using test::expect_problem;
using test::House;
using test::kSync;
using test::need;
using test::text;
using testing::HasSubstr;
using testing::StartsWith;

model::PublicError damaged() {
  return {.code = ErrorCode::InputDamaged, .detail = "The document could not be opened.", .phase = Phase::Load};
}

TEST(Poll, AJobAnswers202WithItsAddressUntilItHasItsLink) {
  House house;
  const auto started = house.start();
  const auto location = started.header("Location");
  const auto waiting = house.get(location, house.auth());
  EXPECT_EQ(waiting.status, 202);
  EXPECT_EQ(waiting.header("Location"), location);
  EXPECT_EQ(waiting.header("X-Jobid"), started.header("X-Jobid"));
  house.finish_next();
  const auto done = house.get(location, house.auth());
  ASSERT_EQ(done.status, 200);
  EXPECT_THAT(done.body, StartsWith("{\"link\":\"http://localhost/d/"));
  const auto body = House::json(done);
  EXPECT_EQ(text(body.at("jobId")), started.header("X-Jobid"));
  EXPECT_EQ(body.at("pages"), 3);
  EXPECT_EQ(boost::json::parse(done.body).at_pointer("/fonts/0/substituted"), true);
  EXPECT_EQ(house.ask("HEAD", location, house.auth()).status, 200);
}

TEST(Poll, AFailedJobAnswersWithTheFailuresOwnStatus) {
  House house;
  const auto location = house.start().header("Location");
  house.finish_next({.error = damaged()});
  const auto answer = house.get(location, house.auth());
  expect_problem(answer, 422, "input_damaged");
  const auto body = House::json(answer);
  EXPECT_EQ(body.at("phase"), "load");
  EXPECT_EQ(body.at("retryable"), false);
  EXPECT_THAT(location, testing::EndsWith(text(body.at("jobId"))));
}

TEST(Poll, JobsOfOthersAndUnknownOnesLookAlike) {
  House house;
  const auto location = house.start().header("Location");
  const auto other = "Authorization: " + house.new_key("other") + "\r\n";
  expect_problem(house.get(location, other), 404, "not_found");
  expect_problem(house.ask("DELETE", location, other), 404, "not_found");
  expect_problem(house.get("/api/v2/convert/jobs/docx-to-pdf/nosuchjob", house.auth()), 404, "not_found");
  expect_problem(house.get(location), 401, "unauthenticated");
  // The same job under another action's address is not there either.
  const auto id = location.substr(location.rfind('/'));
  expect_problem(house.get("/api/v2/convert/jobs/any-to-pdf" + id, house.auth()), 404, "not_found");
  house.finish_next();
  expect_problem(house.get("/api/v2/convert/jobs/any-to-pdf" + id, house.auth()), 404, "not_found");
  expect_problem(house.get(location, other), 404, "not_found");
}

TEST(Poll, AnExpiredResultIsGone) {
  House house;
  const auto location = house.start().header("Location");
  house.finish_next();
  house.clock.advance(6h);
  expect_problem(house.get(location, house.auth()), 410, "gone");
}

TEST(Sync, TheAnswerComesAsSoonAsTheJobHasEnded) {
  House house({.sync_wait = 60s, .poll_interval = 60s});
  Client client(house.server->port());
  client.send(net::test::form_request(kSync, {House::file()}, house.auth()));
  house.finish_next();
  const auto answer = client.read_answer();
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, StartsWith("{\"link\":"));
}

TEST(Sync, AResultFromAnotherProcessIsFoundByLookingSoonAtFirst) {
  House house({.sync_wait = 60s, .poll_interval = 60s});
  const auto patience = Deadline::in(30s);
  Client client(house.server->port());
  client.send(net::test::form_request(kSync, {House::file()}, house.auth()));
  house.finish_next({.tell = false});
  EXPECT_EQ(client.read_answer().status, 200);
  EXPECT_FALSE(patience.passed()) << "it was found at the end of the interval only";
}

TEST(Sync, AFailureIsAnsweredWithItsOwnStatus) {
  House house;
  Client client(house.server->port());
  client.send(net::test::form_request(kSync, {House::file()}, house.auth()));
  house.finish_next({.error = damaged()});
  expect_problem(client.read_answer(), 422, "input_damaged");
}

TEST(Sync, AJobThatTakesLongerGoesOnAtItsAddress) {
  House house({.sync_wait = 10ms});
  const auto answer = house.post(kSync, {House::file()});
  expect_problem(answer, 504, "sync_timeout");
  EXPECT_EQ(House::json(answer).at("retryable"), true);
  house.finish_next();
  EXPECT_EQ(house.get(answer.header("Location"), house.auth()).status, 200);
}

TEST(Sync, DrainingEndsTheWaitWithTheJobsAddress) {
  House house({.sync_wait = 600s, .poll_interval = 5ms});
  Client client(house.server->port());
  client.send(net::test::form_request(kSync, {House::file()}, house.auth()));
  (void)house.next_message();
  boost::asio::post(house.server->loop(), [&] { house.api.drain(Deadline::in(0s)); });
  const auto answer = client.read_answer();
  expect_problem(answer, 504, "sync_timeout");
  EXPECT_NE(answer.header("Location"), "");
}

TEST(Cancel, AWaitingJobEndsAtOnceItsInputGoesAndItsHoldIsSettled) {
  House house;
  const auto location = house.start().header("Location");
  const auto answer = house.ask("DELETE", location, house.auth());
  EXPECT_EQ(answer.status, 204);
  expect_problem(house.get(location, house.auth()), 410, "cancelled");
  const auto completion = need(run_to_end(house.completions.take(60s)));
  ASSERT_TRUE(completion.has_value());
  const auto message = need(model::message_from_json(completion->body));
  EXPECT_THAT(location, testing::EndsWith(message.job.text()));
  for (const auto& blob : house.blobs()) EXPECT_THAT(blob, testing::Not(HasSubstr("/in/")));
  EXPECT_EQ(house.ask("DELETE", location, house.auth()).status, 204) << "a second cancel is harmless";
}

TEST(Cancel, ASynchronousCallLearnsOfIt) {
  House house({.sync_wait = 60s, .poll_interval = 60s});
  Client client(house.server->port());
  client.send(net::test::form_request(kSync, {House::file()}, house.auth()));
  const auto message = need(model::message_from_json(house.next_message().body));
  EXPECT_EQ(house.ask("DELETE", "/api/v2/convert/jobs/docx-to-pdf/" + message.job.text(), house.auth()).status, 204);
  expect_problem(client.read_answer(), 410, "cancelled");
}

TEST(Cancel, AFinishedJobLosesItsOutputsNow) {
  House house;
  const auto location = house.start().header("Location");
  house.finish_next();
  const auto link = house.link_of(house.get(location, house.auth()));
  EXPECT_EQ(house.get(link).status, 200);
  EXPECT_EQ(house.ask("DELETE", location, house.auth()).status, 204);
  expect_problem(house.get(link), 410, "gone");
  expect_problem(house.get(location, house.auth()), 410, "gone");
}

TEST(Cancel, AFailingStoreIsSaidAndTheJobGoesOn) {
  House house;
  const auto location = house.start().header("Location");
  house.store.arm({.operation = store::Operation::Commit,
                   .error = fail(ErrorCode::Unavailable, "The service cannot do this now."),
                   .name_contains = "result.json"});
  expect_problem(house.ask("DELETE", location, house.auth()), 503, "unavailable");
  house.finish_next();
  EXPECT_EQ(house.get(location, house.auth()).status, 200);
}

}  // namespace
}  // namespace docmill::api
