#include "net/egress.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>

#include "base/units.h"
#include "net/test_certificate.h"
#include "net/test_client.h"

namespace docmill::net {
namespace {

using namespace std::chrono_literals;
using test::FunctionHandler;
using test::RunningServer;
using testing::HasSubstr;
using testing::IsEmpty;

Response redirect(int status, const std::string& to) {
  Response response{.status = status, .headers = {}, .body = "moved"};
  response.headers.add("Location", to);
  return response;
}

/// A server whose paths do what the tests need.
struct Site {
  Async<void> serve(const Request& request, Body& body, Responder& respond) {
    ++requests;
    Response response{.status = 200, .headers = {}, .body = "hello"};
    if (request.path == "/file") {
      response.headers.add("Content-Type", "Text/Plain; charset=utf-8");
      response.headers.add("Content-Disposition", "attachment; filename=\"../a b.txt\"");
    } else if (request.path == "/to") {
      response = redirect(302, *query_value(request.query, "url"));
    } else if (request.path == "/see-other") {
      response = redirect(303, "/what");
    } else if (request.path == "/same-again") {
      response = redirect(307, "/what");
    } else if (request.path == "/loop") {
      response = redirect(302, "/loop");
    } else if (request.path == "/nowhere") {
      response.status = 302;
    } else if (request.path == "/missing") {
      response = problem(fail(ErrorCode::NotFound, "No."), request.request_id);
    } else if (request.path == "/slow") {
      co_await sleep_for(1h);
    } else if (request.path == "/large") {
      response.body = std::string(100'000, 'x');
    } else if (request.path == "/what") {
      std::vector<char> room(64 * kKiB);
      const auto got = co_await body.read(room);
      response.body = fmt::format("{} {} key={} type={}", request.method, std::string_view(room.data(), got.value_or(0)),
                                  request.headers.find("X-Key").value_or("-"), request.headers.find("Content-Type").value_or("-"));
    }
    co_await respond.send(std::move(response));
  }

  std::atomic<int> requests = 0;
  FunctionHandler handler{[this](const Request& request, Body& body, Responder& respond) { return serve(request, body, respond); }};
};

EgressPolicy loopback_allowed() {
  return {.allow = {"127.0.0.1/32"}};
}

struct Fetched {
  Result<EgressAnswer> answer;
  std::string body;
  std::string problem() const { return answer ? "(fetched)" : answer.error().describe(); }
};

Fetched fetch(EgressRequest request, EgressPolicy policy = loopback_allowed()) {
  std::string body;
  Egress egress(std::move(policy), 1);
  auto answer = run_to_end(egress.perform(std::move(request), [&body](std::string_view bytes) {
    body += bytes;
    return true;
  }));
  return {std::move(answer), std::move(body)};
}

struct EgressTest : testing::Test {
  ~EgressTest() override { server.stop(Deadline::in(0s)); }
  Site site;
  RunningServer server{site.handler};
};

TEST_F(EgressTest, FetchesADocumentWithItsTypeAndName) {
  const auto got = fetch({.url = server.url("/file")});
  ASSERT_TRUE(got.answer) << got.problem();
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(got.answer->status, 200);
  EXPECT_EQ(got.answer->content_type, "text/plain");
  EXPECT_EQ(got.answer->charset, "utf-8");
  EXPECT_EQ(got.answer->url, server.url("/file"));
  EXPECT_EQ(got.answer->filename, "a b.txt");
}

TEST_F(EgressTest, NamesADocumentAfterItsUrlWhenTheServerDoesNot) {
  EXPECT_EQ(fetch({.url = server.url("/docs/My%20report.docx?x=/y")}).answer->filename, "My report.docx");
  EXPECT_EQ(fetch({.url = server.url("/docs/")}).answer->filename, "");
}

TEST_F(EgressTest, PostsABodyWithHeadersAndReturnsTheStatus) {
  const auto got =
      fetch({.method = "POST", .url = server.url("/what"), .headers = {"X-Key: k1", "Content-Type: application/json"}, .body = "{}"});
  EXPECT_EQ(got.body, "POST {} key=k1 type=application/json");
  const auto missing = fetch({.method = "POST", .url = server.url("/missing"), .body = "{}"});
  ASSERT_TRUE(missing.answer) << missing.problem();
  EXPECT_EQ(missing.answer->status, 404);
}

TEST_F(EgressTest, AnErrorStatusOfAFetchIsAFailureWithoutABody) {
  const auto got = fetch({.url = server.url("/missing")});
  EXPECT_EQ(got.answer.error().code(), ErrorCode::FetchFailed);
  EXPECT_THAT(got.problem(), HasSubstr("HTTP status 404"));
  EXPECT_THAT(got.body, IsEmpty());
}

TEST_F(EgressTest, LoopbackIsRefusedByDefaultHoweverItIsSpelled) {
  const auto port = std::to_string(server.port());
  for (const std::string host : {"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0",
                                 "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"}) {
    const auto got = fetch({.url = "http://" + host + ":" + port + "/"}, {});
    ASSERT_FALSE(got.answer) << host;
    EXPECT_EQ(got.answer.error().code(), ErrorCode::FetchRefused) << host << ": " << got.problem();
    EXPECT_THAT(got.answer.error().message(), HasSubstr("private or reserved address")) << host;
  }
  EXPECT_EQ(site.requests, 0);
}

TEST_F(EgressTest, ANameIsCheckedByTheAddressItResolvesTo) {
  // "localhost" may resolve to ::1 as well, which the policy does not allow.
  EXPECT_EQ(fetch({.url = "http://localhost:" + std::to_string(server.port()) + "/"}).body, "hello");
}

TEST_F(EgressTest, ARedirectToARefusedAddressIsNotFollowed) {
  Site inside;
  ServerOptions options;
  options.host = "127.0.0.2";
  RunningServer internal(inside.handler, options);
  const auto got = fetch({.url = server.url("/to?url=http://127.0.0.2:" + std::to_string(internal.port()) + "/")});
  EXPECT_EQ(got.answer.error().code(), ErrorCode::FetchRefused) << got.problem();
  EXPECT_EQ(inside.requests, 0);
}

TEST_F(EgressTest, ARedirectToAnotherSchemeOrWithCredentialsIsRefused) {
  for (const std::string to : {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://u:p@127.0.0.1/"}) {
    const auto got = fetch({.url = server.url("/to?url=" + to)});
    ASSERT_FALSE(got.answer) << to;
    EXPECT_EQ(got.answer.error().code(), ErrorCode::FetchRefused) << to << ": " << got.problem();
    EXPECT_THAT(got.body, IsEmpty());
  }
}

TEST_F(EgressTest, FollowsRedirectsUpToALimitWithoutTheirBodies) {
  const auto moved = fetch({.url = server.url("/to?url=/file")});
  EXPECT_EQ(moved.body, "hello");
  EXPECT_EQ(moved.answer->url, server.url("/file"));
  const auto loop = fetch({.url = server.url("/loop")});
  EXPECT_EQ(loop.answer.error().code(), ErrorCode::FetchRefused);
  EXPECT_THAT(loop.problem(), HasSubstr("more than 5 times"));
  EXPECT_EQ(fetch({.url = server.url("/nowhere")}).answer.error().code(), ErrorCode::FetchFailed);
  const auto kept = fetch({.url = server.url("/loop"), .follow_redirects = false});
  EXPECT_EQ(kept.answer->status, 302);
  EXPECT_EQ(kept.body, "moved");
}

TEST_F(EgressTest, ARedirectChangesTheMethodAsTheStatusSays) {
  const EgressRequest post{.method = "POST", .url = server.url("/see-other"), .headers = {"X-Key: k1"}, .body = "data"};
  EXPECT_EQ(fetch(post).body, "GET  key=k1 type=-");
  EgressRequest again = post;
  again.url = server.url("/same-again");
  EXPECT_EQ(fetch(again).body, "POST data key=k1 type=application/octet-stream");
}

TEST_F(EgressTest, HeadersForOneHostAreNotShownToAnother) {
  Site other;
  RunningServer second(other.handler);
  const auto got = fetch({.url = server.url("/to?url=" + second.url("/what")), .headers = {"X-Key: k1"}});
  EXPECT_EQ(got.body, "GET  key=- type=-");
}

TEST_F(EgressTest, StopsAtTheSizeLimit) {
  const auto got = fetch({.url = server.url("/large"), .max_bytes = 99'999});
  EXPECT_EQ(got.answer.error().code(), ErrorCode::PayloadTooLarge);
  EXPECT_LE(got.body.size(), 99'999u);
  EXPECT_EQ(fetch({.url = server.url("/large"), .max_bytes = 100'000}).body.size(), 100'000u);
}

TEST_F(EgressTest, StopsWhenTheSinkHasEnough) {
  Egress egress(loopback_allowed(), 1);
  int calls = 0;
  auto answer = run_to_end(egress.perform({.url = server.url("/large")}, [&calls](std::string_view) { return ++calls < 1; }));
  EXPECT_EQ(answer.error().code(), ErrorCode::Cancelled);
  EXPECT_EQ(calls, 1);
}

TEST_F(EgressTest, ASlowServerIsGivenUp) {
  const auto got = fetch({.url = server.url("/slow"), .timeout = 200ms});
  EXPECT_EQ(got.answer.error().code(), ErrorCode::FetchFailed);
  EXPECT_THAT(got.problem(), HasSubstr("in time"));
}

TEST_F(EgressTest, AProxyFromTheEnvironmentIsIgnored) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  EXPECT_EQ(fetch({.url = server.url("/file")}).body, "hello");
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
}

TEST_F(EgressTest, AHeaderCannotSmuggleAnother) {
  const auto got = fetch({.url = server.url("/what"), .headers = {"A: b\r\nX-Key: k1"}});
  EXPECT_EQ(got.answer.error().code(), ErrorCode::FetchRefused);
  EXPECT_EQ(site.requests, 0);
}

/// Accepts one connection, waits for a head and sends these bytes: for answers our own server would never give.
class RawServer {
 public:
  explicit RawServer(std::string answer) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    ::listen(listener_.get(), 1);
    sockaddr_in at{};
    sockaddr any{};
    socklen_t size = sizeof any;
    ::getsockname(listener_.get(), &any, &size);
    std::memcpy(&at, &any, sizeof at);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this, answer = std::move(answer)] {
      const UniqueFd client(::accept(listener_.get(), nullptr, nullptr));
      std::string head;
      char c = 0;
      while (!head.ends_with("\r\n\r\n") && ::recv(client.get(), &c, 1, 0) == 1) head += c;
      ::send(client.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
    });
  }
  ~RawServer() { thread_.join(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

 private:
  UniqueFd listener_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST(EgressToOddServers, AnAnswerWithoutALengthIsCountedAllTheSame) {
  RawServer server("HTTP/1.1 200 OK\r\n\r\n" + std::string(5000, 'x'));
  EXPECT_EQ(fetch({.url = server.url(), .max_bytes = 4999}).answer.error().code(), ErrorCode::PayloadTooLarge);
}

TEST(EgressToOddServers, AnAnswerThatEndsEarlyIsAFailure) {
  RawServer server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
  EXPECT_EQ(fetch({.url = server.url()}).answer.error().code(), ErrorCode::FetchFailed);
}

TEST(EgressToOddServers, AnEndlessPageNobodyWantsIsCutOff) {
  RawServer moved("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n" + std::string(kMiB, 'x'));
  EXPECT_EQ(fetch({.url = moved.url()}).answer.error().code(), ErrorCode::FetchFailed);
  RawServer missing("HTTP/1.1 404 Not Found\r\n\r\n" + std::string(kMiB, 'x'));
  EXPECT_THAT(fetch({.url = missing.url()}).problem(), HasSubstr("HTTP status 404"));
}

TEST(EgressToOddServers, NobodyListeningIsAFailureNotARefusal) {
  std::string gone;
  {
    Site site;
    RunningServer server(site.handler);
    gone = server.url();
  }
  EXPECT_EQ(fetch({.url = gone}).answer.error().code(), ErrorCode::FetchFailed);
}

TEST(EgressToOddServers, AnUnknownCertificateIsAFailure) {
  const test::Certificate certificate;
  Site site;
  ServerOptions options;
  options.tls = certificate.files();
  RunningServer server(site.handler, options);
  const auto got = fetch({.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/"});
  EXPECT_EQ(got.answer.error().code(), ErrorCode::FetchFailed);
  EXPECT_THAT(got.problem(), HasSubstr("certificate"));
  EXPECT_EQ(site.requests, 0);
}

TEST(CheckUrl, WantsHttpAHostAndNoCredentials) {
  EXPECT_TRUE(check_url("http://example.com/a?b#c"));
  EXPECT_TRUE(check_url("HTTPS://example.com:8443"));
  for (const std::string url : {"", "example.com/a", "/a", "ftp://example.com/", "file:///etc/passwd", "gopher://a/", "javascript:1",
                                "data:,a", "http://", "http://u@example.com/", "http://u:p@example.com/", "http://a b/",
                                "http://a/\r\nX: y", "http://a\\@b/", "http://[::1/", "http://a:99999/"}) {
    const auto checked = check_url(url);
    ASSERT_FALSE(checked) << url;
    EXPECT_EQ(checked.error().code(), ErrorCode::FetchRefused) << url;
  }
  EXPECT_TRUE(check_url("http://a/" + std::string(2039, 'x')));
  EXPECT_FALSE(check_url("http://a/" + std::string(2040, 'x')));
}

TEST(AddressAllowed, RefusesEverythingThatIsNotPublic) {
  for (const auto* address : {"0.0.0.0",
                              "0.1.2.3",
                              "10.0.0.1",
                              "10.255.255.255",
                              "100.64.0.1",
                              "100.127.255.255",
                              "127.0.0.1",
                              "127.255.255.254",
                              "168.63.129.16",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.192",
                              "192.0.2.1",
                              "192.168.0.1",
                              "198.18.0.1",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "239.255.255.255",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::8.8.8.8",
                              "::ffff:8.8.8.8",
                              "::ffff:10.0.0.1",
                              "64:ff9b::808:808",
                              "64:ff9b:1::1",
                              "100::1",
                              "2001::1",
                              "2001:10::1",
                              "2001:db8::1",
                              "2002:808:808::1",
                              "3fff::1",
                              "fc00::1",
                              "fd00:ec2::254",
                              "fe80::1",
                              "fe80::1%eth0",
                              "fec0::1",
                              "ff02::1",
                              "",
                              "localhost",
                              "1.2.3",
                              "1.2.3.4 ",
                              "01.2.3.4"}) {
    EXPECT_FALSE(address_allowed(address, {})) << address;
  }
}

TEST(AddressAllowed, LetsPublicAddressesThrough) {
  for (const auto* address :
       {"8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888"}) {
    EXPECT_TRUE(address_allowed(address, {})) << address;
  }
}

TEST(AddressAllowed, APolicyOpensExactlyItsRanges) {
  const EgressPolicy policy{.allow = {"10.1.0.0/16", "fd00::/8", "192.168.1.7", "nonsense", "10.0.0.0/33"}};
  EXPECT_TRUE(address_allowed("10.1.255.255", policy));
  EXPECT_FALSE(address_allowed("10.2.0.0", policy));
  EXPECT_TRUE(address_allowed("fd12::1", policy));
  EXPECT_FALSE(address_allowed("fc12::1", policy));
  EXPECT_TRUE(address_allowed("192.168.1.7", policy));
  EXPECT_FALSE(address_allowed("192.168.1.8", policy));
}

}  // namespace
}  // namespace docmill::net
