// Starting, stopping, counting, and memory.
#include "net/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <string>
#include <vector>

#include "base/signal.h"
#include "base/units.h"
#include "net/test_house.h"
#include "sandbox/sanitizer.h"

namespace docmill::net {
namespace {

using namespace std::chrono_literals;
using test::Client;
using test::demo;
using test::Fixture;
using test::FunctionHandler;
using test::request_text;
using test::RunningServer;
using test::text;
using testing::HasSubstr;

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
  // AddressSanitizer keeps what was freed, so that memory grows with every piece sent.
  if (!sandbox::kSanitized) EXPECT_LT(grown, 32 * 1024u) << "KiB";
  RecordProperty("grown_kib", static_cast<int>(grown));
}

}  // namespace
}  // namespace docmill::net
