#include "net/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <fstream>
#include <future>

#include "base/signal.h"
#include "base/units.h"
#include "net/test_client.h"

namespace docmill::net {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::FunctionHandler;
using test::request_text;
using test::RunningServer;
using testing::HasSubstr;
using testing::Not;

Response text(int status, std::string body) {
  Response response{.status = status, .headers = {}, .body = std::move(body)};
  response.headers.add("Content-Type", "text/plain");
  return response;
}

Async<Result<std::string>> whole(Body& body) {
  std::string bytes;
  std::vector<char> room(64 * kKiB);
  while (true) {
    auto got = co_await body.read(room);
    if (!got) co_return Failed(got.error());
    if (*got == 0) co_return bytes;
    bytes.append(room.data(), *got);
  }
}

/// Answers by path: what a test needs a handler to do.
Async<void> demo(const Request& request, Body& body, Responder& respond) {
  if (request.path == "/echo") {
    auto bytes = co_await whole(body);
    Response response = bytes ? text(200, *bytes) : problem(bytes.error(), request.request_id);
    co_await respond.send(std::move(response));
  } else if (request.path == "/ignore") {
    Response response = text(401, "no");
    co_await respond.send(std::move(response));
  } else if (request.path == "/throw") {
    throw std::runtime_error("secret detail");
  } else if (request.path == "/silent") {
    co_return;
  } else if (request.path == "/stream") {
    Response response = text(200, "");
    co_await respond.begin_stream(std::move(response));
    co_await respond.write("one ");
    co_await respond.write("two");
    co_await respond.finish();
  } else if (request.path == "/pieces") {
    Response response = text(200, "");
    co_await respond.begin(std::move(response), 11);
    co_await respond.write("hello ");
    co_await respond.write("world");
    co_await respond.finish();
  } else if (request.path == "/short") {
    Response response = text(200, "");
    co_await respond.begin(std::move(response), 11);
    co_await respond.write("hello");
    co_await respond.finish();
  } else if (request.path == "/inject") {
    Response response = text(200, "ok");
    response.headers.add("X-Name", "a\r\nX-Evil: 1\r\n\r\n<html>");
    response.headers.add("X-Bad Name\r\nX-Evil", "1");
    response.headers.add("Content-Length", "99");
    response.headers.add("Server", "docmill");
    co_await respond.send(std::move(response));
  } else {
    Response response = text(200, request.method + " " + request.path + "?" + request.query);
    co_await respond.send(std::move(response));
  }
}

struct Fixture {
  explicit Fixture(ServerOptions options = {}) : server(handler, std::move(options)) {}
  std::uint16_t port() const { return server.port(); }
  FunctionHandler handler{demo};
  RunningServer server;
};

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

// --- what must be refused

struct Refused {
  const char* name;
  std::string raw;
  int status = 400;
};

class ServerRefuses : public testing::TestWithParam<Refused> {};

TEST_P(ServerRefuses, WithAProblemAndCloses) {
  Fixture f({.header_limit = 4 * kKiB});
  Client client(f.port());
  client.send(GetParam().raw + request_text("GET", "/smuggled"));
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.status, GetParam().status) << answer.body;
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.header("Connection"), "close");
  const auto body = boost::json::parse(answer.body).as_object();
  EXPECT_EQ(body.at("requestId").as_string(), answer.header("X-Request-Id"));
  EXPECT_EQ(client.read_to_end(), "");
}

