// Slow clients, many clients.
#include "net/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>
#include <vector>

#include "base/signal.h"
#include "base/units.h"
#include "net/test_house.h"

namespace docmill::net {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::Fixture;
using test::FunctionHandler;
using test::request_text;
using test::RunningServer;
using test::text;

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

}  // namespace
}  // namespace docmill::net
