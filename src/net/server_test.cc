// What a server answers, and what it does with bodies.
#include "net/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <string>

#include "base/units.h"
#include "net/test_house.h"

namespace docmill::net {
namespace {

using test::Client;
using test::demo;
using test::Fixture;
using test::FunctionHandler;
using test::request_text;
using test::RunningServer;
using test::text;
using test::whole;
using testing::HasSubstr;
using testing::Not;

TEST(Server, AnswersRequestsOnOneConnectionInOrder) {
  Fixture f;
  Client client(f.port());
  client.send(request_text("GET", "/a?x=1") + request_text("POST", "/echo", "", "body") + request_text("HEAD", "/b") +
              request_text("GET", "/c"));
  EXPECT_EQ(client.read_answer().body, "GET /a?x=1");
  EXPECT_EQ(client.read_answer().body, "body");
  const auto head = client.read_answer(true);
  EXPECT_EQ(head.header("Content-Length"), "8");
  EXPECT_EQ(client.read_answer().body, "GET /c?");
}

TEST(Server, StreamsAnAnswerInPiecesAndLeavesItsBodyOutForHead) {
  Fixture f;
  Client client(f.port());
  EXPECT_EQ(client.exchange(request_text("GET", "/pieces")).body, "hello world");
  EXPECT_EQ(client.exchange(request_text("HEAD", "/pieces"), true).header("Content-Length"), "11");
  EXPECT_EQ(client.exchange(request_text("GET", "/a")).status, 200);
}

TEST(Server, EveryAnswerCarriesARequestIdAndNoServerName) {
  Fixture f;
  Client client(f.port());
  EXPECT_EQ(client.exchange(request_text("GET", "/", "X-Request-Id: my-id.1\r\n")).header("X-Request-Id"), "my-id.1");
  const auto made = client.exchange(request_text("GET", "/", "X-Request-Id: not clean!\r\n"));
  EXPECT_THAT(made.header("X-Request-Id"), testing::MatchesRegex("[a-z0-9]{16}"));
  EXPECT_EQ(made.headers.find("Server"), std::nullopt);
  EXPECT_TRUE(made.headers.find("Date"));
}

TEST(Server, ClosesWhenTheClientAsksAndAfterHttp10) {
  Fixture f;
  Client asks(f.port());
  EXPECT_EQ(asks.exchange(request_text("GET", "/", "Connection: close\r\n")).header("Connection"), "close");
  EXPECT_TRUE(asks.ended());
  Client old(f.port());
  EXPECT_EQ(old.exchange("GET /x HTTP/1.0\r\n\r\n").body, "GET /x?");
  EXPECT_TRUE(old.ended());
  Client kept(f.port());
  EXPECT_EQ(kept.exchange("GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("Connection"), "keep-alive");
  EXPECT_EQ(kept.exchange("GET /y HTTP/1.0\r\n\r\n").body, "GET /y?");
}

TEST(Server, AHandlersHeadersCannotBreakOutOfTheirLine) {
  Fixture f;
  Client client(f.port());
  const auto answer = client.exchange(request_text("GET", "/inject"));
  EXPECT_EQ(answer.body, "ok");
  EXPECT_EQ(answer.headers.find("X-Evil"), std::nullopt);
  EXPECT_EQ(answer.headers.find("Server"), std::nullopt);
  EXPECT_EQ(answer.header("Content-Length"), "2");
  EXPECT_THAT(answer.header("X-Name"), HasSubstr("X-Evil: 1"));
}

TEST(Server, AFailingOrSilentHandlerBecomes500WithoutItsSecret) {
  Fixture f;
  Client client(f.port());
  for (const auto* path : {"/throw", "/silent"}) {
    const auto answer = client.exchange(request_text("GET", path));
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
  }
  EXPECT_EQ(client.exchange(request_text("GET", "/")).status, 200);
}

TEST(Server, AnAnswerThatEndsEarlyCutsTheConnection) {
  Fixture f;
  Client client(f.port());
  client.send(request_text("GET", "/short") + request_text("GET", "/next"));
  const auto bytes = client.read_to_end();
  EXPECT_THAT(bytes, HasSubstr("Content-Length: 11"));
  EXPECT_THAT(bytes, Not(HasSubstr("/next")));
}

// --- bodies

TEST(Server, AsksForAnExpectedBodyOnlyWhenTheHandlerReadsIt) {
  Fixture f;
  Client reads(f.port());
  reads.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(reads.read_answer().status, 100);
  EXPECT_EQ(reads.exchange("hello").body, "hello");
  EXPECT_EQ(reads.exchange(request_text("GET", "/a")).status, 200);

  Client refused(f.port());
  const auto answer = refused.exchange("POST /ignore HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(refused.ended());
}

TEST(Server, DecodesAChunkedBodyWhereverItIsCut) {
  Fixture f;
  const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string full = "5;ext=\"a\"\r\nhello\r\n1\r\n \r\n00a\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
  const std::string empty = "0\r\n\r\n";
  for (const auto& body : {full, empty}) {
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
      Client client(f.port());
      client.send(head + body.substr(0, cut));
      const auto answer = client.exchange(body.substr(cut) + request_text("GET", "/next"));
      EXPECT_EQ(answer.body, body == full ? "hello 0123456789" : "") << cut;
      EXPECT_EQ(client.read_answer().body, "GET /next?") << cut;
    }
  }
}

TEST(Server, RefusesABodyThatIsTooLargeBeforeReadingIt) {
  Fixture f({.body_limit = 1000});
  Client client(f.port());
  const auto answer = client.exchange("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.header("Connection"), "close");
  Client fits(f.port());
  EXPECT_EQ(fits.exchange(request_text("POST", "/echo", "", std::string(1000, 'x'))).status, 200);
}

TEST(Server, CountsAChunkedBodyAgainstTheLimit) {
  Fixture f({.body_limit = 1000});
  Client client(f.port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 11; ++i) client.send("64\r\n" + std::string(100, 'x') + "\r\n");
  EXPECT_EQ(client.read_answer().status, 413);
}

TEST(Server, TheClientSeesTheAnswerToAnUploadNobodyReads) {
  Fixture f;
  Client client(f.port());
  // More than any socket buffer holds: without a lingering close the reset would destroy the answer.
  const auto answer = client.exchange(request_text("POST", "/ignore", "", std::string(20 * kMiB, 'x')));
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.header("Connection"), "close");
}

TEST(Server, DrainsASmallBodyNobodyReadsAndGoesOn) {
  Fixture f;
  Client client(f.port());
  EXPECT_EQ(client.exchange(request_text("POST", "/ignore", "", std::string(100'000, 'x'))).status, 401);
  EXPECT_EQ(client.exchange("POST /ignore HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n").status, 401);
  EXPECT_EQ(client.exchange(request_text("GET", "/a")).status, 200);
}

TEST(Server, AClientThatLeavesInTheMiddleIsNotARequestThatWorked) {
  std::promise<ErrorCode> seen;
  FunctionHandler handler([&seen](const Request&, Body& body, Responder& respond) -> Async<void> {
    auto bytes = co_await whole(body);
    seen.set_value(bytes ? ErrorCode::Internal : bytes.error().code());
    Response response = text(200, "");
    co_await respond.send(std::move(response));
  });
  RunningServer server(handler);
  {
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
  }
  EXPECT_EQ(seen.get_future().get(), ErrorCode::Unavailable);
}

TEST(Server, AStreamHasNoLengthAndEndsWithItsConnection) {
  FunctionHandler handler(demo);
  RunningServer server(handler);
  Client client(server.port());
  client.send(request_text("GET", "/stream"));
  const auto all = client.read_to_end();
  EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(all, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(all, testing::EndsWith("\r\n\r\none two"));
  Client head(server.port());
  head.send(request_text("HEAD", "/stream"));
  EXPECT_THAT(head.read_to_end(), testing::EndsWith("\r\n\r\n"));
}

}  // namespace
}  // namespace docmill::net