std::string post(const std::string& headers, const std::string& body = "") {
  return "POST /echo HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    Smuggling, ServerRefuses,
    testing::Values(Refused{"LengthAndChunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
                    Refused{"ChunkedAndLength", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")},
                    Refused{"TwoLengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")},
                    Refused{"EqualLengthsTwice", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")},
                    Refused{"LengthList", post("Content-Length: 5, 5\r\n", "hello")},
                    Refused{"NegativeLength", post("Content-Length: -1\r\n")},
                    Refused{"SignedLength", post("Content-Length: +5\r\n", "hello")},
                    Refused{"HexLength", post("Content-Length: 0x5\r\n", "hello")},
                    Refused{"HugeLength", post("Content-Length: 18446744073709551617\r\n")},
                    Refused{"EmptyLength", post("Content-Length: \r\n")}, Refused{"GzipCoding", post("Transfer-Encoding: gzip\r\n")},
                    Refused{"GzipChunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
                    Refused{"ChunkedTwice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
                    Refused{"OddChunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
                    Refused{"SpacedName", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")},
                    Refused{"FoldedCoding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
                    Refused{"Http10Chunked", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
                    Refused{"BareLf", "GET / HTTP/1.1\nHost: a\n\n"}, Refused{"BareLfInside", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"},
                    Refused{"BareCr", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"},
                    Refused{"Nul", std::string("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 35)},
                    Refused{"Control", "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01\r\n\r\n"},
                    Refused{"TlsHello", std::string("\x16\x03\x01\x02\x00\x01", 6)}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Heads, ServerRefuses,
    testing::Values(Refused{"NoHost", "GET / HTTP/1.1\r\n\r\n"}, Refused{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
                    Refused{"OddHost", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"}, Refused{"NoVersion", "GET /\r\n\r\n"},
                    Refused{"OldVersion", "GET / HTTP/0.9\r\nHost: a\r\n\r\n"}, Refused{"NewVersion", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
                    Refused{"NoColon", "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"},
                    Refused{"EmptyName", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"},
                    Refused{"LongTarget", get("/" + std::string(5000, 'a')), 431},
                    Refused{"LongHeader", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'a') + "\r\n\r\n", 431}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Targets, ServerRefuses,
                         testing::Values(Refused{"Star", get("*")}, Refused{"Authority", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"},
                                         Refused{"Relative", get("echo")}, Refused{"OtherHost", get("http://b/")},
                                         Refused{"UserInfo", get("http://u@a/")}, Refused{"OtherScheme", get("ftp://a/")},
                                         Refused{"Fragment", get("/a#b")}, Refused{"Dots", get("/a/../b")},
                                         Refused{"DotsAtEnd", get("/a/..")}, Refused{"EncodedDots", get("/a/%2e%2E/b")},
                                         Refused{"EncodedSlashDots", get("/a%2f..%2fb")}, Refused{"EncodedNul", get("/a%00b")},
                                         Refused{"EncodedControl", get("/a%0d%0ab")}, Refused{"Backslash", get("/a\\b")},
                                         Refused{"EncodedBackslash", get("/a%5cb")}, Refused{"CutEscape", get("/a%2")},
                                         Refused{"BadEscape", get("/a%zz")}, Refused{"BadUtf8", get("/a%ff")},
                                         Refused{"RawByte", get("/a\xC3\xA4")}),
                         [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Chunks, ServerRefuses,
    testing::Values(Refused{"NoSize", post("Transfer-Encoding: chunked\r\n", "\r\nhello\r\n0\r\n\r\n")},
                    Refused{"NegativeSize", post("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n")},
                    Refused{"PrefixedSize", post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n")},
                    Refused{"HugeSize", post("Transfer-Encoding: chunked\r\n", "10000000000000005\r\nhello\r\n0\r\n\r\n")},
                    Refused{"DataTooLong", post("Transfer-Encoding: chunked\r\n", "4\r\nhello\r\n0\r\n\r\n")},
                    Refused{"LfOnly", post("Transfer-Encoding: chunked\r\n", "5\nhello\n0\n\n")},
                    Refused{"EndlessExtension", post("Transfer-Encoding: chunked\r\n", "5;" + std::string(300'000, 'x'))},
                    Refused{"EndlessTrailer", post("Transfer-Encoding: chunked\r\n", "0\r\nX: " + std::string(300'000, 'x'))}),
    [](const auto& row) { return row.param.name; });

TEST(Server, DecodesThePathOnceAndAcceptsItsOwnAbsoluteForm) {
  Fixture f;
  Client client(f.port());
  EXPECT_EQ(client.exchange(get("/a%20b%252e/..c?q=%20")).body, "GET /a b%2e/..c?q=%20");
  EXPECT_EQ(client.exchange(get("http://A/x?y")).body, "GET /x?y");
  EXPECT_EQ(client.exchange(get("http://a")).body, "GET /?");
  EXPECT_EQ(client.exchange("\r\n" + get("/after-empty-line")).body, "GET /after-empty-line?");
}

// --- slow and many clients

TEST(Server, AHeadThatComesTooSlowlyIsAnswered408) {
  Fixture f({.header_timeout = 1s});
  Client client(f.port());
  client.send("GET / HTTP/1.1\r\nHost:");
  EXPECT_EQ(client.read_answer().status, 408);
  EXPECT_TRUE(client.ended());
}

TEST(Server, AnIdleConnectionIsClosedWithoutAWord) {
  Fixture f({.idle_timeout = 1s});
  Client never(f.port());
  Client once(f.port());
  once.exchange(request_text("GET", "/"));
  EXPECT_TRUE(never.ended());
  EXPECT_TRUE(once.ended());
}

TEST(Server, AStalledBodyIsAnswered408) {
  Fixture f({.body_timeout = 1s});
  Client client(f.port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
  EXPECT_EQ(client.read_answer().status, 408);
  EXPECT_TRUE(client.ended());
}

TEST(Server, ABodyThatTricklesIsAnswered408) {
  Fixture f({.body_timeout = 1s, .slowest_body = 1'000'000});
  Client client(f.port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  while (client.silent(100ms)) client.send("x");  // never a second without a byte, and never fast enough
  EXPECT_EQ(client.read_answer().status, 408);
}

TEST(Server, AClientThatDoesNotReadLosesItsAnswer) {
  std::promise<ErrorCode> seen;
  FunctionHandler handler([&seen](const Request&, Body&, Responder& respond) -> Async<void> {
    Response response = text(200, "");
    co_await respond.begin(std::move(response), kGiB);
    while (true) {
      std::string piece(64 * kKiB, 'x');
      auto written = co_await respond.write(std::move(piece));
      if (written) continue;
      seen.set_value(written.error().code());
      co_return;
    }
  });
  RunningServer server(handler, {.body_timeout = 1s});
  Client client(server.port(), 4096);
  client.send(request_text("GET", "/"));
  EXPECT_EQ(seen.get_future().get(), ErrorCode::Unavailable);
}

TEST(Server, MakesRoomForANewClientByEndingTheLongestIdle) {
  Fixture f({.max_connections = 2});
  Client first(f.port());
  first.exchange(request_text("GET", "/1"));
  Client second(f.port());
  second.exchange(request_text("GET", "/2"));
  Client third(f.port());
  EXPECT_EQ(third.exchange(request_text("GET", "/3")).status, 200);
  EXPECT_TRUE(first.ended());
  EXPECT_EQ(second.exchange(request_text("GET", "/2")).status, 200);
}

TEST(Server, ClientsThatNeverFinishWhatTheyBeganKeepNobodyOut) {
  Fixture f({.max_connections = 2, .header_timeout = 3600s, .idle_timeout = 3600s, .body_timeout = 3600s});
  Client first(f.port());
  first.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  Client second(f.port());
  second.send("GET / HTTP/1.1\r\nHost:");
  Client third(f.port());
  EXPECT_EQ(third.exchange(request_text("GET", "/3")).status, 200);
  // A body that nobody reads, and that does not come after its answer.
  const std::string post = "POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";
  Client fourth(f.port());
  EXPECT_EQ(fourth.exchange(post).status, 401);
  Client fifth(f.port());
  EXPECT_EQ(fifth.exchange(post).status, 401);
  Client sixth(f.port());
  EXPECT_EQ(sixth.exchange(request_text("GET", "/6")).status, 200);
  EXPECT_TRUE(fourth.ended());
}

TEST(Server, ServesNoMoreThanItsLimitAtOnce) {
  Signal go;
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  FunctionHandler handler([&](const Request&, Body&, Responder& respond) -> Async<void> {
    most = std::max(most.load(), ++inside);
    co_await go.wait(0, Deadline::in(30s));
    --inside;
    Response response = text(200, "");
    co_await respond.send(std::move(response));
  });
  RunningServer server(handler, {.max_connections = 2});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 5; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->send(request_text("GET", "/", "Connection: close\r\n"));
  }
  while (inside < 2) std::this_thread::yield();
  EXPECT_TRUE(clients[4]->silent(100ms));
  go.notify();
  for (auto& client : clients) {
    EXPECT_EQ(client->read_answer().status, 200);
    client.reset();
  }
  EXPECT_EQ(most, 2);
}

// --- starting and stopping

TEST(Server, SaysWhichAddressIsTaken) {
  Fixture f;
  boost::asio::io_context loop;
  Metrics metrics;
  Server second(loop.get_executor(), {.port = f.port()}, f.handler, metrics);
  const auto port = second.listen();
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().code(), ErrorCode::Conflict);
  EXPECT_THAT(port.error().message(), HasSubstr("127.0.0.1:" + std::to_string(f.port())));
}

TEST(Server, SaysThatAHostIsNotOurs) {
  boost::asio::io_context loop;
  Metrics metrics;
  FunctionHandler handler(demo);
  Server server(loop.get_executor(), {.host = "192.0.2.1", .port = 0}, handler, metrics);
  EXPECT_EQ(server.listen().error().code(), ErrorCode::BadRequest);
}

TEST(Server, StopsIdleConnectionsAtOnceAndBusyOnesAfterTheirAnswer) {
  Signal go;
  std::promise<void> inside;
  FunctionHandler handler([&](const Request& request, Body&, Responder& respond) -> Async<void> {
    if (request.path == "/busy") {
      inside.set_value();
      co_await go.wait(0, Deadline::in(30s));
    }
    Response response = text(200, "done");
    co_await respond.send(std::move(response));
  });
  auto server = std::make_unique<RunningServer>(handler);
  const auto port = server->port();
  Client idle(port);
  idle.exchange(request_text("GET", "/"));
  Client busy(port);
  busy.send(request_text("GET", "/busy"));
  inside.get_future().wait();
  server->server().stop(Deadline::in(30s));
  EXPECT_TRUE(idle.ended());
  EXPECT_THROW(Client{port}, std::runtime_error);
  go.notify();
  const auto answer = busy.read_answer();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(busy.ended());
  server.reset();  // joins: run() has returned
}

TEST(Server, EndsWhatIsStillBusyAtTheDeadline) {
  std::promise<void> inside;
  FunctionHandler handler([&](const Request&, Body&, Responder& respond) -> Async<void> {
    inside.set_value();
    co_await sleep_for(1h);
    Response response = text(200, "");
    co_await respond.send(std::move(response));
  });
  RunningServer server(handler);
  Client client(server.port());
  client.send(request_text("GET", "/"));
  inside.get_future().wait();
  server.stop(Deadline::in(0s));  // returns only when every connection has ended
  EXPECT_TRUE(client.ended());
}

TEST(Server, CountsRequestsAndConnections) {
  Fixture f;
  Client client(f.port());
  client.exchange(request_text("GET", "/"));
  client.exchange(request_text("GET", "/throw"));
  client.exchange(request_text("GET", "/"));
  client.send("bad\r\n\r\n");
  client.read_to_end();
  const auto shown = f.server.metrics().exposition();
  EXPECT_THAT(shown, HasSubstr("docmill_http_requests_total{class=\"2xx\"} 2"));
  EXPECT_THAT(shown, HasSubstr("docmill_http_requests_total{class=\"5xx\"} 1"));
  EXPECT_THAT(shown, HasSubstr("docmill_http_requests_total{class=\"4xx\"} 1"));
  EXPECT_THAT(shown, HasSubstr("docmill_http_request_seconds_count{class=\"2xx\"} 2"));
  EXPECT_THAT(shown, HasSubstr("docmill_http_connections "));
}

// --- memory

std::size_t peak_memory_kib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word && word != "VmHWM:") {
  }
  std::size_t kib = 0;
  status >> kib;
  return kib;
}

void forget_peak_memory() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

TEST(Server, MemoryStaysSmallWhateverTheBodyIsInBothDirections) {
  constexpr std::uint64_t kSize = 256 * kMiB;
  FunctionHandler handler([](const Request& request, Body& body, Responder& respond) -> Async<void> {
    std::uint64_t total = 0;
    std::vector<char> room(64 * kKiB);
    while (request.method == "POST") {
      auto got = co_await body.read(room);
      if (!got || *got == 0) break;
      total += *got;
    }
    Response response = text(200, std::to_string(total));
    if (request.method == "POST") {
      co_await respond.send(std::move(response));
      co_return;
    }
    co_await respond.begin(std::move(response), kSize);
    for (std::uint64_t sent = 0; sent < kSize; sent += room.size()) {
      std::string piece(room.size(), 'x');
      auto written = co_await respond.write(std::move(piece));
      if (!written) co_return;
    }
    co_await respond.finish();
  });
  RunningServer server(handler, {.body_limit = kGiB});
  Client client(server.port());
  const std::string chunk(kMiB, 'x');
  forget_peak_memory();
  const auto before = peak_memory_kib();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(kSize) + "\r\n\r\n");
  for (std::uint64_t sent = 0; sent < kSize; sent += chunk.size()) ASSERT_TRUE(client.send(chunk));
  EXPECT_EQ(client.read_answer().body, std::to_string(kSize));
  client.send(request_text("GET", "/"));
  std::vector<char> room(kMiB);
  std::uint64_t received = 0;
  while (received < kSize) {
    const auto got = ::recv(client.fd(), room.data(), room.size(), 0);
    ASSERT_GT(got, 0);
    received += static_cast<std::uint64_t>(got);
  }
  const auto grown = peak_memory_kib() - before;
  EXPECT_LT(grown, 32 * 1024u) << "KiB";
  RecordProperty("grown_kib", static_cast<int>(grown));
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
