#include "net/http_client.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "net/test_certificate.h"
#include "net/test_client.h"

namespace docmill::net {
namespace {

using namespace std::chrono_literals;
using test::FunctionHandler;
using test::RunningServer;
using testing::HasSubstr;

/// Tells what it was sent; "/big" answers with a MiB, "/slow" after the client has given up.
Async<void> tell(const Request& request, Body& body, Responder& respond) {
  std::string text;
  std::vector<char> room(64 * kKiB);
  for (;;) {
    auto got = co_await body.read(room);
    if (!got || *got == 0) break;
    text.append(room.data(), *got);
  }
  if (request.path == "/slow") co_await sleep_for(1s);
  Response response{.status = 200, .headers = {}, .body = {}};
  if (request.path == "/gone") response.status = 404;
  if (request.path == "/moved") {
    response.status = 302;
    response.headers.add("Location", "/elsewhere");
  }
  response.headers.add("X-Seen", std::string(request.headers.find("X-Sent").value_or("(none)")));
  const auto type = std::string(request.headers.find("Content-Type").value_or("(none)"));
  response.body =
      request.path == "/big" ? std::string(kMiB, 'b') : fmt::format("{} {} {} {}", request.method, request.path, text.size(), type);
  co_await respond.send(std::move(response));
}

struct ClientFixture {
  std::string url(const std::string& path) const { return fmt::format("http://127.0.0.1:{}{}", server.port(), path); }
  Result<HttpAnswer> perform(HttpCall call) { return run_to_end(client.perform(std::move(call))); }

  FunctionHandler handler{tell};
  RunningServer server{handler, {}};
  HttpClient client;
};

TEST(HttpClient, SendsMethodHeadersAndBodyAndReturnsTheAnswer) {
  ClientFixture f;
  HttpCall call{.method = "PUT", .url = f.url("/blob"), .body = std::string(3 * kMiB, 'x')};
  call.headers.add("X-Sent", "hello");
  const auto answer = f.perform(call);
  ASSERT_TRUE(answer) << answer.error().describe();
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "PUT /blob 3145728 (none)");
  EXPECT_EQ(answer->headers.find("x-seen"), "hello");
}

TEST(HttpClient, EveryMethodWorksWithAndWithoutABody) {
  ClientFixture f;
  for (const std::string method : {"GET", "PUT", "POST", "DELETE"}) {
    EXPECT_EQ(f.perform({.method = method, .url = f.url("/m")}).value().body, method + " /m 0 (none)");
    EXPECT_EQ(f.perform({.method = method, .url = f.url("/m"), .body = "four"}).value().body, method + " /m 4 (none)");
  }
  const auto head = f.perform({.method = "HEAD", .url = f.url("/m")}).value();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
}

TEST(HttpClient, AnErrorStatusAndARedirectAreAnswers) {
  ClientFixture f;
  EXPECT_EQ(f.perform({.url = f.url("/gone")}).value().status, 404);
  const auto moved = f.perform({.url = f.url("/moved")}).value();
  EXPECT_EQ(moved.status, 302);
  EXPECT_EQ(moved.headers.find("Location"), "/elsewhere");
}

TEST(HttpClient, TroubleSaysWhatHappenedButNoSignature) {
  ClientFixture f;
  const auto late = f.perform({.url = f.url("/slow?sig=hidden"), .timeout = 50ms});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code(), ErrorCode::Unavailable);
  EXPECT_THAT(late.error().cause(), HasSubstr("127.0.0.1"));
  EXPECT_THAT(late.error().cause(), testing::Not(HasSubstr("hidden")));
  const auto long_one = f.perform({.url = f.url("/big"), .max_bytes = kMiB - 1});
  ASSERT_FALSE(long_one);
  EXPECT_EQ(long_one.error().code(), ErrorCode::PayloadTooLarge);
  EXPECT_EQ(f.perform({.url = f.url("/big"), .max_bytes = kMiB}).value().body.size(), kMiB);
  EXPECT_EQ(f.perform({.url = "ftp://127.0.0.1/"}).error().code(), ErrorCode::Unavailable);
  EXPECT_EQ(f.perform({.url = "http://127.0.0.1:1/"}).error().code(), ErrorCode::Unavailable);
}

TEST(HttpClient, ManyCoroutinesAndThreadsShareOneClient) {
  ClientFixture f;
  std::atomic<int> good = 0;
  const auto ask = [&](int i) -> Async<void> {
    const auto path = fmt::format("/{}", i);
    const auto answer =
        co_await f.client.perform({.method = "PUT", .url = f.url(path), .body = std::string(static_cast<std::size_t>(i), 'x')});
    if (answer && answer->body == fmt::format("PUT {} {} (none)", path, i)) ++good;
  };
  const auto work = [&] {
    boost::asio::io_context loop;
    for (int i = 0; i < 100; ++i) spawn(loop.get_executor(), ask(i));
    loop.run();
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 300);
}

TEST(HttpClient, EndingItAnswersThoseWhoWait) {
  FunctionHandler handler{tell};
  RunningServer server{handler, {}};
  auto client = std::make_unique<HttpClient>();
  boost::asio::io_context loop;
  std::optional<ErrorCode> code;
  const auto ask = [&]() -> Async<void> {
    const auto answer = co_await client->perform({.url = fmt::format("http://127.0.0.1:{}/slow", server.port())});
    code = answer ? ErrorCode::Internal : answer.error().code();
  };
  spawn(loop.get_executor(), ask());
  loop.poll();
  client.reset();
  loop.run();
  EXPECT_EQ(code, ErrorCode::Unavailable);
}

TEST(HttpClient, BelievesOnlyTheAuthorityItWasGiven) {
  const test::Certificate certificate;
  FunctionHandler handler{tell};
  RunningServer server{handler, {.tls = certificate.files()}};
  const auto ask = [&](const std::string& host, HttpClientOptions options) {
    HttpClient client(std::move(options));
    return run_to_end(client.perform({.url = fmt::format("https://{}:{}/", host, server.port())}));
  };
  EXPECT_FALSE(ask("127.0.0.1", {}));
  const auto trusted = ask("127.0.0.1", {.ca_file = certificate.files().certificate_chain});
  EXPECT_TRUE(trusted) << trusted.error().describe();
  EXPECT_FALSE(ask("127.0.0.2", {.ca_file = certificate.files().certificate_chain}));  // another name than the certificate's
}

}  // namespace
}  // namespace docmill::net
